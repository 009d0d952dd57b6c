/** `doctor`: reads a stopped hub whole and says what it found, each finding with what to do; `--fix` puts a CouchDB right first. */
import type { Command } from 'commander';
import { verifyCore } from '../authority/verify.ts';
import { openCore } from '../core.ts';
import { isOpen, Quarantine } from '../gate/quarantine.ts';
import { couchdbStore } from '../store/couchdb-database.ts';
import { prepareStore, storeFaults } from '../store/couchdb-setup.ts';
import { hasRoom } from '../store/free-space.ts';
import { STORE_ID } from '../store/store.ts';
import { Plain } from './explain.ts';
import { say } from './serve.ts';
import { adviceOn, checkedAddress, isGrave, storeOptions } from './store-place.ts';

type Options = Readonly<{ data: string; fix?: boolean }>;

/** As the administrator of the cluster, once; the hub itself never knows this password. */
async function fix(couchdbUrl: string | undefined): Promise<void> {
  if (couchdbUrl === undefined) throw new Plain('--fix 只用于 CouchDB：请在环境变量 COUCHDB_URL 中给出 hub 自己的用户的地址。');
  const admin = process.env['COUCHDB_ADMIN_URL'] ?? '';
  if (admin === '') throw new Plain('请在环境变量 COUCHDB_ADMIN_URL 中给出集群管理员的地址（只用这一次，hub 不保存）。');
  await prepareStore(couchdbUrl, checkedAddress('COUCHDB_ADMIN_URL', admin));
  say('已建好数据库、hub 的用户、权限和写入校验');
}

/** False: a hub cannot run on it. */
async function looksRight(couchdbUrl: string): Promise<boolean> {
  const found = await storeFaults(couchdbUrl);
  for (const one of found) say(adviceOn(one));
  if (found.length === 0) say('CouchDB 就绪：版本、用户、权限和写入校验都符合要求');
  return !found.some(isGrave);
}

/** A store that no hub has opened yet stays so: it may be the target of a migration. */
async function isEmpty(couchdbUrl: string): Promise<boolean> {
  const inner = couchdbStore(couchdbUrl)('private');
  try {
    return (await inner.get<object>(STORE_ID)) === undefined;
  } finally {
    await inner.close();
  }
}

export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('check a hub that is not running; with COUCHDB_URL its CouchDB too')
    .requiredOption('--data <dir>', 'folder that holds the hub')
    .option('--fix', 'make databases, user, rights and design documents in the CouchDB, as the administrator of COUCHDB_ADMIN_URL')
    .action(async ({ data, fix: fixes }: Options) => {
      const store = storeOptions();
      if (fixes === true) await fix(store.couchdbUrl);
      if (store.couchdbUrl !== undefined && !(await looksRight(store.couchdbUrl))) {
        process.exitCode = 1;
        return;
      }
      if (store.couchdbUrl !== undefined && (await isEmpty(store.couchdbUrl))) {
        say('数据库是空的：新开一个城市请直接启动 hub；从单机迁来请先运行 migrate-to');
        return;
      }
      const core = await openCore({ dataDir: data, ...store });
      try {
        const found = await verifyCore(core);
        const gaps = (await core.store.private.withPrefix('gap:')).length;
        const kept = (await new Quarantine(core.store.private).all()).filter(isOpen).length;
        say(`工单 ${found.tickets}，记录 ${found.actions}，待处理 ${found.waiting}`);
        say(found.unequal.length === 0 ? '工单与记录一致' : `工单与记录不一致 ${found.unequal.length} 件：请保留数据目录并联系开发者`);
        say(found.indexEqual ? '索引与重建结果一致' : '索引与重建结果不一致：已用重建结果替换');
        if (core.authority.mended > 0) say(`有 ${core.authority.mended} 件因集群断开产生冲突版本：已按各版本的全部记录重新合成`);
        say(gaps === 0 ? '没有断号' : `断号 ${gaps} 处：请督办核对相应设备`);
        say(kept === 0 ? '隔离区为空' : `隔离区 ${kept} 件：请在管理页面逐件处理`);
        say(hasRoom(data) ? '磁盘空间充足' : '磁盘空间不足：请尽快清理');
        if (found.unequal.length > 0) process.exitCode = 1;
      } finally {
        await core.close();
      }
    });
}
