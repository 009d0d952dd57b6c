/** 移送 (art. 16, F45, F46): to the discipline inspection, when one of the four triggers holds; known to the city alone. */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { referralSigns, triggerHolds } from '../referral.ts';
import { cityRole, seesCityFields } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { choice, closed, line, prose } from '../schema-builders.ts';
import { isOpen } from '../standing.ts';
import type { Referral } from '../oversight-records.ts';
import { evidence } from './fields.ts';

const body = Type.Object(
  {
    trigger: choice('移送情形', GLOSSARY.referralTrigger),
    receiver: line('接收机关', 100, '如：市纪委监委派驻纪检监察组'),
    material: prose('移送材料', 4000, '事实、办理经过和材料清单'),
    evidence,
  },
  closed,
);

export const refer = defineAction({
  kind: 'refer',
  category: 'D',
  body,
  audience: 'C',
  needsOfficeFields: true,
  right: (ticket, asked) => cityRole(ticket, asked, 'supervisor'),
  open(ticket, { context }) {
    // A matter that is closed may have been handled as art. 16 says; one that was merged, voided or filed away is no case.
    if (!isOpen(ticket) && ticket.status !== 'closed') return { code: 'wrongState' };
    return referralSigns(ticket, context.receivedAt, context).some((sign) => sign.state === 'met') ? undefined : { code: 'noTrigger' };
  },
  guard(ticket, input) {
    const { trigger } = input.body;
    const { context } = input;
    if (!triggerHolds(ticket, trigger, context.receivedAt, context)) return { code: 'noTrigger' };
    if (!seesCityFields(input)) return { code: 'copyLacks', unknown: true };
    return ticket.referrals?.some((one) => one.trigger === trigger) === true ? { code: 'alreadyDone' } : undefined;
  },
  effect(ticket, { action, actor, context, body: { evidence: _files, ...said } }) {
    const referral: Referral = { ...said, action: action._id, by: actor, at: context.effectiveAt };
    return { ...ticket, referrals: [...(ticket.referrals ?? []), referral] };
  },
  summary: ({ body: { trigger, receiver } }) => `移送${receiver}：${GLOSSARY.referralTrigger[trigger]}`,
});
