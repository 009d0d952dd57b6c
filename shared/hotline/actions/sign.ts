/** 签收: the lead's clerk takes it; the window for a return and, mostly, the limit for the first contact begin. */
import Type from 'typebox';
import { meetDue } from '../deadlines.ts';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { inState } from '../states.ts';
import { takeUp } from '../transitions.ts';
import { doneBy } from '../wording.ts';

export const sign = defineAction({
  kind: 'sign',
  category: 'F',
  body: Type.Object({}, closed),
  audience: 'S',
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open(ticket, asked) {
    const standing = stillLeads(ticket, asked, 'clerk');
    if (standing !== undefined) return standing;
    if (ticket.due.sign?.met === undefined || ticket.status === 'dispatched') return inState(ticket, 'dispatched');
    const detail = doneBy(ticket, asked.context, 'sign');
    return { code: 'alreadyDone', ...(detail === undefined ? {} : { detail }) };
  },
  effect: (ticket, { context }) => takeUp(meetDue(ticket, 'sign', context.effectiveAt), context),
  summary: () => '签收',
});
