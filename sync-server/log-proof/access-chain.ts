/**
 * Whether an exported access log is whole (article 18; F51). On purpose it shares nothing with the hub that wrote the log: its own
 * reader, its own canonical form (RFC 8785 for what the log holds: text, integers, booleans) and Node's hash.
 *
 * What it cannot see: entries cut off the end after the last head that was kept somewhere else. Only such a head tells of them.
 */
import { createHash } from 'node:crypto';

const START = '0'.repeat(64);
const MARK = 'griddeskAccessLog';

type Fields = Readonly<Record<string, unknown>>;
/** A head of the log at some time, kept outside the hub: `log-head` prints one. */
export type LogHead = Readonly<{ n: number; hash: string }>;
/** `line` of the file, from 1; `n`: the entry, 0 where it is about the whole. */
export type LogFault = Readonly<{ line: number; n: number; reason: string }>;
export type LogVerdict = Readonly<{ ok: true; entries: number; head: LogHead; gaps: number } | { ok: false; fault: LogFault }>;

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = value as Fields;
  const parts = Object.keys(fields)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .map((key) => `${JSON.stringify(key)}:${canonical(fields[key])}`);
  return `{${parts.join(',')}}`;
}

function sha256(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function parsed(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

function headOf(fields: Fields | undefined): LogHead | undefined {
  if (fields === undefined || fields[MARK] !== 1) return undefined;
  const { n, hash } = fields;
  return typeof n === 'number' && typeof hash === 'string' ? { n, hash } : undefined;
}

/** One JSON line each, as `log-head` printed them; `undefined` for a line that is none. */
export function headsIn(text: string): readonly LogHead[] | undefined {
  const heads = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [headOf(parsed(line))]));
  return heads.some((head) => head === undefined) ? undefined : (heads as readonly LogHead[]);
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

/** Says the first broken entry. `kept`: heads that were kept elsewhere; each must be in the chain as it was. */
export function verifyAccessLog(text: string, kept: readonly LogHead[] = []): LogVerdict {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const fault = (line: number, n: number, reason: string): LogVerdict => ({ ok: false, fault: { line, n, reason } });
  const said = headOf(parsed(lines[0] ?? ''));
  if (said === undefined) return fault(1, 0, '不是访问日志导出文件');
  const anchors = new Map(kept.map((head) => [head.n, head.hash]));
  const devices = new DeviceChains();
  let head: LogHead = { n: 0, hash: START };
  let gaps = 0;
  for (const [at, line] of lines.slice(1).entries()) {
    const n = head.n + 1;
    const entry = parsed(line);
    if (entry === undefined) return fault(at + 2, n, '无法读取');
    const { hash, ...body } = entry;
    if (body['n'] !== n) return fault(at + 2, n, `应为第 ${n} 条，实为第 ${String(body['n'])} 条：有记录被删去、重复或调换`);
    if (body['prev'] !== head.hash) return fault(at + 2, n, '与前一条不相接：前面的记录被改动、删去或调换');
    if (sha256(body) !== hash) return fault(at + 2, n, '内容与校验值不符：这一条被改动');
    const anchor = anchors.get(n);
    if (anchor !== undefined && anchor !== hash) return fault(at + 2, n, '与另存的校验值不符：这一条或之前的记录被整体改写');
    const device = devices.faultOf(body);
    if (device !== undefined) return fault(at + 2, n, device);
    if (body['gap'] === true) gaps += 1;
    head = { n, hash };
  }
  if (head.n !== said.n || head.hash !== said.hash)
    return fault(lines.length, head.n, `文件应有 ${said.n} 条，止于第 ${head.n} 条：末尾被截去`);
  const beyond = kept.find((one) => one.n > head.n);
  if (beyond !== undefined) return fault(lines.length, head.n, `另存的校验值到第 ${beyond.n} 条，日志止于第 ${head.n} 条：末尾被截去`);
  return { ok: true, entries: head.n, head, gaps };
}
