/** Which of the allowed actions is the next step of the work, which are applications to others, which are seldom needed. */
import { actionRule } from '../../../shared/hotline/actions/index.ts';
import type { Availability } from '../../../shared/hotline/available.ts';
import { term } from '../../../shared/hotline/glossary.ts';
import { refusalText } from '../../../shared/hotline/refusals.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';

/** The order of the work, most usual first. */
const ORDER = [
  'sign',
  'dispatch',
  'leaderApprove',
  'leaderReturn',
  'decideProposal',
  'auditResult',
  'callback',
  'upperResult',
  'checkReport',
  'acknowledge',
  'arrive',
  'assign',
  'contact',
  'recordWork',
  'submitResult',
  'report',
  'cannot',
  'draftResult',
];
const SELDOM = ['recall', 'designate', 'close', 'recallAssignment', 'comment', 'retract', 'draftResult', 'cannot'];

function rank(kind: string): number {
  const at = ORDER.indexOf(kind);
  return at === -1 ? ORDER.length : at;
}

export type Allowed = Exclude<Availability, { allowed: false }>;
export type ActionGroups = Readonly<{
  next: string | undefined;
  work: readonly Allowed[];
  apply: readonly Allowed[];
  seldom: readonly Allowed[];
}>;

/** The one step that the ticket most likely waits for here. */
function nextStep(kinds: readonly string[], ticket: Ticket): string | undefined {
  const has = (kind: string): boolean => kinds.includes(kind);
  const state = ticket.assignment?.state;
  if (has('report') && !has('acknowledge') && !has('arrive')) return ticket.disposal.contacted === true ? 'report' : 'contact';
  if (has('submitResult') && state === 'checked') return 'submitResult';
  return [...kinds].sort((a, b) => rank(a) - rank(b))[0];
}

export function actionGroups(available: readonly Availability[], ticket: Ticket): ActionGroups {
  const allowed = available.filter((one): one is Allowed => one.allowed !== false).sort((a, b) => rank(a.kind) - rank(b.kind));
  const next = nextStep(
    allowed.map((one) => one.kind).filter((kind) => !SELDOM.includes(kind)),
    ticket,
  );
  const seldom = allowed.filter((one) => SELDOM.includes(one.kind));
  const often = allowed.filter((one) => !SELDOM.includes(one.kind));
  const proposes = (one: Allowed): boolean => actionRule(one.kind)?.category === 'P' && one.kind !== next;
  return {
    next,
    work: often.filter((one) => !proposes(one)).sort((a, b) => Number(b.kind === next) - Number(a.kind === next)),
    apply: often.filter(proposes),
    seldom,
  };
}

export type WhyNot = Readonly<{ kinds: readonly string[]; reason: string }>;

/** One line a reason; the usual one, the state of the ticket, is said with the step that leads out of it. */
export function reasonsWhyNot(available: readonly Availability[], ticket: Ticket, next: string | undefined): readonly WhyNot[] {
  const byReason = new Map<string, string[]>();
  const state = `工单现在是“${term('status', ticket.status)}”${next === undefined ? '，还轮不到这些事项。' : `，请先${term('action', next)}。`}`;
  for (const one of available) {
    if (one.allowed !== false) continue;
    const reason = one.code === 'wrongState' ? state : refusalText(one.code, one.detail);
    byReason.set(reason, [...(byReason.get(reason) ?? []), one.kind]);
  }
  return [...byReason].map(([reason, kinds]) => ({ reason, kinds }));
}
