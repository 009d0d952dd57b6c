/** What holds of every ticket the rules can produce, whatever happened before. */
import { Compile } from 'typebox/compile';
import { isOpen } from '../standing.ts';
import { MOVING_PROPOSALS } from '../ticket-parts.ts';
import { DUES, Ticket, type Status } from '../ticket.ts';

const schema = Compile(Ticket);

const REVIEW_OF: Readonly<Partial<Record<Status, string>>> = {
  returnReview: 'return',
  escalationReview: 'escalation',
  feedbackSubmitted: 'result',
};

/** They go back to the state before. */
const RETURNS: readonly Status[] = ['returnReview', 'escalationReview', 'feedbackSubmitted', 'awaitingMaterial', 'suspended', 'merged'];
/** Handed up to the province, or waiting for material before a dispatch. */
const LED_BY_NOBODY: readonly Status[] = ['awaitingMaterial', 'escalated', 'feedbackSubmitted', 'callback'];

function dueProblems(ticket: Ticket): readonly string[] {
  return DUES.flatMap((name) => {
    const due = ticket.due[name];
    if (due === undefined) return [];
    const problems: string[] = [];
    if (due.at < due.start) problems.push(`${name} ends before its start`);
    if (due.at < due.original) problems.push(`${name} was shortened by a stop`);
    if (due.met !== undefined && due.met < due.start) problems.push(`${name} was met before its start`);
    return problems;
  });
}

function stopProblems(ticket: Ticket): readonly string[] {
  return ticket.stops.flatMap((stop, i) => {
    const before = ticket.stops[i - 1];
    const problems: string[] = [];
    if (stop.to !== undefined && stop.to < stop.from) problems.push('a stop ends before it began');
    if (stop.to === undefined && i < ticket.stops.length - 1) problems.push('two stops run at once');
    if (before?.to !== undefined && stop.from < before.to) problems.push('two stops overlap');
    return problems;
  });
}

function proposalProblems(ticket: Ticket): readonly string[] {
  const open = ticket.proposals.filter((one) => one.state === 'leaderReview' || one.state === 'waiting');
  const moving = open.filter((one) => MOVING_PROPOSALS.includes(one.kind));
  const problems: string[] = [];
  if (moving.length > 1) problems.push('two proposals that move the ticket are open');
  const review = REVIEW_OF[ticket.status];
  if (review !== undefined && !moving.some((one) => one.kind === review && one.state === 'waiting'))
    problems.push(`${ticket.status} without its proposal`);
  // A suspension waits where the unit works: it has no review of its own.
  if (review === undefined && moving.some((one) => one.state === 'waiting' && one.kind !== 'suspension'))
    problems.push(`a signed proposal waits in ${ticket.status}`);
  if (open.some((one) => one.unit !== 'city') && ticket.lead === undefined) problems.push('a proposal is open and nobody leads');
  if (open.some((one) => one.signedBy === one.by)) problems.push('somebody signed what they submitted');
  return problems;
}

function stateProblems(ticket: Ticket): readonly string[] {
  const { status } = ticket;
  const problems: string[] = [];
  // Closed before anybody led it: by the city, under a clause that closes every open state.
  if (status === 'registered' ? ticket.lead !== undefined : ticket.lead === undefined && isOpen(ticket) && !LED_BY_NOBODY.includes(status))
    problems.push(`${status} with lead ${ticket.lead ?? 'none'}`);
  if ((status === 'escalated') !== (ticket.upperLead !== undefined))
    problems.push(`${status} with upper lead ${ticket.upperLead ?? 'none'}`);
  if (RETURNS.includes(status) !== (ticket.before !== undefined)) problems.push(`${status} with before ${ticket.before ?? 'none'}`);
  if (status === 'closed' && ticket.closing?.clause === undefined) problems.push('closed without a clause');
  if (status === 'closed' && ticket.closing?.confirmedBy === undefined) problems.push('closed and nobody confirmed it');
  if (!isOpen(ticket) && ticket.assignment !== undefined) problems.push('closed and still assigned');
  if (ticket.lead !== undefined && ticket.respondent?.unit === ticket.lead) problems.push('the respondent leads its own matter');
  if (
    ticket.assignment !== undefined &&
    ticket.assignment.person === ticket.respondent?.person &&
    ticket.respondent?.person !== undefined
  ) {
    problems.push('the respondent works on their own matter');
  }
  const rounds = ticket.dispatches.map((one) => one.round);
  if (rounds.some((round, i) => round !== i + 1)) problems.push('rounds are not counted one by one');
  return problems;
}

/** Empty when all is well. */
export function problemsOf(ticket: Ticket): readonly string[] {
  const fits = schema.Check(ticket) ? [] : ['it does not fit its schema'];
  return [...fits, ...dueProblems(ticket), ...stopProblems(ticket), ...proposalProblems(ticket), ...stateProblems(ticket)];
}
