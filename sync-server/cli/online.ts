/** Commands that speak to a running hub as `admin`: `enrol`, `revoke-device`, `pack`, `rebuild-index`. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Plain } from './explain.ts';
import { say } from './serve.ts';

async function ask(hub: string, path: string, body?: object): Promise<unknown> {
  const authorization = `Basic ${Buffer.from(`admin:${process.env['GRIDDESK_ADMIN_PASSWORD'] ?? ''}`).toString('base64')}`;
  const answer = await fetch(new URL(path, hub), {
    method: 'POST',
    headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = (await answer.json()) as { reason?: string; faults?: readonly { layer: string; path: string; reason: string }[] };
  const faults = (text.faults ?? []).map((one) => `\n  ${one.layer} ${one.path}：${one.reason}`).join('');
  if (!answer.ok) throw new Plain(`${text.reason ?? `HTTP ${answer.status}`}${faults}`);
  return text;
}

type Options = Readonly<{ hub: string; unit: string }>;
const DEFAULT_HUB = 'http://127.0.0.1:5984';

export function onlineCommands(program: Command): void {
  program
    .command('enrol')
    .description('a one-time code for a device of a unit')
    .requiredOption('--unit <code>')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async ({ hub, unit }: Options) => {
      say(((await ask(hub, '/admin/codes', { unit })) as { code: string }).code);
    });
  program
    .command('revoke-device <id>')
    .description('take a device out of use')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async (id: string, { hub }: Options) => {
      say(JSON.stringify(await ask(hub, `/admin/devices/${encodeURIComponent(id)}/revoke`)));
    });
  program
    .command('pack <file>')
    .description('compose and take a rule pack from its layers (.json)')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async (file: string, { hub }: Options) => {
      const layers: unknown = JSON.parse(await readFile(file, 'utf8'));
      say(JSON.stringify(await ask(hub, '/admin/pack', layers as object)));
    });
  program
    .command('rebuild-index')
    .description('throw the channel index away and build it again')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async ({ hub }: Options) => {
      say(JSON.stringify(await ask(hub, '/admin/rebuild-index')));
    });
}
