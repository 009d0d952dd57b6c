/** At the top of a ticket: what is being waited for, and until when; overdue is said in words, with what to do. */
import { useMemo } from 'react';
import type { Instant, PersonId, UnitCode } from '../../../shared/hotline/ids.ts';
import { term } from '../../../shared/hotline/glossary.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Reference } from '../../replica/door.ts';
import { proposalName } from '../../ui/package-facts.tsx';
import { LongText } from '../../ui/long-text.tsx';
import { leftText, shortTime } from '../../ui/time-text.ts';
import { awaitedOf, type Awaited } from './awaited.ts';

type Props = Readonly<{ ticket: Ticket; reference: Reference; now: number }>;

function When({ of, now }: Readonly<{ of: Awaited; now: number }>) {
  if (of.until === undefined) return null;
  const late = Date.parse(of.until) < now;
  return (
    <span className={late ? 'awaited-when bad' : 'awaited-when'}>
      {shortTime(of.until, now)} 前，{leftText(of.until, now)}
      {of.provisional === true ? `（${term('mark', 'provisional')}）` : ''}
    </span>
  );
}

/** Of several of a kind the name is one. */
function testId(id: string): string {
  return id.startsWith('action:')
    ? 'proposal'
    : id.startsWith('supervision-')
      ? 'supervision'
      : id.startsWith('instruction-')
        ? 'instruction'
        : id;
}

export function AwaitedList({ ticket, reference, now }: Props) {
  const list = useMemo(() => {
    const unit = (code: UnitCode | undefined): string => (code === undefined ? '上级' : (reference.units.get(code)?.name ?? '其他单位'));
    const said = (by: PersonId, at: Instant): string => `${reference.people.get(by)?.name ?? '分管领导'} ${shortTime(at, now)}`;
    const replier = (code: UnitCode): string => (reference.units.get(code)?.clerkSignsAlone === true ? '' : '分管领导');
    return awaitedOf(ticket, { unit, replier, proposal: proposalName, said });
  }, [ticket, reference, now]);
  if (list.length === 0) return null;
  return (
    <ul className="awaited" aria-label="正在等待" data-testid="awaited">
      {list.map((one) => (
        <li key={one.id} data-testid={`awaited-${testId(one.id)}`}>
          <b>{one.who}</b>
          <When of={one} now={now} />
          {one.what === '' ? null : (
            <div className="awaited-what">
              <LongText text={one.what} />
            </div>
          )}
          {one.overdue !== '' && one.until !== undefined && Date.parse(one.until) < now ? <div className="bad">{one.overdue}</div> : null}
        </li>
      ))}
    </ul>
  );
}
