/** Commands that speak to a running hub as `admin`: devices, rule packs and calendars, the index. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { askHub, DEFAULT_HUB } from './ask-hub.ts';
import { Plain } from './explain.ts';
import { say } from './serve.ts';

type Options = Readonly<{ hub: string; unit: string }>;

async function jsonFile(file: string): Promise<object> {
  return JSON.parse(await readFile(file, 'utf8')) as object;
}

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
      const { ok } = (await askHub(hub, 'POST', `/admin/devices/${encodeURIComponent(id)}/revoke`)) as { ok: boolean };
      if (!ok) throw new Plain(`没有设备 ${id}，没有停用任何设备：请在管理页面核对设备号（以 device: 开头）。`);
      say(`已停用 ${id}`);
    });
  program
    .command('allow-client <login>')
    .description('let PouchDB, RxDB and other clients of the CouchDB API use /desk with this account’s password')
    .option('--key <publicKey>', 'P-256 public key (uncompressed point, base64url) of the client, so that it may send signed actions')
    .option('--withdraw', 'no longer')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async (login: string, { hub, key, withdraw }: Options & { key?: string; withdraw?: boolean }) => {
      const body = { login, allowed: withdraw !== true, ...(key === undefined ? {} : { key }) };
      say(JSON.stringify(await askHub(hub, 'POST', '/admin/clients', body)));
    });
  program
    .command('pack <file>')
    .description('take a rule pack: its layers (.json), or a signed file of a trusted publisher')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async (file: string, { hub }: Options) => {
      say(JSON.stringify(await askHub(hub, 'POST', '/admin/pack', await jsonFile(file))));
    });
  program
    .command('calendar <file>')
    .description('take the holidays of a year (.json: year, title, days), or a signed file of a trusted publisher')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async (file: string, { hub }: Options) => {
      say(JSON.stringify(await askHub(hub, 'POST', '/admin/calendar', await jsonFile(file))));
    });
  program
    .command('export-reference <name> <file>')
    .description('write a signed file for desks and other hubs; the name is such as pack:SY or calendar:2027, its newest version')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async (name: string, file: string, { hub }: Options) => {
      await writeFile(file, JSON.stringify(await askHub(hub, 'POST', '/admin/reference', { name })));
      say(file);
    });
  program
    .command('publisher-key')
    .description('the id and public key that other hubs know this hub’s signed files by')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async ({ hub }: Options) => {
      say(JSON.stringify(await askHub(hub, 'POST', '/admin/publisher-key')));
    });
  program
    .command('trust-publisher <hubId> <publicKey> <name>')
    .description('take signed files of another hub from now on; verify its key by telephone first')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async (hubId: string, publicKey: string, name: string, { hub }: Options) => {
      say(JSON.stringify(await askHub(hub, 'POST', '/admin/publishers', { hubId, publicKey, name })));
    });
  program
    .command('rebuild-index')
    .description('throw the channel index away and build it again')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async ({ hub }: Options) => {
      say(JSON.stringify(await askHub(hub, 'POST', '/admin/rebuild-index')));
    });
}
