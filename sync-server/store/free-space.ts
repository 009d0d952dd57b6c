/** A disk that fills up must refuse early: LevelDB cannot be opened again on a full disk (measured.md). */
import { statfs } from 'node:fs/promises';

/** Below this the hub refuses writes with 503 and says so; bytes. */
export const FREE_SPACE_FLOOR = 256 * 1024 * 1024;

export async function hasRoom(path: string, floor: number = FREE_SPACE_FLOOR): Promise<boolean> {
  const disk = await statfs(path);
  return disk.bavail * disk.bsize >= floor;
}
