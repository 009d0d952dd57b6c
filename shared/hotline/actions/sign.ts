/** 签收: the lead's clerk takes it; the windows for contact and return start (article 8, F17). */
import Type from 'typebox';
import { meetDue, startDue } from '../deadlines.ts';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';

export const sign = defineAction({
  kind: 'sign',
  category: 'F',
  body: Type.Object({}, closed),
  audience: 'S',
  right: (ticket, input) => leadUnitRole(ticket, input, 'clerk'),
  guard(ticket, input) {
    const lead = stillLeads(ticket, input, 'clerk');
    if (lead !== undefined) return lead;
    if (ticket.status === 'dispatched') return undefined;
    return { code: ticket.due.sign?.met === undefined ? 'wrongState' : 'alreadyDone' };
  },
  effect(ticket, input) {
    const at = input.context.effectiveAt;
    const signed = startDue(meetDue({ ...ticket, status: 'inProgress' }, 'sign', at), 'return', at, input.context);
    return signed.due.contact === undefined ? startDue(signed, 'contact', at, input.context) : signed;
  },
  summary: () => '签收',
});
