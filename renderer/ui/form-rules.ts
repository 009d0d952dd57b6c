/**
 * What a body's schema cannot say of its form: fields that are asked only after another answer, and those that must be filled then.
 * The rules themselves are in `shared/hotline/actions` (`complete`, `guard`); this says them beside the field, before the button.
 */
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Context } from '../../shared/hotline/verdict.ts';

export type About = Readonly<{
  kind: string;
  ticket: Ticket | undefined;
  context: Context | undefined;
}>;
type Values = Readonly<Record<string, unknown>>;
type When = (values: Values, about: About) => boolean;

const notFinal: When = ({ next }) => next !== 'final';
const notReached: When = ({ reached }) => reached !== true;
const notUnsolved: When = ({ solved }) => solved !== false;

function blank(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}

/** After three rounds, or with several units, a designation needs no dispute (art. 11). */
const designatedAnyway: When = (_values, { ticket, context }) => {
  if (ticket === undefined || context === undefined) return false;
  return ticket.dispatches.length >= context.pack.dispatchRounds || ticket.coHandlers.some((one) => one.status !== 'ended');
};

const noEscalation: When = ({ of, grant }, { ticket }) =>
  grant !== true || ticket?.proposals.find((one) => one.id === of)?.kind !== 'escalation';

/** A case elsewhere, or the earlier ticket (art. 9(3), 9(4)). */
const noReference: When = ({ article }) => article !== '9-3' && article !== '9-4';

/** By `kind.field`: left out of the form and of the body while it holds. */
const HIDDEN: Readonly<Record<string, When>> = {
  'callback.solved': notReached,
  'callback.satisfiedResult': notReached,
  'callback.satisfiedProcess': notReached,
  'callback.truthful': notReached,
  'upperResult.clause': notFinal,
  'upperResult.clauseEvidence': notFinal,
  'upperResult.publicReply': notFinal,
  'upperResult.told': notFinal,
  'upperResult.verified': notFinal,
  'upperResult.solved': notFinal,
  'contact.cooperates': ({ result }) => result !== 'reached' && result !== 'refused',
  'contact.justReason': ({ result, cooperates }) => result === undefined || (result === 'reached' && cooperates !== false),
  'submitResult.unsolvedReason': notUnsolved,
  'draftResult.unsolvedReason': notUnsolved,
  'submitResult.noContactWay': (_values, { ticket }) => (ticket?.disposal.contacts.length ?? 0) > 0,
  'guideOut.secret': ({ article }) => article !== '9-3',
  'guideOut.reference': noReference,
  'proposeGuideOut.reference': noReference,
  'proposeGuideOut.secret': ({ article }) => article !== '9-3',
  'designate.dispute': designatedAnyway,
  'decideProposal.unit': noEscalation,
};

const placeMissing: When = ({ address, region }, { ticket }) =>
  address === undefined && region === undefined && ticket?.region === undefined && (ticket?.address?.text ?? '') === '';

/** By `kind.field`: must be filled although the schema leaves it open. */
const REQUIRED: Readonly<Record<string, When>> = {
  'dispatch.kind': (_values, { ticket }) => ticket?.kind === undefined,
  'dispatch.region': placeMissing,
  'dispatch.reason': ({ category, basis }, { ticket }) => category === undefined && blank(basis) && ticket?.category === undefined,
  'designate.dispute': () => true,
  'assign.person': ({ community }) => community === undefined,
  'auditResult.reason': ({ pass }) => pass === false,
  'checkReport.reason': ({ ok }) => ok === false,
  'callback.solved': () => true,
  'callback.satisfiedResult': () => true,
  'callback.satisfiedProcess': () => true,
  'callback.truthful': () => true,
  'upperResult.clause': () => true,
  'upperResult.publicReply': () => true,
  'upperResult.told': () => true,
  'guideOut.reference': ({ article }) => article === '9-4',
  'proposeGuideOut.reference': ({ article }) => article === '9-4',
};

export function isHidden(name: string, values: Values, about: About | undefined): boolean {
  return about !== undefined && HIDDEN[`${about.kind}.${name}`]?.(values, about) === true;
}

export function isRequired(name: string, values: Values, about: About | undefined): boolean {
  return about !== undefined && REQUIRED[`${about.kind}.${name}`]?.(values, about) === true;
}

/** Where the field's own name does not say what is meant. */
const MISSING: Readonly<Record<string, string>> = {
  'guideOut.reference': '请填写此前工单编号，并告知进展或结果',
  'proposeGuideOut.reference': '请填写此前工单编号，并告知进展或结果',
  'assign.person': '请选择承办人，或选择社区',
  'designate.dispute': '请选择是否存在管辖争议：未派满三轮且没有争议的，应按目录派单',
};

export function missingText(name: string, about: About | undefined): string | undefined {
  return about === undefined ? undefined : MISSING[`${about.kind}.${name}`];
}
