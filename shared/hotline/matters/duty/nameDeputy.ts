/** 设定代岗人: who stands in for a person of the unit; without a deputy, nobody does. One person at a time: two who do it offline do not undo each other. */
import Type from 'typebox';
import type { PersonId } from '../../ids.ts';
import { closed, personField } from '../../schema-builders.ts';
import { personName } from '../../wording.ts';
import { fitsDeputy, ofUnit } from '../deputy.ts';
import { defineMatterRule } from '../matter.ts';
import { ofOffice } from '../of-office.ts';
import { blankSheet, MOST_DEPUTIES, unitOfSheet, type DutySheet } from './document.ts';

function withDeputy(sheet: DutySheet, person: PersonId, deputy: PersonId | undefined): DutySheet['deputies'] {
  const others = sheet.deputies.filter((one) => one.person !== person);
  return deputy === undefined ? others : [...others, { person, deputy }].slice(-MOST_DEPUTIES);
}

export const nameDeputy = defineMatterRule<DutySheet>()({
  kind: 'nameDeputy',
  category: 'D',
  orChanges: true,
  body: Type.Object({ person: personField('人员'), deputy: Type.Optional(personField('代岗人')) }, closed),
  right: (_matter, input) => ofOffice(unitOfSheet(input.action.ticket), input),
  guard(_matter, input) {
    const { person, deputy } = input.body;
    const unit = unitOfSheet(input.action.ticket);
    // Who has left the unit needs no deputy: taking one away is always possible.
    return deputy === undefined ? undefined : (ofUnit(person, unit, input) ?? fitsDeputy(deputy, person, unit, input));
  },
  create({ action, actor, body: { person, deputy }, context }) {
    const blank = blankSheet(action.ticket as DutySheet['_id']);
    return { ...blank, deputies: withDeputy(blank, person, deputy), by: actor, at: context.effectiveAt };
  },
  effect: (matter, { actor, body: { person, deputy }, context }) => ({
    ...matter,
    deputies: withDeputy(matter, person, deputy),
    by: actor,
    at: context.effectiveAt,
  }),
  summary: ({ body: { person, deputy }, context }) =>
    deputy === undefined
      ? `${personName(person, context)}不设代岗人`
      : `${personName(person, context)}由${personName(deputy, context)}代岗`,
});
