/** What a process has used by the kernel's own account: on a shared machine the one figure that waiting does not change. */
import { readFile } from 'node:fs/promises';

/** Milliseconds of processor time since its start, all threads; Linux only, else nothing. */
export async function cpuMs(pid: number | undefined): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid ?? 0}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The name may hold spaces; user and system time are the 12th and 13th field behind it, in hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

export async function residentMb(pid: number | undefined): Promise<number> {
  const kb = /VmRSS:\s+(\d+)/u.exec(await readFile(`/proc/${pid ?? 0}/status`, 'utf8').catch(() => ''))?.[1];
  return Number(kb ?? Number.NaN) / 1024;
}

/** Processor milliseconds a process uses while `work` runs. */
export async function costOf<T>(pid: number | undefined, work: () => Promise<T>): Promise<Readonly<{ value: T; cpu: number }>> {
  const before = await cpuMs(pid);
  const value = await work();
  const after = await cpuMs(pid);
  return { value, cpu: before === undefined || after === undefined ? Number.NaN : after - before };
}
