/** `migrate-to URL`: a stopped hub's store into an Apache CouchDB, with the proof that it is all there [sync X3]. */
import type { Command } from 'commander';
import { toInstant } from '../../shared/hotline/calendar.ts';
import { migrateStore, type MigrateFault } from '../migrate/migrate-store.ts';
import { storeFaults } from '../store/couchdb-setup.ts';
import { Plain } from './explain.ts';
import { say } from './serve.ts';
import { adviceOn, checkedAddress, isGrave, storeOptions } from './store-place.ts';

function faultText(found: MigrateFault): string {
  switch (found.fault) {
    case 'empty':
      return `${found.to} 中没有 hub 的数据：请核对 --data。`;
    case 'occupied':
      return `${found.to} 里已经有另一个城市的数据：请换一个前缀（地址最后一段），没有改动任何内容。`;
    case 'elsewhere':
      return `这个目录先前已开始向 ${found.to} 迁移：请用同一个地址继续；确要换地方，请先删除目录里的 migration.json。`;
    case 'done':
      return `已经迁移到 ${found.to}，hub 应在那里运行：请设置 COUCHDB_URL 后启动，不必再迁移。`;
    case 'others':
      return `根接口上还有管理员自建的数据库（${found.names.join('、')}）：请在环境变量 COUCHDB_ADMIN_URL 中给出集群管理员的地址，一并迁移。`;
  }
}

export function migrateCommand(program: Command): void {
  program
    .command('migrate-to [url]')
    .description('copy a stopped hub’s store into the CouchDB of COUCHDB_URL, or at an address like it, and prove that it is all there')
    .requiredOption('--data <dir>', 'folder that holds the hub')
    .action(async (url: string | undefined, { data }: { data: string }) => {
      const to = url === undefined ? storeOptions().couchdbUrl : checkedAddress('地址', url);
      if (to === undefined) throw new Plain('请在环境变量 COUCHDB_URL 中给出 hub 自己的用户的地址；写在命令行里，密码会被别人看到。');
      const faults = await storeFaults(to);
      for (const one of faults) say(adviceOn(one));
      if (faults.some(isGrave)) throw new Plain('目标还没有准备好：请先按上面的提示处理。没有改动任何内容。');
      const admin = process.env['COUCHDB_ADMIN_URL'] ?? '';
      const done = await migrateStore({
        data,
        to,
        ...(admin === '' ? {} : { admin: checkedAddress('COUCHDB_ADMIN_URL', admin) }),
        now: () => toInstant(Date.now()),
        told: ({ name, does, documents, of }) =>
          process.stderr.write(does === 'copy' ? `\r${name}：已复制 ${documents} 份` : `\r${name}：已核对 ${documents}/${of} 份`),
      });
      process.stderr.write('\n');
      if ('fault' in done) throw new Plain(faultText(done));
      for (const { name, source, target, equal } of done.compared) {
        say(
          `${name}：本机 ${source.documents} 份 ${source.sum.slice(0, 16)}，集群 ${target.documents} 份 ${target.sum.slice(0, 16)}，${equal ? '一致' : '不一致'}`,
        );
      }
      if (!done.equal) throw new Plain('两边不一致：请勿启用集群，原样保留本目录，再运行一次 migrate-to 补齐。');
      say(`已全部迁移并核对一致。请设置 COUCHDB_URL 后启动 hub；本目录的 hub.json 仍要用，旧数据请保留到下一次备份成功。`);
      say(`未迁移：${done.passedOver.join('、')}（复制任务请在集群上重新建立）`);
    });
}
