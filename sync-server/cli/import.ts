/** `import FILE`: a letters ledger into a folder, or into a running hub; what could not be taken is listed row by row. */
import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { openCore } from '../core.ts';
import { FILE_FAULTS, MAX_LEDGER_BYTES } from '../import/xlsx-guard.ts';
import { importLedger, type ImportAnswer } from '../import/import-ledger.ts';
import { hubJson } from './ask-hub.ts';
import { Plain } from './explain.ts';
import { say } from './serve.ts';
import { storeOptions } from './store-place.ts';

type Options = Readonly<{ data?: string; hub?: string; kind?: string; district?: string; street?: string }>;

function ledgerOptions({ kind, district, street }: Options): Record<string, string> {
  return Object.fromEntries(Object.entries({ kind, district, street }).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

async function overHttp(hub: string, bytes: Uint8Array, options: Options): Promise<ImportAnswer> {
  const url = new URL('/admin/import', hub);
  for (const [name, value] of Object.entries(ledgerOptions(options))) url.searchParams.set(name, value);
  process.stderr.write('已读取文件，正在导入，请稍候……\n');
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`admin:${process.env['GRIDDESK_ADMIN_PASSWORD'] ?? ''}`).toString('base64')}`,
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    },
    body: new Uint8Array(bytes),
  });
  if (answer.status === 401) throw new Plain('管理员密码不正确：请设置环境变量 GRIDDESK_ADMIN_PASSWORD。');
  const said = hubJson(await answer.text(), answer, hub) as ImportAnswer & { reason?: string };
  if (!answer.ok) throw new Plain(said.reason ?? `HTTP ${answer.status}`);
  return said;
}

function bar(done: number, of: number): void {
  const full = Math.round((done / Math.max(1, of)) * 30);
  process.stderr.write(`\r导入 [${'█'.repeat(full)}${'░'.repeat(30 - full)}] ${done}/${of}`);
  if (done === of) process.stderr.write('\n');
}

async function intoFolder(data: string, bytes: Uint8Array, options: Options): Promise<ImportAnswer> {
  const core = await openCore({ dataDir: data, ...storeOptions() });
  try {
    return await importLedger(core, bytes, ledgerOptions(options), bar);
  } finally {
    await core.close();
  }
}

export function importCommand(program: Command): void {
  program
    .command('import <file>')
    .description('import a letters ledger (.xlsx)')
    .option('--data <dir>', 'folder of a hub that is not running')
    .option('--hub <address>', 'address of a running hub')
    .option('--kind <id>', 'kind of request for all rows')
    .option('--district <code>', 'district for all rows, 6 digits')
    .option('--street <code>', 'street for all rows, 9 digits')
    .action(async (file: string, options: Options) => {
      if ((await stat(file)).size > MAX_LEDGER_BYTES) {
        say(FILE_FAULTS.tooBig);
        process.exitCode = 1;
        return;
      }
      const bytes = new Uint8Array(await readFile(file));
      if (options.hub === undefined && options.data === undefined)
        throw new Plain('请用 --data 指定数据目录，或用 --hub 指定运行中的 hub。');
      const answer =
        options.hub === undefined ? await intoFolder(options.data ?? '', bytes, options) : await overHttp(options.hub, bytes, options);
      if (!answer.ok) {
        say(answer.reason);
        process.exitCode = 1;
        return;
      }
      say(`共 ${answer.rows} 行：新导入 ${answer.taken}，已存在 ${answer.unchanged}，有问题 ${answer.bad.length}`);
      for (const bad of answer.bad) say(`  第 ${bad.row} 行 ${bad.column}：${bad.reason}`);
    });
}
