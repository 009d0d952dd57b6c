/** What the ticket and the rule pack say to what is being filled in: the date that follows, the last one allowed, what still lacks. */
import { Check } from 'typebox/value';
import { monthsAfter } from '../../shared/hotline/calendar.ts';
import { CLAUSE_RULES } from '../../shared/hotline/closing/index.ts';
import { extend, extendedDue } from '../../shared/hotline/extension.ts';
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { EvidenceClaim } from '../../shared/hotline/ticket-parts.ts';
import type { Clause } from '../../shared/hotline/ticket.ts';
import { cleaned } from './form-body.ts';
import type { About } from './form-rules.ts';
import { fullTime } from './time-text.ts';

type Values = Readonly<Record<string, unknown>>;
type Hints = Readonly<Record<string, string>>;
const NONE: Hints = {};

/** Judged by the ticket and its files alone: said as soon as the clause is chosen. */
const BY_THE_TICKET: readonly Clause[] = ['14-1a', '14-1b', '14-3', '14-4', '14-8'];

/** What the software counts or looks up itself for the clause (art. 14); a field left empty is said when the form is sent. */
function clauseHint(values: Values, { ticket, context }: About): Hints {
  const rule = CLAUSE_RULES[values['clause'] as Clause];
  if (rule === undefined || ticket === undefined || context === undefined) return NONE;
  const stated = cleaned(values['clauseEvidence'] ?? {});
  if (!BY_THE_TICKET.includes(rule.clause) && !Check(rule.evidence, stated)) return NONE;
  const added = (values['evidence'] ?? []) as readonly EvidenceClaim[];
  const found = rule.check(ticket, { stated, files: [...ticket.evidence, ...added], context });
  return found === undefined ? NONE : { clauseEvidence: refusalText(found.code, found.detail) };
}

function extensionHint(values: Values, { ticket, context }: About): Hints {
  if (ticket === undefined || context === undefined) return NONE;
  const name = extendedDue(ticket);
  const now = ticket.due[name];
  if (now === undefined) return NONE;
  const left = context.pack.extension.times - ticket.flags.extensions;
  const days = Number(values['days'] ?? 0);
  const to = days > 0 ? `，延长后 ${fullTime(extend(ticket, name, days, context).due[name]?.at ?? now.at)}` : '';
  return { days: `现时限 ${fullTime(now.at)}${to}。还可申请 ${left} 次。` };
}

function leadDueHint({ ticket }: About): Hints {
  const due = ticket === undefined ? undefined : ticket.due[ticket.status === 'rework' ? 'rework' : 'handle'];
  return due === undefined ? NONE : { due: `主办时限 ${fullTime(due.at)}` };
}

/** By the path of the field. */
export function hintsOf(values: Values, about: About): Hints {
  switch (about.kind) {
    case 'submitResult':
    case 'draftResult':
    case 'upperResult':
    case 'close':
      return clauseHint(values, about);
    case 'proposeExtension':
      return extensionHint(values, about);
    case 'proposeSuspension':
      return about.context === undefined
        ? NONE
        : { reviewAt: `最晚 ${fullTime(monthsAfter(about.context.effectiveAt, about.context.pack.suspensionMonths))}` };
    case 'coStageReport':
    case 'requestCoHandling':
    case 'assign':
      return leadDueHint(about);
    default:
      return NONE;
  }
}
