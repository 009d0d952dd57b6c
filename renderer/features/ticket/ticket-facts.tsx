/** The particulars of a ticket, in the order in which they are asked for. */
import { term } from '../../../shared/hotline/glossary.ts';
import type { UnitCode } from '../../../shared/hotline/ids.ts';
import { maskedName, maskedPhone } from '../../../shared/hotline/masking.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { ReactNode } from 'react';
import type { Reference, Replica } from '../../replica/door.ts';
import { clauseLines } from '../../ui/package-facts.tsx';
import { shownNumber } from '../../replica/slim-rows.ts';
import { contactText } from '../../ui/unit-contact.tsx';
import { useDutySheets } from '../../ui/absences.ts';
import { Masked } from '../../ui/masked.tsx';
import { fullTime } from '../../ui/time-text.ts';

function unitName(code: UnitCode | undefined, reference: Reference, none: string): string {
  return code === undefined ? none : (reference.units.get(code)?.name ?? '其他单位');
}

function place({ region }: Ticket, reference: Reference): string {
  const codes = [region?.district, region?.street].filter((code): code is string => code !== undefined);
  return codes.map((code) => reference.units.get(code as UnitCode)?.name ?? '').join(' ') || '未填';
}

function assigned({ assignment }: Ticket, reference: Reference): string | undefined {
  if (assignment === undefined) return undefined;
  const who = assignment.person === undefined ? '社区网格员' : (reference.people.get(assignment.person)?.name ?? '网格员');
  return `${who}（${term('assignmentState', assignment.state)}）`;
}

type Fact = readonly [label: string, value: ReactNode];
type Contact = (unit: UnitCode) => string | undefined;
type Reveal = (field: 'name' | 'phone') => Promise<boolean>;

/** Under what it ended: the clause of art. 14 with what was stated, or what the complainant was told under art. 9. */
function ending({ closing, status }: Ticket, reference: Reference): readonly Fact[] {
  if (closing === undefined) return [];
  const { clause, evidence } = closing;
  const [article, channel, reason] = ['article', 'channel', 'reference'].map((name) => evidence[name]);
  return [
    ...(clause === undefined ? [] : [[status === 'closed' ? '办结条款' : '拟办结条款', `${clause} ${term('clause', clause)}`] as const]),
    ...clauseLines(clause, evidence, reference),
    ...(typeof article === 'string' ? [['第九条情形', term('guideClass', article)] as const] : []),
    ...(typeof channel === 'string' ? [['告知渠道', channel] as const] : []),
    ...(typeof reason === 'string' ? [['案号或编号', reason] as const] : []),
    ...(closing.unreachable === true ? [['回访', term('mark', 'unreachable')] as const] : []),
  ];
}

/** Masked until asked for, each look recorded (F51). */
function identifier(label: string, value: string, masked: string, reveal: () => Promise<boolean>): ReactNode {
  return <Masked label={label} value={value} masked={masked} reveal={reveal} />;
}

/** What the complainant said on the public page (art. 15; F42): beside the callback, not in its place. */
function rated({ rating }: Ticket): readonly Fact[] {
  if (rating === undefined) return [];
  const words = [
    term('solved', rating.solved),
    `结果${term('satisfied', rating.satisfiedResult)}`,
    `过程${term('satisfied', rating.satisfiedProcess)}`,
  ];
  return [['网上评价', `${words.join('，')}（${fullTime(rating.at)}）`]];
}

/** Whom to call at the unit that leads: for everybody but its own people (art. 7; F15). */
function called(code: UnitCode | undefined, contact: Contact): readonly Fact[] {
  const said = code === undefined ? undefined : contact(code);
  return said === undefined ? [] : [['单位联系', said]];
}

function facts(ticket: Ticket, reference: Reference, reveal: Reveal, contact: Contact): readonly Fact[] {
  const { complainant, assignment } = ticket;
  const hidden = ticket.confidential === 'hideIdentity' && complainant.name === undefined;
  const { name } = complainant;
  const phones = [complainant.phone, complainant.altPhone].filter((one): one is string => one !== undefined && one !== '');
  const none = hidden ? '已隐匿' : '未提供';
  const task = assigned(ticket, reference);
  return [
    ['工单编号', shownNumber(ticket)],
    ...(ticket.externalNos.length === 0 ? [] : [['原编号', ticket.externalNos.join('、')] as const]),
    ['诉求人', name === undefined ? none : identifier('诉求人', name, maskedName(name), () => reveal('name'))],
    [
      '联系电话',
      phones.length === 0 ? none : identifier('联系电话', phones.join('、'), phones.map(maskedPhone).join('、'), () => reveal('phone')),
    ],
    ['事发地址', ticket.address?.text ?? '未填'],
    ['区划', place(ticket, reference)],
    ['诉求类型', ticket.kind === undefined ? '未定' : term('kind', ticket.kind)],
    ['事项分类', ticket.category?.path.join(' / ') ?? '未定'],
    ['受理', `${fullTime(ticket.acceptedAt)}，${term('source', ticket.source)}`],
    ['承办单位', unitName(ticket.lead, reference, '尚未派单')],
    ...called(ticket.lead, contact),
    ...(ticket.upperLead === undefined ? [] : [['上级牵头', unitName(ticket.upperLead, reference, '')] as const]),
    ...called(ticket.upperLead, contact),
    ...(task === undefined ? [] : [['承办人', task] as const]),
    ...(assignment?.opinion === undefined ? [] : [['拟办意见', assignment.opinion] as const]),
    ...(ticket.respondent?.name === undefined ? [] : [['被反映对象', ticket.respondent.name] as const]),
    ...(ticket.links.main === undefined ? [] : [['主工单', ticket.links.main] as const]),
    ...(ticket.links.earlier.length === 0 ? [] : [['此前工单', ticket.links.earlier.join('、')] as const]),
    ...ending(ticket, reference),
    ...rated(ticket),
  ];
}

type TicketFactsProps = Readonly<{ replica: Replica; ticket: Ticket; reference: Reference }>;

export function TicketFacts({ replica, ticket, reference }: TicketFactsProps) {
  const sheets = useDutySheets(replica);
  const contact: Contact = (unit) => (unit === replica.me.unit ? undefined : contactText(sheets.get(unit)?.matter, reference));
  return (
    <dl className="facts-list" data-testid="ticket-facts">
      {facts(ticket, reference, (field) => replica.reveal(ticket._id, field), contact).map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
