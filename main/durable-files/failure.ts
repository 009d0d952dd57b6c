/** What a person can do something about is told apart: no room on the disk, and everything else. */
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

export type WriteFailure = Readonly<{ ok: false; code: 'noRoom' | 'io'; detail: string }>;

/** `detail` is the system's code alone: paths would name people. */
export function writeFailure(error: unknown): WriteFailure {
  const code = (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.name : 'unknown');
  return { ok: false, code: NO_ROOM.includes(code) ? 'noRoom' : 'io', detail: code };
}

export function ioFailure(error: unknown): Readonly<{ ok: false; code: 'io'; detail: string }> {
  return { ok: false, code: 'io', detail: writeFailure(error).detail };
}
