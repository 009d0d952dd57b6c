/** `export-seed` and `import-seed`: a city's reference out of a hub that does not run, into another (docs/operations.md). */
import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { openCore } from '../core.ts';
import { exportSeed, takeSeed } from '../seed/reference-seed.ts';
import { Plain } from './explain.ts';
import { say } from './serve.ts';
import { storeOptions } from './store-place.ts';

type Options = Readonly<{ data: string; withPeople?: boolean }>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function exportSeedCommands(program: Command): void {
  program
    .command('export-seed <file>')
    .description('write units, catalogue, knowledge, rule packs and calendars of a hub that is not running; no tickets, no accounts')
    .requiredOption('--data <dir>', 'folder that holds the hub')
    .option('--with-people', 'names, roles and grids of people too')
    .action(async (file: string, { data, withPeople }: Options) => {
      const core = await openCore({ dataDir: data, ...storeOptions() });
      try {
        const seed = await exportSeed(core, { people: withPeople === true });
        await writeFile(file, JSON.stringify(seed), { mode: 0o600, flush: true });
        say(
          `已导出 ${seed.documents.length} 份基础资料到 ${file}（${seed.people ? '含人员姓名和岗位，请妥善保管' : '不含人员、工单和账号'}）`,
        );
      } finally {
        await core.close();
      }
    });
  program
    .command('import-seed <file>')
    .description('take such a file into a hub that is not running; what it has already stays as it is')
    .requiredOption('--data <dir>', 'folder of the hub; made where there is none')
    .action(async (file: string, { data }: Options) => {
      const seed = parsed(await readFile(file, 'utf8'));
      const core = await openCore({ dataDir: data, ...storeOptions() });
      try {
        const taken = await takeSeed(core, seed);
        if (taken === undefined) throw new Plain(`${file} 不是基础资料文件，或已损坏：请重新导出。没有改动任何内容。`);
        say(`已导入 ${taken} 份基础资料`);
      } finally {
        await core.close();
      }
    });
}
