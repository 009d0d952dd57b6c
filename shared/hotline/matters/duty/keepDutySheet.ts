/** 填写单位档案: contact person and telephones of the unit. What is not named stays as it is. */
import Type from 'typebox';
import { closed, personField } from '../../schema-builders.ts';
import { personName } from '../../wording.ts';
import { ofUnit } from '../deputy.ts';
import { defineMatterRule } from '../matter.ts';
import { ofOffice } from '../of-office.ts';
import { blankSheet, TELEPHONE, unitOfSheet, type DutySheet } from './document.ts';

function telephone(title: string) {
  return Type.String({ title, maxLength: 30, pattern: TELEPHONE, 'x-widget': 'text' });
}

export const keepDutySheet = defineMatterRule<DutySheet>()({
  kind: 'keepDutySheet',
  category: 'D',
  orChanges: true,
  body: Type.Object(
    {
      contact: Type.Optional(personField('联系人')),
      phone: Type.Optional(telephone('值班电话')),
      nightPhone: Type.Optional(telephone('夜间及节假日值班电话')),
    },
    closed,
  ),
  complete: (said) => (Object.values(said).every((one) => one === undefined) ? { code: 'nothingChanged' } : undefined),
  right: (_matter, input) => ofOffice(unitOfSheet(input.action.ticket), input),
  guard: (_matter, input) =>
    input.body.contact === undefined ? undefined : ofUnit(input.body.contact, unitOfSheet(input.action.ticket), input),
  create: ({ action, actor, body, context }) => ({
    ...blankSheet(action.ticket as DutySheet['_id']),
    ...body,
    by: actor,
    at: context.effectiveAt,
  }),
  effect: (matter, { actor, body, context }) => ({ ...matter, ...body, by: actor, at: context.effectiveAt }),
  summary({ body: { contact, phone, nightPhone }, context }) {
    const said = [
      contact === undefined ? '' : `联系人${personName(contact, context)}`,
      phone === undefined ? '' : `值班电话${phone}`,
      nightPhone === undefined ? '' : `夜间值班电话${nightPhone}`,
    ];
    return said.filter((one) => one !== '').join('，');
  },
});
