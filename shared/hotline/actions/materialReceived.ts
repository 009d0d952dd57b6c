/** 收到材料 (art. 9(2)): back to the state before; the time for dispatching begins anew, the handle clock goes on. */
import Type from 'typebox';
import { meetDue, startDue } from '../deadlines.ts';
import { intakeRight, intakeStanding } from '../intake.ts';
import { defineAction } from '../rule.ts';
import { closed, prose } from '../schema-builders.ts';
import { inState } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { withNote } from '../wording.ts';
import { evidence } from './fields.ts';

export const materialReceived = defineAction({
  kind: 'materialReceived',
  category: 'F',
  body: Type.Object({ note: Type.Optional(prose('收到的材料', 2000)), evidence }, closed),
  audience: 'S',
  needsOfficeFields: true,
  right: intakeRight,
  open: (ticket, asked) => intakeStanding(ticket, asked) ?? inState(ticket, 'awaitingMaterial'),
  effect(ticket, { context }) {
    const at = context.effectiveAt;
    const { before, material, ...rest } = meetDue(ticket, 'supplement', at);
    const back: Ticket = {
      ...rest,
      status: before ?? 'registered',
      ...(material === undefined ? {} : { material: { ...material, received: at } }),
    };
    return back.status === 'registered' ? startDue(back, 'dispatch', at, context) : back;
  },
  summary: ({ body: { note } }) => withNote('收到补正材料', note),
});
