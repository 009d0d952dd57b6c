/** The access log out of the hub, its head to be kept elsewhere, and the proof that it is whole, which needs no hub (F51). */
import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { AccessChain, headsIn, verifyAccessLog, type LogFault } from '../log-proof/access-chain.ts';
import { parsed, type LogHead } from '../log-proof/canonical-form.ts';
import { readHead, type SignedHead } from '../log-proof/signed-head.ts';
import { askHub, askHubText, DEFAULT_HUB } from './ask-hub.ts';
import { Plain } from './explain.ts';
import { say } from './serve.ts';

type Options = Readonly<{ hub: string; heads?: string }>;
type VerifyOptions = Readonly<{ hub?: string; heads?: string; key?: string }>;
type Proved = Readonly<{ head: SignedHead; gaps: number }>;

const PAGE = 1000;

async function keptHeads(file: string | undefined): Promise<readonly SignedHead[]> {
  if (file === undefined) return [];
  const read = headsIn(await readFile(file, 'utf8'));
  if ('heads' in read) return read.heads;
  throw new Plain(
    read.why === 'forged'
      ? `--heads 文件第 ${read.line} 行的签名无效：这一行被改动过，请核对另存的原件。`
      : `--heads 文件第 ${read.line} 行不是校验值：请使用 log-head 输出的原样内容。`,
  );
}

function broken({ n, line, reason }: LogFault): Plain {
  const where = line === 0 ? '' : `（文件第 ${line} 行）`;
  return new Plain(`访问日志不完整。第 ${n} 条${where}：${reason}。请保留原文件并报告。`);
}

async function proveFile(file: string, kept: readonly LogHead[]): Promise<Proved> {
  const text = await readFile(file, 'utf8');
  const found = verifyAccessLog(text, kept);
  if (!found.ok) throw broken(found.fault);
  const said = readHead(parsed(text.slice(0, text.indexOf('\n'))));
  return { head: typeof said === 'string' ? found.head : said, gaps: found.gaps };
}

/** Page by page up to the head that the hub signed at the beginning: what is added meanwhile is another day's. */
async function proveHub(hub: string, kept: readonly LogHead[]): Promise<Proved> {
  const head = readHead((await askHub(hub, 'GET', '/admin/access-log/head')) as Record<string, unknown>);
  if (typeof head === 'string' || head.key === undefined)
    throw new Plain('hub 没有给出有签名的校验值：请把 hub 升级到与本命令相同的版本。');
  const chain = new AccessChain(kept);
  while (chain.head.n < head.n) {
    const from = chain.head.n + 1;
    const limit = Math.min(PAGE, head.n - chain.head.n);
    const page = await askHubText(hub, `/admin/access-log/entries?from=${from}&limit=${limit}`);
    const entries = page
      .split('\n')
      .slice(1)
      .filter((line) => line !== '');
    if (entries.length === 0) throw broken({ line: 0, n: from, reason: `hub 给不出这一条，而它签名说共有 ${head.n} 条：有记录被删去` });
    for (const line of entries) {
      const n = chain.head.n + 1;
      const reason = chain.faultOf(line);
      if (reason !== undefined) throw broken({ line: 0, n, reason });
    }
  }
  const reason = chain.endFault(head);
  if (reason !== undefined) throw broken({ line: 0, n: chain.head.n, reason });
  return { head, gaps: chain.gaps };
}

/** Every head that is signed must be by one key, and by the one that was told. */
function checkKeys(heads: readonly SignedHead[], key: string | undefined): void {
  const found = new Set(heads.flatMap((head) => head.key ?? []));
  const other = [...found].find((one) => key !== undefined && one !== key.toLowerCase());
  if (other !== undefined)
    throw new Plain(`校验值由另一把密钥签名（指纹 ${other}）：请与书面留存的指纹核对；如未更换过 hub 的密钥，请保留原件并报告。`);
  if (found.size > 1) throw new Plain('校验值由多把密钥签名：如 hub 换过密钥，请分开核对更换前后的部分；如未更换过，请保留原件并报告。');
}

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
    .description('print the head of the access log, signed by the hub: append it to a file on another machine, daily')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async ({ hub }: Options) => {
      say(JSON.stringify(await askHub(hub, 'GET', '/admin/access-log/head')));
    });
  program
    .command('verify-log [file]')
    .description(
      'check an exported access log, or with --hub the log of a running hub: whole, in order, nothing changed; says the first broken entry',
    )
    .option('--hub <address>', 'read the log from a running hub, page by page, in place of a file')
    .option('--heads <file>', 'heads that log-head printed earlier, kept elsewhere')
    .option('--key <fingerprint>', 'of the hub’s key, as it was noted on paper: heads must be signed by it')
    .action(async (file: string | undefined, { hub, heads, key }: VerifyOptions) => {
      if ((file === undefined) === (hub === undefined)) throw new Plain('请给出导出的文件，或用 --hub 给出运行中的 hub，二者取一。');
      const kept = await keptHeads(heads);
      const { head, gaps } = file === undefined ? await proveHub(hub ?? '', kept) : await proveFile(file, kept);
      checkKeys([head, ...kept], key);
      say(`访问日志完整：共 ${head.n} 条，末条校验值 ${head.hash}`);
      if (head.key === undefined) say('末条校验值没有签名（较早版本导出）：只能证明文件自身前后相接。');
      else say(key === undefined ? `签名密钥指纹 ${head.key}：请与书面留存的核对，或用 --key 给出。` : '签名有效，密钥指纹与所给的一致。');
      if (gaps > 0) say(`其中 ${gaps} 处为设备端缺号，上传时已标明：请督办核对相应设备。`);
      const last = kept.reduce((most, one) => Math.max(most, one.n), 0);
      say(
        last === 0
          ? '没有另存的校验值可对照：如果日志在此之前被整体改写或截去末尾，本次无法发现。请每天用 log-head 另存。'
          : `已与另存的 ${kept.length} 个校验值核对，最后一个为第 ${last} 条；此后的记录如已被截去，本次无法发现。`,
      );
    });
}
