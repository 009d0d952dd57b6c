/**
 * Whether an exported access log is whole (article 18; F51). On purpose it shares nothing with the hub that wrote the log: its own
 * reader, its own canonical form (RFC 8785 for what the log holds: text, integers, booleans) and Node's hash.
 *
 * What it cannot see: entries cut off the end after the last head that was kept somewhere else. Only such a head tells of them.
 */
import { createHash } from 'node:crypto';
import { canonical, parsed, type Fields, type LogHead } from './canonical-form.ts';
import { readHead, type SignedHead } from './signed-head.ts';

const START = '0'.repeat(64);

/** `line` of the file, from 1; `n`: the entry, 0 where it is about the whole. */
export type LogFault = Readonly<{ line: number; n: number; reason: string }>;
export type LogVerdict = Readonly<{ ok: true; entries: number; head: LogHead; gaps: number } | { ok: false; fault: LogFault }>;

function sha256(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** One JSON line each, as `log-head` printed them. */
export type HeadsRead = Readonly<{ heads: readonly SignedHead[] } | { line: number; why: 'none' | 'forged' }>;

export function headsIn(text: string): HeadsRead {
  const heads: SignedHead[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const head = readHead(parsed(line));
    if (typeof head === 'string') return { line: at + 1, why: head };
    heads.push(head);
  }
  return { heads };
}

/** A device's own chain inside the log: what it sent of each person, without a gap but where the hub has marked one. */
class DeviceChains {
  readonly #heads = new Map<string, LogHead>();

  faultOf(entry: Fields): string | undefined {
    const { device, person, deviceN, devicePrev, at, what, of, field, gap } = entry;
    if (typeof deviceN !== 'number') return undefined;
    const key = `${String(device)}|${String(person)}`;
    const head = this.#heads.get(key) ?? { n: 0, hash: START };
    // Entries of before the hub kept it.
    const prev = typeof devicePrev === 'string' ? devicePrev : head.hash;
    this.#heads.set(key, { n: deviceN, hash: sha256({ n: deviceN, prev, at, ticket: of, what, field }) });
    if (deviceN <= head.n) return `设备 ${String(device)} 的第 ${deviceN} 条重复或倒序`;
    if (gap === true) return undefined;
    return deviceN === head.n + 1 && prev === head.hash ? undefined : `设备 ${String(device)} 的第 ${deviceN} 条与前一条不相接`;
  }
}

/** The log entry by entry, as it comes: from a file, or page by page from a running hub. */
export class AccessChain {
  readonly #anchors: ReadonlyMap<number, string>;
  readonly #kept: readonly LogHead[];
  readonly #devices = new DeviceChains();
  head: LogHead = { n: 0, hash: START };
  gaps = 0;

  /** `kept`: heads that were kept elsewhere; each must be in the chain as it was. */
  constructor(kept: readonly LogHead[] = []) {
    this.#kept = kept;
    this.#anchors = new Map(kept.map((head) => [head.n, head.hash]));
  }

  /** What is wrong with the next entry. */
  faultOf(line: string): string | undefined {
    const n = this.head.n + 1;
    const entry = parsed(line);
    if (entry === undefined) return '无法读取';
    const { hash, ...body } = entry;
    if (body['n'] !== n) return `应为第 ${n} 条，实为第 ${String(body['n'])} 条：有记录被删去、重复或调换`;
    if (body['prev'] !== this.head.hash) return '与前一条不相接：前面的记录被改动、删去或调换';
    if (sha256(body) !== hash) return '内容与校验值不符：这一条被改动';
    const anchor = this.#anchors.get(n);
    if (anchor !== undefined && anchor !== hash) return '与另存的校验值不符：这一条或之前的记录被整体改写';
    const device = this.#devices.faultOf(body);
    if (device !== undefined) return device;
    if (body['gap'] === true) this.gaps += 1;
    this.head = { n, hash };
    return undefined;
  }

  /** What is wrong with the end. `said`: the head that came with the entries. */
  endFault(said: LogHead): string | undefined {
    const { head } = this;
    if (head.n !== said.n || head.hash !== said.hash) return `文件应有 ${said.n} 条，止于第 ${head.n} 条：末尾被截去`;
    const beyond = this.#kept.find((one) => one.n > head.n);
    return beyond === undefined ? undefined : `另存的校验值到第 ${beyond.n} 条，日志止于第 ${head.n} 条：末尾被截去`;
  }
}

/** Says the first broken entry. */
export function verifyAccessLog(text: string, kept: readonly LogHead[] = []): LogVerdict {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const fault = (line: number, n: number, reason: string): LogVerdict => ({ ok: false, fault: { line, n, reason } });
  const said = readHead(parsed(lines[0] ?? ''));
  if (said === 'none') return fault(1, 0, '不是访问日志导出文件');
  if (said === 'forged') return fault(1, 0, '首行的签名无效：校验值被改动');
  const chain = new AccessChain(kept);
  for (const [at, line] of lines.slice(1).entries()) {
    const n = chain.head.n + 1;
    const reason = chain.faultOf(line);
    if (reason !== undefined) return fault(at + 2, n, reason);
  }
  const reason = chain.endFault(said);
  if (reason !== undefined) return fault(lines.length, chain.head.n, reason);
  return { ok: true, entries: chain.head.n, head: chain.head, gaps: chain.gaps };
}
