/** 督办单、催办、约谈 (art. 15, F41): each with its number, who said what, by when a reply is owed, and the reply. */
import { Tag } from 'antd';
import { term } from '../../../shared/hotline/glossary.ts';
import type { Instant, PersonId, UnitCode } from '../../../shared/hotline/ids.ts';
import type { Supervision } from '../../../shared/hotline/oversight-records.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Me, Reference } from '../../replica/door.ts';
import { LongText } from '../../ui/long-text.tsx';
import { repliesToSupervision } from '../../ui/who-replies.ts';
import { fullTime } from '../../ui/time-text.ts';

type Props = Readonly<{ me: Me; ticket: Ticket; reference: Reference; now: number }>;
type Line = readonly [label: string, said: string];

function Lines({ lines }: Readonly<{ lines: readonly Line[] }>) {
  return (
    <dl className="facts-list package-facts">
      {lines.map(([label, said]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <LongText text={said} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function said(by: PersonId, at: Instant, reference: Reference): string {
  const name = by.startsWith('system:') ? '系统' : (reference.people.get(by)?.name ?? '其他人员');
  return `${name} ${fullTime(at)}`;
}

function unitName(code: UnitCode | undefined, reference: Reference): string {
  return code === undefined ? '' : (reference.units.get(code)?.name ?? '其他单位');
}

/** Where a supervision stands, in a word: red for those whose reply is owed, and for those above; a clerk is told whose it is. */
function Standing({ of, now, leaders }: Readonly<{ of: Supervision; now: number; leaders: boolean }>) {
  if (of.lifted !== undefined) return <Tag>已解除</Tag>;
  if (of.reply !== undefined) return <Tag color="green">{of.reply.at > of.due ? '已回复（逾期）' : '已回复'}</Tag>;
  if (leaders) return <Tag color="gold">{Date.parse(of.due) < now ? '逾期，由分管领导回复' : '由分管领导回复'}</Tag>;
  return <Tag color="red">{Date.parse(of.due) < now ? '逾期未回复' : '待回复'}</Tag>;
}

function SupervisionCard({ me, of, reference, now }: Omit<Props, 'ticket'> & Readonly<{ of: Supervision }>) {
  const { reply } = of;
  return (
    <section className="card" data-testid="supervision" data-replied={reply !== undefined}>
      <h2>
        督办单 {of.number} <Standing of={of} now={now} leaders={of.unit === me.unit && !repliesToSupervision(me, reference)} />
      </h2>
      <Lines
        lines={[
          ['督办级别', term('supervisionLevel', String(of.level))],
          ['被督办单位', unitName(of.unit, reference)],
          ['督办意见', of.opinion],
          ...(of.limit === undefined
            ? []
            : [['所涉时限', `${term('due', of.limit)}${of.limitDue === undefined ? '' : `，${fullTime(of.limitDue)} 到期`}`] as const]),
          ['发出', said(of.by, of.at, reference)],
          ['回复期限', fullTime(of.due)],
          ...(reply === undefined ? [] : [['回复', reply.text] as const, ['回复人', said(reply.by, reply.at, reference)] as const]),
        ]}
      />
    </section>
  );
}

/** Reminders in one card, newest first. */
function Urges({ ticket, reference }: Omit<Props, 'now' | 'me'>) {
  if (ticket.urges.length === 0) return null;
  return (
    <section className="card" data-testid="urges">
      <h2>催办 {ticket.urges.length} 次</h2>
      <ul className="oversight-list">
        {ticket.urges.toReversed().map((one) => (
          <li key={one.action}>
            {one.opinion}
            <div className="quiet">
              {said(one.by, one.at, reference)} 催办{unitName(one.unit, reference)}
              {one.lifted === undefined ? '' : '（已解除）'}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function OversightCards({ me, ticket, reference, now }: Props) {
  return (
    <>
      {ticket.supervisions.toReversed().map((one) => (
        <SupervisionCard key={one.action} me={me} of={one} reference={reference} now={now} />
      ))}
      {ticket.meetings?.toReversed().map((one) => (
        <section key={one.action} className="card" data-testid="meeting">
          <h2>{term('meetingForm', one.form)}</h2>
          <Lines
            lines={[
              ['议题', one.topic],
              ['时间', fullTime(one.heldAt)],
              ...(one.unit === undefined ? [] : [['牵头或被约谈单位', unitName(one.unit, reference)] as const]),
              ...(one.others === undefined ? [] : [['其他参加单位', one.others] as const]),
              ['议定事项', one.decision],
            ]}
          />
        </section>
      ))}
      {ticket.referrals?.toReversed().map((one) => (
        <section key={one.action} className="card" data-testid="referral">
          <h2>移送 {one.receiver}</h2>
          <Lines
            lines={[
              ['移送情形', term('referralTrigger', one.trigger)],
              ['移送材料', one.material],
              ['发出', said(one.by, one.at, reference)],
            ]}
          />
        </section>
      ))}
      <Urges ticket={ticket} reference={reference} />
    </>
  );
}
