/** What a governance task asks for next, said from its dates, its last note and its tickets. */
import type { Governance } from '../../../shared/hotline/matters/governance/document.ts';

const DAY_MS = 86_400_000;
/** A task of which nobody has heard for so long is asked about. */
const SILENT_DAYS = 7;
const SOON_DAYS = 3;

export type NextStep = Readonly<{ text: string; level: 'bad' | 'warn' | 'quiet' }>;

/** `open`, `here`: of its tickets, how many are still open and how many this device holds. */
export function nextStep(task: Governance, tickets: Readonly<{ open: number; here: number }>, now: number): NextStep {
  const left = Math.ceil((Date.parse(task.due) - now) / DAY_MS);
  if (Date.parse(task.due) < now) return { text: '已过完成时限：请办结，或说明原因后调整时限。', level: 'bad' };
  if (task.notes.length === 0) return { text: '还没有进展：请责任人登记第一次排查或处置情况。', level: 'warn' };
  if (tickets.here > 0 && tickets.open === 0 && tickets.here === task.tickets.length)
    return { text: '关联工单已全部办结：请核实没有新的反映后，办结任务。', level: 'warn' };
  if (left <= SOON_DAYS) return { text: `还有 ${left} 天到期：请准备成效说明。`, level: 'warn' };
  const last = task.notes.at(-1);
  const silent = last === undefined ? 0 : Math.floor((now - Date.parse(last.at)) / DAY_MS);
  if (silent >= SILENT_DAYS) return { text: `已 ${silent} 天没有新进展：请责任人更新。`, level: 'warn' };
  return { text: '按方案推进，有进展随时登记。', level: 'quiet' };
}
