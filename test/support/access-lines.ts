/** The hub's access log as it is exported, without the head in front (F51). */
import type { RunningHub } from '../../sync-server/hub.ts';

export async function accessLines({ accessLog }: Pick<RunningHub, 'accessLog'>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const lines of accessLog.linesUpTo(await accessLog.head())) all.push(...lines);
  return all;
}
