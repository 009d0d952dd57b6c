/** What marks a ticket beside its state (hotline.md §4): each flag as a word, the pressing ones first. */
import { Tag } from 'antd';
import { term } from '../../../shared/hotline/glossary.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';

const LEVELS = ['', '一级督办', '二级督办', '三级督办'];

type Mark = Readonly<{ words: string; color: string }>;

function marksOf({ flags, assessment }: Ticket): readonly Mark[] {
  const red = (words: string): Mark => ({ words, color: 'red' });
  const orange = (words: string): Mark => ({ words, color: 'orange' });
  const plain = (words: string): Mark => ({ words, color: 'default' });
  return [
    ...(flags.supervised > 0 ? [red(LEVELS[flags.supervised] ?? term('flag', 'supervised'))] : []),
    ...(flags.referralCandidate ? [red(term('flag', 'referralCandidate'))] : []),
    ...(flags.urged ? [orange(term('flag', 'urged'))] : []),
    ...(flags.emergencyNotified ? [orange(term('flag', 'emergencyNotified'))] : []),
    ...(flags.repeat ? [orange(term('flag', 'repeat'))] : []),
    ...(flags.hard ? [orange(term('flag', 'hard'))] : []),
    ...(flags.reworks > 0 ? [orange(`${term('flag', 'reworks')} ${flags.reworks} 次`)] : []),
    ...(flags.extensions > 0 ? [plain(`已${term('flag', 'extensions')} ${flags.extensions} 次`)] : []),
    ...(flags.satisfactionExempt ? [plain(term('flag', 'satisfactionExempt'))] : []),
    ...(flags.unreasonableClaim ? [plain(term('flag', 'unreasonableClaim'))] : []),
    ...(flags.assessmentAppealed ? [plain(term('flag', 'assessmentAppealed'))] : []),
    ...(assessment?.counted === false ? [plain('不计入考核')] : []),
  ];
}

export function FlagTags({ ticket }: Readonly<{ ticket: Ticket }>) {
  return marksOf(ticket).map(({ words, color }) => (
    <Tag key={words} color={color}>
      {words}
    </Tag>
  ));
}
