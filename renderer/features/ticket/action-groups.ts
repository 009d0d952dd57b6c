/** Which of the allowed actions is the next step of the work, which are applications to others, which are seldom needed. */
import type { Availability } from '../../../shared/hotline/available.ts';
import { term } from '../../../shared/hotline/glossary.ts';
import { refusalText } from '../../../shared/hotline/refusals.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import { placeOf, rankOf, type Place } from './action-places.ts';

export type Allowed = Exclude<Availability, { allowed: false }>;
export type ActionGroups = Readonly<Record<Place, readonly Allowed[]> & { next: string | undefined }>;

/** Done when somebody sees reason to; no ticket waits for it. */
const CHOSEN_FREELY = ['instruct', 'answerInstruction', 'supervise', 'urge', 'requestCoHandling', 'markSilent'];

/** The one step that the ticket most likely waits for here; none where the matter waits for somebody else. */
function nextStep(kinds: readonly string[], ticket: Ticket): string | undefined {
  const has = (kind: string): boolean => kinds.includes(kind);
  const state = ticket.assignment?.state;
  if (has('superviseReply')) return 'superviseReply';
  // 挂账: work may be recorded, but what it waits for is its review.
  if (ticket.status === 'suspended') return has('resume') ? 'resume' : undefined;
  if (has('report') && !has('acknowledge') && !has('arrive')) return ticket.disposal.contacted === true ? 'report' : 'contact';
  if (has('submitResult') && state === 'checked') return 'submitResult';
  return kinds.find((kind) => !CHOSEN_FREELY.includes(kind));
}

export function actionGroups(available: readonly Availability[], ticket: Ticket): ActionGroups {
  const allowed = available.filter((one): one is Allowed => one.allowed !== false).toSorted((a, b) => rankOf(a.kind) - rankOf(b.kind));
  const at = (place: Place): readonly Allowed[] => allowed.filter((one) => placeOf(one.kind) === place);
  const work = at('work');
  const next = nextStep(
    work.map((one) => one.kind),
    ticket,
  );
  return {
    next,
    work: work.toSorted((a, b) => Number(b.kind === next) - Number(a.kind === next)),
    intake: at('intake'),
    apply: at('apply'),
    seldom: at('seldom'),
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
