/** `backup` from a running hub, `restore` into a new folder (docs/operations.md). The passphrase comes by the environment, never by an argument. */
import type { Command } from 'commander';
import { takeBackup, type BackupPage, type BackupSource } from '../backup/take-backup.ts';
import { restoreBackup, type RestoreFault } from '../backup/restore-backup.ts';
import type { DatabaseList } from '../couch-api/backup-databases.ts';
import { askHub, DEFAULT_HUB } from './ask-hub.ts';
import { Plain } from './explain.ts';
import { say } from './serve.ts';

const LEAST_PASSPHRASE = 12;

function passphrase(): string {
  const given = process.env['GRIDDESK_BACKUP_PASSPHRASE'] ?? '';
  if (given.length < LEAST_PASSPHRASE)
    throw new Plain(`请先在环境变量 GRIDDESK_BACKUP_PASSPHRASE 中给出备份口令（至少 ${LEAST_PASSPHRASE} 个字符），并把它与备份分开保存。`);
  return given;
}

/** A running hub, as the command asks it. */
export function overHttp(hub: string): BackupSource {
  return {
    about: async () => (await askHub(hub, 'GET', '/admin/backup')) as Awaited<ReturnType<BackupSource['about']>>,
    page: async (database, since, limit) => (await askHub(hub, 'POST', '/admin/backup', { database, since, limit })) as BackupPage,
    databases: async () => {
      const told = (await askHub(hub, 'GET', '/admin/backup/databases')) as { databases: DatabaseList };
      return told.databases;
    },
    databasePage: async (name, since, limit) =>
      (await askHub(hub, 'POST', '/admin/backup/databases', { name, since, limit })) as BackupPage,
  };
}

const WRONG_PASSPHRASE = '口令与这套备份不符：请核对 GRIDDESK_BACKUP_PASSPHRASE。没有改动任何内容。';

function restoreFault(found: RestoreFault, from: string, data: string): string {
  switch (found.fault) {
    case 'none':
      return `${from} 中没有完整的备份：请核对路径。`;
    case 'occupied':
      return `${data} 不是空目录：请换一个新目录，原有数据不会被覆盖。`;
    case 'passphrase':
      return WRONG_PASSPHRASE;
    case 'part':
      return `备份文件 ${found.file} 缺失或已损坏：请换用另一份备份。没有改动任何内容。`;
  }
}

type BackupOptions = Readonly<{ to: string; hub: string; full?: boolean }>;
type RestoreOptions = Readonly<{ from: string; data: string }>;

export function backupCommands(program: Command): void {
  program
    .command('backup')
    .description('encrypted backup of a running hub: everything at first, then what has changed, everything again each week')
    .requiredOption('--to <dir>', 'folder that holds the backups')
    .option('--full', 'begin a new set now')
    .option('--hub <address>', 'running hub', DEFAULT_HUB)
    .action(async ({ to, hub, full }: BackupOptions) => {
      const done = await takeBackup({ source: overHttp(hub), to, passphrase: passphrase(), now: Date.now(), full: full === true });
      if ('fault' in done) throw new Plain(`${WRONG_PASSPHRASE}要换口令，请加 --full 开始新的一套。`);
      const kind = done.full ? '全量' : '增量';
      say(`已备份到 ${to}（${done.set}，${kind}）：文档 ${done.documents} 份，写入 ${Math.ceil(done.bytes / 1024)} KB`);
      if (done.purged === true)
        say(
          `自上次备份以来有文档被清除（_purge），所以另起了一套；${to} 中更早的各套仍含这些文档，满 30 天自动删除。如须立即清除，请核对新的一套后手工删除旧的。`,
        );
      if (done.forgotten > 0) say(`已删除超过 30 天的旧备份 ${done.forgotten} 套`);
    });
  program
    .command('restore')
    .description('a hub out of a backup, in a new folder; the newest set of a folder, or the one that is named')
    .requiredOption('--from <dir>', 'folder of the backups, or of one set')
    .requiredOption('--data <dir>', 'empty or new folder for the hub')
    .action(async ({ from, data }: RestoreOptions) => {
      const done = await restoreBackup({ from, data, passphrase: passphrase(), now: Date.now() });
      if ('fault' in done) throw new Plain(restoreFault(done, from, data));
      say(`已恢复到 ${data}：文档 ${done.documents} 份，数据截至 ${done.at}`);
      say('各终端连接后会自动补送此后已办理的内容；此后停用的设备和修改的密码请重新处理。');
    });
}
