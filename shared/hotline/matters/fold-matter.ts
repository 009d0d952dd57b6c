/**
 * Decides and folds actions on matters (docs/adr/0009): the same verdicts and the same history as a ticket's, so that gate,
 * outbox, settling and proof need not know the difference [sync G2, A1, A2, D3; proof L8].
 */
import { Check } from 'typebox/value';
import type { Action, StoredAction } from '../action.ts';
import { askedBy } from '../decide.ts';
import type { PersonId } from '../ids.ts';
import type { NoEffectCode } from '../refusals.ts';
import type { Finding, Input } from '../rule.ts';
import type { Context, Verdict } from '../verdict.ts';
import { shorten } from '../wording.ts';
import { matterKind, matterRule } from './index.ts';
import type { Matter, MatterRule, SideDocument } from './matter.ts';

/** From here on only decisions are taken, as on a ticket (hotline.md §2). */
const MAX_ENTRIES = 500;

function inputOf(rule: MatterRule, action: Action | StoredAction, context: Context): Input<unknown> {
  return { ...askedBy(action.actor, rule, context), action, body: action.body };
}

function refuse(finding: Finding, context: Context): Verdict {
  if (finding.unknown === true && context.end === 'desk') return { outcome: 'unknown', code: finding.code };
  return { outcome: 'refuse', code: finding.code, ...(finding.detail === undefined ? {} : { detail: finding.detail }) };
}

/** Total: answers for any envelope, also of kinds this version does not know. */
export function decideMatter(matter: Matter | undefined, action: Action | StoredAction, context: Context): Verdict {
  const rule = matterRule(action.ticket, action.kind);
  if (rule === undefined) return { outcome: 'refuse', code: 'unknownAction' };
  if (matter?.history.some((entry) => entry.id === action._id) === true) return { outcome: 'accept' };
  if (!(context.fits ?? Check)(rule.body, action.body)) return { outcome: 'refuse', code: 'malformed' };
  const input = inputOf(rule, action, context);
  if (input.held.length === 0) return refuse({ code: 'noRight', unknown: true }, context);
  const never = rule.complete?.(input.body) ?? rule.right(matter, input);
  if (never !== undefined) return refuse(never, context);
  if (matter === undefined && rule.create === undefined) return { outcome: 'refuse', code: 'matterMissing' };
  // What has begun does not begin again.
  if (matter !== undefined && rule.create !== undefined && rule.orChanges !== true) return { outcome: 'refuse', code: 'exists' };
  const full = matter !== undefined && matter.history.length >= MAX_ENTRIES && rule.category !== 'D';
  const finding = full
    ? { code: 'tooManyEntries' as const }
    : ((matter === undefined ? undefined : rule.open?.(matter, input)) ?? rule.guard?.(matter, input));
  if (finding === undefined) return { outcome: 'accept' };
  if (rule.category !== 'F' || matter === undefined || full) return refuse(finding, context);
  return { outcome: 'noEffect', code: finding.code, ...(finding.detail === undefined ? {} : { detail: finding.detail }) };
}

/** The matter after the action; still defined for what `decideMatter` would refuse. */
export function applyMatter(
  matter: Matter | undefined,
  action: Action | StoredAction,
  context: Context,
  noEffect?: NoEffectCode,
): Matter | undefined {
  const kind = matterKind(action.ticket);
  if (kind === undefined || matter?.history.some((entry) => entry.id === action._id) === true) return matter;
  const rule = matterRule(action.ticket, action.kind);
  const readable = rule !== undefined && (context.fits ?? Check)(rule.body, action.body);
  const before = matter ?? kind.blank(action.ticket as Matter['_id']);
  const seen = rule !== undefined && readable ? inputOf(rule, action, context) : undefined;
  const recalled = context.recalled ?? (noEffect === undefined && seen !== undefined ? (rule?.reads?.(matter, seen) ?? {}) : {});
  const input = seen === undefined ? undefined : { ...seen, context: { ...context, recalled } };
  const changed =
    rule === undefined || input === undefined || noEffect !== undefined
      ? before
      : matter === undefined
        ? (rule.create?.(input) ?? before)
        : rule.effect(matter, input);
  const unit = input?.held[0]?.unit;
  const entry = {
    id: action._id,
    kind: action.kind,
    actor: action.actor,
    ...(unit === undefined ? {} : { unit }),
    occurredAt: context.effectiveAt,
    receivedAt: context.receivedAt,
    ...(rule === undefined || input === undefined ? {} : { summary: shorten(rule.summary(input)) }),
    audience: 'S' as const,
    ...(context.backfilled === true ? { backfilled: true } : {}),
    ...(noEffect === undefined ? {} : { noEffect }),
    ...(Object.keys(recalled).length === 0 ? {} : { read: recalled }),
  };
  return { ...changed, history: [...changed.history, entry] };
}

/** What an accepted action makes beside its matter [sync A3]. */
export function sideDocuments(matter: Matter, action: Action | StoredAction, context: Context): readonly SideDocument[] {
  const rule = matterRule(action.ticket, action.kind);
  return rule?.documents?.(matter, inputOf(rule, action, context)) ?? [];
}

/** Whether a person may do this to a matter now, as far as it depends on no body: for buttons and lists. */
export function mayActOn(matter: Matter, kind: string, actor: PersonId, context: Context): boolean {
  const rule = matterRule(matter._id, kind);
  if (rule === undefined || (rule.create !== undefined && rule.orChanges !== true)) return false;
  const asked = askedBy(actor, rule, context);
  // Rights of matters ask for roles, the matter and its id.
  const input = { ...asked, action: { actor, ticket: matter._id } as Action, body: {} };
  return (rule.right(matter, input) ?? rule.open?.(matter, asked)) === undefined;
}
