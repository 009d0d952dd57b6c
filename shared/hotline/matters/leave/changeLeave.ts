/** 调整休假: its last day, earlier or later, or who stands in. What is not named stays as it is. */
import Type from 'typebox';
import { closed, personField, titled } from '../../schema-builders.ts';
import { personName } from '../../wording.ts';
import { fitsDeputy } from '../deputy.ts';
import { defineMatterRule } from '../matter.ts';
import { CivilDay, type Leave } from './document.ts';
import { fitsDays, notEnded, ownOrOffice } from './standing.ts';

export const changeLeave = defineMatterRule<Leave>()({
  kind: 'changeLeave',
  category: 'D',
  body: Type.Object({ to: Type.Optional(titled('结束日期', CivilDay)), deputy: Type.Optional(personField('代岗人')) }, closed),
  complete: ({ to, deputy }) => (to === undefined && deputy === undefined ? { code: 'nothingChanged' } : undefined),
  right: (matter, asked) => ownOrOffice(matter?.person, matter?.unit, asked),
  open: notEnded,
  guard(matter, input) {
    if (matter === undefined) return undefined;
    const { to, deputy } = input.body;
    const days = to === undefined ? undefined : fitsDays({ from: matter.from, to }, input);
    return days ?? fitsDeputy(deputy, matter.person, matter.unit, input);
  },
  effect: (matter, { body }) => ({ ...matter, ...body }),
  summary: ({ body: { to, deputy }, context }) =>
    [to === undefined ? '' : `休假至 ${to}`, deputy === undefined ? '' : `由${personName(deputy, context)}代岗`]
      .filter((one) => one !== '')
      .join('，'),
});
