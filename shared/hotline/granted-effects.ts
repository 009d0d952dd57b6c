/** What granting does, kind by kind (hotline.md §5, decideProposal); returns and escalations are moves of their own. */
import Type from 'typebox';
import { Check } from 'typebox/value';
import { startDue, withDueAt } from './deadlines.ts';
import { extend } from './extension.ts';
import { Guidance, guidedBy } from './guidance.ts';
import { Instant } from './ids.ts';
import { mergeInto } from './merging.ts';
import type { Input } from './rule.ts';
import { oneOf } from './schema-builders.ts';
import type { Proposal, Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';

/** Packages are checked again: one may come from another version. */
const Extension = Type.Object({ days: oneOf(['1', '2', '3', '4', '5']), due: oneOf(['handle', 'rework']) });
const Suspension = Type.Object({ reviewAt: Instant });
const Merge = Type.Object({ main: Type.String({ maxLength: 60 }) });

function suspend(ticket: Ticket, reviewAt: Instant, { context }: Input<unknown>): Ticket {
  const hung: Ticket = { ...ticket, status: 'suspended', before: ticket.status };
  return withDueAt(startDue(hung, 'review', context.effectiveAt, context), 'review', reviewAt);
}

/** The review date of a suspension that waited too long for its decision. */
export function isPastReview({ kind, package: content }: Proposal, { effectiveAt }: Context): boolean {
  const asked: unknown = content;
  return kind === 'suspension' && Check(Suspension, asked) && asked.reviewAt <= effectiveAt;
}

/** An exempted or granted appeal no longer counts, and says why. */
function uncounted(ticket: Ticket, why: string): Ticket {
  return { ...ticket, assessment: { counted: false, exemptReason: why.slice(0, 300) } };
}

export function grantedEffect(ticket: Ticket, proposal: Proposal, input: Input<Readonly<{ reason: string }>>): Ticket {
  const content: unknown = proposal.package;
  const { flags } = ticket;
  switch (proposal.kind) {
    case 'extension':
      return Check(Extension, content) ? extend(ticket, content.due, Number(content.days), input.context) : ticket;
    case 'suspension':
      return Check(Suspension, content) ? suspend(ticket, content.reviewAt, input) : ticket;
    case 'guideOut':
      return Check(Guidance, content) ? guidedBy(ticket, content, input.actor, input.context) : ticket;
    case 'merge':
      return Check(Merge, content) ? mergeInto(ticket, content.main) : ticket;
    case 'exemption':
      return { ...ticket, flags: { ...flags, satisfactionExempt: true } };
    case 'unreasonable':
      return { ...ticket, flags: { ...flags, unreasonableClaim: true } };
    case 'appeal':
      return uncounted({ ...ticket, flags: { ...flags, assessmentAppealed: false } }, input.body.reason);
    default:
      // 恶意诉求移交: the handing over happens outside; no list of people is kept (art. 20).
      return ticket;
  }
}
