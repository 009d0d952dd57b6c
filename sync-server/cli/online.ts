/** Commands that speak to a running hub as `admin`: `enrol`, `revoke-device`, `pack`, `rebuild-index`. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { askHub, DEFAULT_HUB } from './ask-hub.ts';
import { say } from './serve.ts';

type Options = Readonly<{ hub: string; unit: string }>;

export function onlineCommands(program: Command): void {
  program
    .command('enrol')
    .description('a one-time code for a device of a unit')
    .requiredOption('--unit <code>')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async ({ hub, unit }: Options) => {
      say(((await askHub(hub, 'POST', '/admin/codes', { unit })) as { code: string }).code);
    });
  program
    .command('revoke-device <id>')
    .description('take a device out of use')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async (id: string, { hub }: Options) => {
      say(JSON.stringify(await askHub(hub, 'POST', `/admin/devices/${encodeURIComponent(id)}/revoke`)));
    });
  program
    .command('pack <file>')
    .description('compose and take a rule pack from its layers (.json)')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async (file: string, { hub }: Options) => {
      const layers: unknown = JSON.parse(await readFile(file, 'utf8'));
      say(JSON.stringify(await askHub(hub, 'POST', '/admin/pack', layers as object)));
    });
  program
    .command('rebuild-index')
    .description('throw the channel index away and build it again')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async ({ hub }: Options) => {
      say(JSON.stringify(await askHub(hub, 'POST', '/admin/rebuild-index')));
    });
}
