/** For the ticket page: every action a person might think of, allowed now or with the reason why not. */
import type { Action } from './action.ts';
import { ACTIONS } from './actions/index.ts';
import { heldBy, inputOf } from './decide.ts';
import type { ActionRule } from './rule.ts';
import type { PersonId } from './ids.ts';
import { openProposals } from './transitions.ts';
import type { Ticket } from './ticket.ts';
import type { RefusalCode } from './refusals.ts';
import type { Context } from './verdict.ts';

export type Availability = Readonly<
  | { kind: string; allowed: true; of?: string }
  /** The desk may try; the hub decides [sync D3]. */
  | { kind: string; allowed: 'unknown'; code: RefusalCode; of?: string }
  | { kind: string; allowed: false; code: RefusalCode; detail?: string }
>;

/** Guards that depend on what will be filled in are asked of the form, not of the page. */
const ASKED_OF_THE_FORM: readonly RefusalCode[] = [
  'kindMissing',
  'placeMissing',
  'basisMissing',
  'unknownUnit',
  'unknownPerson',
  'reasonMissing',
  'clauseEvidence',
  'clauseUnknown',
  'clauseNotYet',
  'designateNotDue',
  'targetIsRespondent',
  'deniedBefore',
  'malformed',
];

function probe(kind: string, ticket: Ticket, actor: PersonId, context: Context, of: string | undefined): Action {
  return {
    _id: 'action:00000000000000000000000000',
    schema: 1,
    ticket: ticket._id,
    kind,
    actor,
    device: 'hub',
    replica: 'hub',
    n: 1,
    prev: '',
    occurredAt: context.effectiveAt,
    body: { of, ok: true, pass: true, grant: true, reached: false },
    sig: '',
  } as unknown as Action;
}

function availability(rule: ActionRule, ticket: Ticket, actor: PersonId, context: Context, of?: string): Availability | undefined {
  const action = probe(rule.kind, ticket, actor, context, of);
  const input = inputOf(action, context);
  const named = of === undefined ? {} : { of };
  const right = rule.right(ticket, input);
  // What a role can never do is not offered as a greyed button, but for a conflict of interest, which is explained.
  if (right !== undefined) return right.code === 'noRight' ? undefined : { kind: rule.kind, allowed: false, ...right };
  const finding = rule.guard(ticket, input);
  if (finding === undefined || ASKED_OF_THE_FORM.includes(finding.code)) return { kind: rule.kind, allowed: true, ...named };
  if (finding.unknown === true) return { kind: rule.kind, allowed: 'unknown', code: finding.code, ...named };
  return { kind: rule.kind, allowed: false, code: finding.code, ...(finding.detail === undefined ? {} : { detail: finding.detail }) };
}

const NAMES_A_PROPOSAL = ['leaderApprove', 'leaderReturn', 'retract', 'decideProposal'];

export function availableActions(ticket: Ticket, actor: PersonId, context: Context): readonly Availability[] {
  if (heldBy(probe('comment', ticket, actor, context, undefined), context).length === 0) return [];
  const proposals = openProposals(ticket).map((one) => one.id as string | undefined);
  return ACTIONS.filter((rule) => rule.creates !== true).flatMap((rule) => {
    const targets = NAMES_A_PROPOSAL.includes(rule.kind) && proposals.length > 0 ? proposals : [undefined];
    const found = targets.map((of) => availability(rule, ticket, actor, context, of)).filter((one) => one !== undefined);
    const best = found.find((one) => one.allowed === true) ?? found.find((one) => one.allowed === 'unknown') ?? found[0];
    return best === undefined ? [] : [best];
  });
}
