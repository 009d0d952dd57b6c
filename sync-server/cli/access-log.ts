/** The access log out of the hub, its head to be kept elsewhere, and the proof that it is whole, which needs no hub (F51). */
import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { headsIn, verifyAccessLog } from '../log-proof/access-chain.ts';
import { askHub, askHubText, DEFAULT_HUB } from './ask-hub.ts';
import { Plain } from './explain.ts';
import { say } from './serve.ts';

type Options = Readonly<{ hub: string; heads?: string }>;

export function accessLogCommands(program: Command): void {
  program
    .command('export-log <file>')
    .description('write the whole access log, one entry a line; the export itself is in the log')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async (file: string, { hub }: Options) => {
      await writeFile(file, await askHubText(hub, '/admin/access-log'), { mode: 0o600 });
      say(file);
    });
  program
    .command('log-head')
    .description('print the head of the access log: append it to a file on another machine, daily')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async ({ hub }: Options) => {
      say(JSON.stringify(await askHub(hub, 'GET', '/admin/access-log/head')));
    });
  program
    .command('verify-log <file>')
    .description('check an exported access log: whole, in order, nothing changed; says the first broken entry')
    .option('--heads <file>', 'heads that log-head printed earlier, kept elsewhere')
    .action(async (file: string, { heads }: Options) => {
      const kept = heads === undefined ? [] : headsIn(await readFile(heads, 'utf8'));
      if (kept === undefined) throw new Plain('--heads 文件中有不是校验值的行：请使用 log-head 输出的原样内容。');
      const found = verifyAccessLog(await readFile(file, 'utf8'), kept);
      if (!found.ok)
        throw new Plain(
          `访问日志不完整。第 ${found.fault.n} 条（文件第 ${found.fault.line} 行）：${found.fault.reason}。请保留原文件并报告。`,
        );
      say(`访问日志完整：共 ${found.entries} 条，末条校验值 ${found.head.hash}`);
      if (found.gaps > 0) say(`其中 ${found.gaps} 处为设备端缺号，上传时已标明：请督办核对相应设备。`);
      const last = kept.reduce((most, one) => Math.max(most, one.n), 0);
      say(
        last === 0
          ? '没有另存的校验值可对照：如果日志在导出之前被整体改写或截去末尾，本次无法发现。请每天用 log-head 另存。'
          : `已与另存的 ${kept.length} 个校验值核对，最后一个为第 ${last} 条；此后的记录如在导出前被截去，本次无法发现。`,
      );
    });
}
