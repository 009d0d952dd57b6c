/**
 * What a ticket waits for, from whom and until when: the first thing a person wants to know of it. Pure: the words of one list for
 * supplement (art. 9(2)), co-handling (art. 11), the levels above, suspension, callback and supervision (art. 15).
 */
import { term } from '../../../shared/hotline/glossary.ts';
import type { Instant, UnitCode } from '../../../shared/hotline/ids.ts';
import { isPending } from '../../../shared/hotline/proposals.ts';
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

type Names = Readonly<{ unit: (code: UnitCode | undefined) => string; proposal: (kind: Proposal['kind']) => string }>;

function until(due: Ticket['due'][keyof Ticket['due']]): Pick<Awaited, 'until' | 'provisional'> {
  if (due === undefined) return {};
  return { until: due.at, ...(due.provisional === true ? { provisional: true } : {}) };
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
    overdue: one.status === 'reported' ? '已过新的完成时间，仍未反馈。' : '到期未反馈，属协办不配合。请催办；仍不反馈的报督办人员。',
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
    ...material(ticket),
    ...coHandling(ticket, names),
    ...ticket.proposals.filter(isPending).map((one) => review(one, ticket, names)),
    ...above(ticket, names),
    ...suspended(ticket),
    ...calledBack(ticket),
    ...second(ticket),
  ];
}
