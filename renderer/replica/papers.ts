/** Papers (F24, F13): nothing is printed or saved before each thing that can be read on it is in the access log (F51). */
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Host } from '../../shared/host/contract.ts';
import type { AccessRecords } from './access.ts';
import type { PapersDoor } from './door.ts';

const UNRECORDED = '本次打印未能登记，没有打印。请清理磁盘后重试。';
type Done = Readonly<{ ok: true; name?: string }> | Readonly<{ ok: false; code: 'cancelled' | keyof typeof FAILED }>;

const FAILED = {
  noPrinter: '没有找到打印机。请接好打印机后重试，或另存为 PDF。',
  noRoom: '磁盘空间不足，没有保存。请清理磁盘，或换一个位置。',
  unsupported: '浏览器不能直接存文件。请按“打印”，在打印窗口里选择“另存为 PDF”。',
  io: '没有成功。请换一个位置或换一台打印机重试。',
} as const;

/** What a file system would take for something else. */
function fileName(name: string): string {
  return (
    name
      .replaceAll(/[/\\:*?"<>|\u0000-\u001f]/gu, ' ')
      .replace(/^\.+/u, '')
      .trim()
      .slice(0, 100) || '打印件'
  );
}

type Parts = Readonly<{ host: Host; access: AccessRecords; tickets: () => Promise<readonly Ticket[]> }>;

export function papersDoor({ host, access, tickets }: Parts): PapersDoor {
  return {
    tickets,
    savesFiles: async () => (await host.call('host.info', {})).kind === 'electron',
    async print({ name, stands }, way, show) {
      if (!(await access.record(way === 'file' ? 'export' : 'print', stands))) return { ok: false, message: UNRECORDED };
      // Only now is there a print view: what a browser's own shortcut prints is an empty page.
      show(true);
      try {
        const done: Done = way === 'file' ? await host.call('paper.save', { name: fileName(name) }) : await host.call('paper.print', {});
        if (done.ok) return done.name === undefined ? { ok: true } : { ok: true, where: done.name };
        if (done.code === 'cancelled') return { ok: false, cancelled: true, message: '' };
        return { ok: false, message: FAILED[done.code] };
      } catch {
        return { ok: false, message: FAILED.io };
      } finally {
        show(false);
      }
    },
  };
}
