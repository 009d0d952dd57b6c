/** One ticket of the list in three lines: what, how urgent, where it stands. */
import { Tag } from 'antd';
import { term } from '../../../shared/hotline/glossary.ts';
import type { Me, Reference, SlimRow } from '../../replica/door.ts';
import { awayText, type Absences } from '../../ui/absences.ts';
import { DeadlineLight } from '../../ui/deadline-light.tsx';

const URGENT = ['emergency', 'livelihood', 'urgent'];
const PLACE_OF_WORK: readonly Me['audience'][] = ['city'];

type Props = Readonly<{ row: SlimRow; me: Me; reference: Reference; now: number; away: Absences }>;

/** Who has it: inside the office the worker, at the city the office. */
function holder({ row, me, reference, now, away }: Props): string | undefined {
  if (PLACE_OF_WORK.includes(me.audience)) return row.lead === undefined ? undefined : reference.units.get(row.lead)?.name;
  if (row.assignee === undefined || row.assignee === me.id) return undefined;
  const absent = awayText(row.assignee, away, reference, now);
  return `${reference.people.get(row.assignee)?.name ?? ''}${absent === undefined ? '' : `（${absent}）`}`;
}

export function Row(props: Props) {
  const { row, me, reference, now } = props;
  const who = holder(props);
  const review = row.pending[0];
  return (
    <>
      <div className="row-title">
        {URGENT.includes(row.urgency) ? (
          <Tag color={row.urgency === 'emergency' ? 'red' : 'orange'}>{term('urgency', row.urgency)}</Tag>
        ) : null}
        {row.title}
      </div>
      <div className="row-facts">
        <DeadlineLight of={row} reference={reference} now={now} />
        <span className="row-no quiet">{row.no}</span>
      </div>
      <div className="row-facts quiet">
        <span className="row-state">
          {term('status', row.status)}
          {row.assignmentState === undefined ? '' : ` · ${term('assignmentState', row.assignmentState)}`}
          {review?.state === 'leaderReview' ? ` · ${term('proposalKind', review.kind)}待领导签批` : ''}
          {row.instruction?.waits === true ? ' · 领导批示待落实' : ''}
          {row.helpers?.includes(me.unit) === true ? ' · 本单位协办' : ''}
          {who === undefined ? '' : ` · ${who}`}
        </span>
        {row.unsettled > 0 ? <span className="unsent">{row.unsettled} 条待生效</span> : null}
      </div>
    </>
  );
}
