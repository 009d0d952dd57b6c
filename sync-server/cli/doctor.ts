/** `doctor`: reads a stopped hub whole and says what it found, each finding with what to do. */
import type { Command } from 'commander';
import { verifyCore } from '../authority/verify.ts';
import { openCore } from '../core.ts';
import { hasRoom } from '../store/free-space.ts';
import { say } from './serve.ts';

export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('check a hub that is not running')
    .requiredOption('--data <dir>', 'folder that holds the hub')
    .action(async ({ data }: { data: string }) => {
      const core = await openCore({ dataDir: data });
      try {
        const found = await verifyCore(core);
        const gaps = (await core.store.private.withPrefix('gap:')).length;
        const kept = (await core.store.private.withPrefix('quarantine:')).length;
        say(`工单 ${found.tickets}，记录 ${found.actions}，待处理 ${found.waiting}`);
        say(found.unequal.length === 0 ? '工单与记录一致' : `工单与记录不一致 ${found.unequal.length} 件：请保留数据目录并联系开发者`);
        say(found.indexEqual ? '索引与重建结果一致' : '索引与重建结果不一致：已用重建结果替换');
        say(gaps === 0 ? '没有断号' : `断号 ${gaps} 处：请督办核对相应设备`);
        say(kept === 0 ? '隔离区为空' : `隔离区 ${kept} 件：请在管理页面逐件处理`);
        say((await hasRoom(data)) ? '磁盘空间充足' : '磁盘空间不足：请尽快清理');
        if (found.unequal.length > 0) process.exitCode = 1;
      } finally {
        await core.close();
      }
    });
}
