/** Root on the folder of the service's own user. */
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { refuseRootElsewhere } from './folder-owner.ts';

/** The service's own user where root runs the test, else whoever runs it: another than root either way. */
const OWNER = process.geteuid?.() === 0 ? 12_345 : (process.geteuid?.() ?? 0);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-owner-'));
  await chown(dir, OWNER, process.getegid?.() ?? 0);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('root is refused on a folder of another user, of the hub or of its backups, and told who is to run the command', async () => {
  for (const folders of [{ data: dir }, { to: dir }]) {
    await expect(refuseRootElsewhere(folders, 0)).rejects.toThrow(
      `目录 ${dir} 属于另一个用户（编号 ${OWNER}），以管理员身份写入的文件服务会打不开：请在命令前加 sudo -u '#${OWNER}' 再运行。没有改动任何内容。`,
    );
  }
});

test('the owner is not refused, nor root on a folder that is yet to be made, nor a command that writes into none', async () => {
  await expect(refuseRootElsewhere({ data: dir }, OWNER)).resolves.toBeUndefined();
  await expect(refuseRootElsewhere({ data: join(dir, 'new') }, 0)).resolves.toBeUndefined();
  await expect(refuseRootElsewhere({}, 0)).resolves.toBeUndefined();
});
