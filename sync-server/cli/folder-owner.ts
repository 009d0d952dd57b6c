/** Root passes every permission, so nothing keeps it from leaving files that the service's own user cannot open. */
import { stat } from 'node:fs/promises';
import { Plain } from './explain.ts';

/** The folders that a command writes into: a hub's, and that of the backups. */
export type WrittenFolders = Readonly<{ data?: string; to?: string }>;

/** A folder that is not there yet becomes that of whoever makes it. */
async function ownerOf(folder: string): Promise<number | undefined> {
  try {
    return (await stat(folder)).uid;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Refuses root on the folder of another user; `runner` is nothing on Windows, where files take the folder's rights. */
export async function refuseRootElsewhere({ data, to }: WrittenFolders, runner = process.geteuid?.()): Promise<void> {
  if (runner !== 0) return;
  for (const folder of [data, to]) {
    const owner = folder === undefined ? undefined : await ownerOf(folder);
    if (owner === undefined || owner === runner) continue;
    throw new Plain(
      `目录 ${folder ?? ''} 属于另一个用户（编号 ${owner}），以管理员身份写入的文件服务会打不开：请在命令前加 sudo -u '#${owner}' 再运行。没有改动任何内容。`,
    );
  }
}
