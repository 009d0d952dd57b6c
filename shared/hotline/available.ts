/** For the ticket page: the actions of a person's roles, allowed now or with the reason why not. */
import { ACTIONS } from './actions/index.ts';
import { askedBy, rightOf } from './decide.ts';
import type { PersonId } from './ids.ts';
import { openInstructions } from './instructions.ts';
import { openSupervisions } from './oversight.ts';
import { isPending } from './proposals.ts';
import type { RefusalCode } from './refusals.ts';
import type { ActionRule, Asked } from './rule.ts';
import type { Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';

export type Availability = Readonly<
  | { kind: string; allowed: true; of?: string }
  /** The desk may try; the hub decides [sync D3]. */
  | { kind: string; allowed: 'unknown'; code: RefusalCode; of?: string }
  | { kind: string; allowed: false; code: RefusalCode; detail?: string }
>;

function availability(rule: ActionRule, ticket: Ticket, asked: Asked, of: string | undefined): Availability {
  const { kind } = rule;
  const named = of === undefined ? {} : { of };
  const finding = rightOf(rule, ticket, asked) ?? rule.open(ticket, asked);
  if (finding === undefined) return { kind, allowed: true, ...named };
  if (finding.unknown === true && asked.context.end === 'desk') return { kind, allowed: 'unknown', code: finding.code, ...named };
  return { kind, allowed: false, code: finding.code, ...(finding.detail === undefined ? {} : { detail: finding.detail }) };
}

/** The proposal that an act of this kind would most likely be about; the form asks where there are several. */
function meant(kind: string, ticket: Ticket): string | undefined {
  const pending = ticket.proposals.filter(isPending);
  switch (kind) {
    case 'leaderApprove':
    case 'leaderReturn':
      return pending.findLast((one) => one.state === 'leaderReview')?.id;
    case 'decideProposal':
      return pending.findLast((one) => one.state === 'waiting' && one.kind !== 'result')?.id;
    case 'auditResult':
      return pending.findLast((one) => one.state === 'waiting' && one.kind === 'result')?.id;
    case 'superviseReply':
      return openSupervisions(ticket).at(-1)?.action;
    case 'answerInstruction':
      return openInstructions(ticket).at(-1)?.action;
    case 'retract':
      return pending.at(-1)?.id;
    default:
      return undefined;
  }
}

/**
 * What depends on what will be filled in is asked of the form by `decide`. Left out: `register`, and what a person's roles
 * never do (`noRight`); a conflict of interest is told.
 */
export function availableActions(ticket: Ticket, actor: PersonId, context: Context): readonly Availability[] {
  return ACTIONS.filter((rule) => rule.create === undefined)
    .map((rule) => availability(rule, ticket, askedBy(actor, rule, context), meant(rule.kind, ticket)))
    .filter((one) => one.allowed !== false || one.code !== 'noRight');
}
