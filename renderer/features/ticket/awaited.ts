/**
 * What a ticket waits for, from whom and until when: the first thing a person wants to know of it. Pure: the words of one list for
 * the leader's instructions (art. 6), supplement (art. 9(2)), co-handling (art. 11), the levels above, suspension, callback and supervision (art. 15).
 */
import { term } from '../../../shared/hotline/glossary.ts';
import type { Instant, PersonId, UnitCode } from '../../../shared/hotline/ids.ts';
import { openInstructions } from '../../../shared/hotline/instructions.ts';
import { isPending } from '../../../shared/hotline/proposals.ts';
import { openSupervisions } from '../../../shared/hotline/oversight.ts';
import { isOpen } from '../../../shared/hotline/standing.ts';
import type { CoHandler, Proposal, Ticket } from '../../../shared/hotline/ticket.ts';

export type Awaited = Readonly<{
  id: string;
  /** From whom, and what. */
  who: string;
  what: string;
  until?: Instant;
  provisional?: boolean;
  /** Said once `until` has passed. */
  overdue: string;
}>;

type Names = Readonly<{
  /** 分管领导, where the unit's clerk may not reply alone. */
  replier: (unit: UnitCode) => string;

  unit: (code: UnitCode | undefined) => string;
  proposal: (kind: Proposal['kind']) => string;
  /** Who, and when. */
  said: (by: PersonId, at: Instant) => string;
}>;

function until(due: Ticket['due'][keyof Ticket['due']]): Pick<Awaited, 'until' | 'provisional'> {
  if (due === undefined) return {};
  return { until: due.at, ...(due.provisional === true ? { provisional: true } : {}) };
}

/** 督办单 first: a reply is owed (art. 15). */
function supervised(ticket: Ticket, names: Names): readonly Awaited[] {
  if (!isOpen(ticket)) return [];
  return openSupervisions(ticket).map((one) => ({
    id: `supervision-${one.number}`,
    who: `督办单待${names.unit(one.unit)}${names.replier(one.unit)}回复（${term('supervisionLevel', String(one.level))}）`,
    what: one.opinion,
    until: one.due,
    overdue: '督办回复已逾期，请分管领导立即回复。',
  }));
}

/** 领导批示 (art. 6): until it is answered or the result is fed back. */
function instructed(ticket: Ticket, names: Names): readonly Awaited[] {
  return openInstructions(ticket).map((one) => ({
    id: `instruction-${one.action}`,
    who: `领导批示，请落实并回复（${names.said(one.by, one.at)}）`,
    what: one.text,
    overdue: '',
  }));
}

/** The last reminder of this round, until something is said lifted. */
function urged(ticket: Ticket, names: Names): readonly Awaited[] {
  const last = ticket.urges.findLast((one) => one.lifted === undefined && one.round === ticket.dispatches.length);
  if (last === undefined || !isOpen(ticket)) return [];
  return [{ id: 'urge', who: `已催办${names.unit(last.unit)}`, what: last.opinion, overdue: '' }];
}

/** 不配合 (art. 11): the result waits for it no longer, the supervisor knows. */
function silent(ticket: Ticket, names: Names): readonly Awaited[] {
  return ticket.coHandlers
    .filter((one) => one.status === 'silent')
    .map((one) => ({ id: `silent-${one.unit}`, who: `${names.unit(one.unit)}协办不配合，已报督办人员`, what: one.ask, overdue: '' }));
}

function material({ status, material: asked, due }: Ticket): readonly Awaited[] {
  if (status !== 'awaitingMaterial' || asked === undefined) return [];
  return [
    {
      id: 'material',
      who: '等诉求人补正',
      what: `${asked.list}\n通知：${asked.notice}`,
      ...until(due.supplement),
      overdue: '补正期限已过：收到材料的照常办理；没有正当理由的，市级可按第十四条第四项办结。',
    },
  ];
}

function coHandling(ticket: Ticket, names: Names): readonly Awaited[] {
  const owed = (one: CoHandler): boolean => one.unit !== ticket.lead && (one.status === 'requested' || one.status === 'reported');
  return ticket.coHandlers.filter(owed).map((one) => ({
    id: `co-${one.unit}`,
    who: `等${names.unit(one.unit)}协办反馈`,
    what: one.answer === undefined ? one.ask : `${one.ask}\n阶段报告：${one.answer}`,
    ...(one.due === undefined ? {} : { until: one.due }),
    overdue:
      one.status === 'reported' ? '已过新的完成时间，仍未反馈。' : '到期未反馈。请催促对方；仍不反馈的，可“标记协办不配合”，报督办人员。',
  }));
}

function review(one: Proposal, { due }: Ticket, names: Names): Awaited {
  const name = names.proposal(one.kind);
  if (one.state === 'leaderReview') return { id: one.id, who: `等分管领导签批`, what: name, overdue: '' };
  return {
    id: one.id,
    who: one.kind === 'result' ? '等市审核' : '等上级裁定',
    what: name,
    ...until(due.decide),
    overdue: '已过裁定时限。',
  };
}

function above(ticket: Ticket, names: Names): readonly Awaited[] {
  const { status, due, upperLead } = ticket;
  if (status !== 'escalated') return [];
  return [{ id: 'upper', who: `等${names.unit(upperLead)}提级办理结果`, what: '', ...until(due.upper), overdue: '已过提级办理时限。' }];
}

function suspended({ status, due }: Ticket): readonly Awaited[] {
  if (status !== 'suspended') return [];
  return [{ id: 'review', who: '挂账，等复核', what: '', ...until(due.review), overdue: '已到复核日期，请恢复办理。' }];
}

function calledBack({ status, due }: Ticket): readonly Awaited[] {
  if (status !== 'callback') return [];
  return [{ id: 'callback', who: '等市级回访诉求人', what: '', ...until(due.callback), overdue: '已过回访时限。' }];
}

/** 双人办结 (14-9): one person at the city has said so. */
function second({ firstClose }: Ticket): readonly Awaited[] {
  return firstClose === undefined ? [] : [{ id: 'second', who: '等市级第二人确认办结', what: term('clause', '14-9'), overdue: '' }];
}

export function awaitedOf(ticket: Ticket, names: Names): readonly Awaited[] {
  return [
    ...supervised(ticket, names),
    ...instructed(ticket, names),
    ...material(ticket),
    ...coHandling(ticket, names),
    ...silent(ticket, names),
    ...ticket.proposals.filter(isPending).map((one) => review(one, ticket, names)),
    ...above(ticket, names),
    ...suspended(ticket),
    ...calledBack(ticket),
    ...second(ticket),
    ...urged(ticket, names),
  ];
}
