/** `seed`: a demonstration city, once; writes `demo.json` beside the data for `npm start`. */
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { seedCity } from '../seed/seed-city.ts';
import { placeOptions, say, start, type PlaceOptions } from './serve.ts';

export function seedCommand(program: Command): void {
  placeOptions(program.command('seed').description('make a demonstration city'))
    .option('--tickets <what>', 'demo or none', 'demo')
    .action(async (options: PlaceOptions & { tickets: string }) => {
      const mark = join(options.data, 'demo.json');
      const done = await access(mark).then(
        () => true,
        () => false,
      );
      if (done) {
        say('the demonstration city is there already');
        return;
      }
      const hub = await start(options);
      const seeded = await seedCity(hub, { tickets: options.tickets === 'none' ? 'none' : 'demo' });
      await writeFile(mark, JSON.stringify({ codes: seeded.codes, password: seeded.password }, undefined, 1), { mode: 0o600 });
      await hub.close();
      say(`demonstration city: ${seeded.people.length} people, ${seeded.tickets} tickets, password ${seeded.password}`);
    });
}
