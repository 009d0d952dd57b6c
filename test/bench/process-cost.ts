/** What a process has used by the kernel's own account: on a shared machine the one figure that waiting does not change. */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds of processor time since its start, all threads; Linux only, else nothing. */
export async function cpuMs(pid: number | undefined): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid ?? 0}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The name may hold spaces; user and system time are the 12th and 13th field behind it, in hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const LOOK_MS = 500;
const BUSY_MS = 20;
const LONGEST_WAIT_MS = 60_000;

/** Waits until it uses less than a twenty-fifth of a processor: what the part before left to do (LevelDB's compaction) is not the next one's. */
export async function atRest(pid: number | undefined): Promise<void> {
  const until = performance.now() + LONGEST_WAIT_MS;
  let used = (await cpuMs(pid)) ?? 0;
  while (performance.now() < until) {
    await delay(LOOK_MS);
    const now = (await cpuMs(pid)) ?? 0;
    if (now - used <= BUSY_MS) return;
    used = now;
  }
}

/** Memory in MB: what it holds itself, and pages of files that the kernel lends it and takes back (the index is a mapped file). */
export async function memoryMb(pid: number | undefined): Promise<Readonly<{ own: number; lent: number }>> {
  const status = await readFile(`/proc/${pid ?? 0}/status`, 'utf8').catch(() => '');
  const of = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`, 'u').exec(status)?.[1] ?? Number.NaN) / 1024;
  return { own: of('RssAnon'), lent: of('RssFile') };
}

/** Processor milliseconds a process uses while `work` runs. */
export async function costOf<T>(pid: number | undefined, work: () => Promise<T>): Promise<Readonly<{ value: T; cpu: number }>> {
  const before = await cpuMs(pid);
  const value = await work();
  const after = await cpuMs(pid);
  return { value, cpu: before === undefined || after === undefined ? Number.NaN : after - before };
}
