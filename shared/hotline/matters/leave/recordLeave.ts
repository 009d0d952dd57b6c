/** 登记休假 (art. 7; F15): by the person themselves or by the office of their unit, without a network too. */
import Type from 'typebox';
import { GLOSSARY } from '../../glossary.ts';
import { UnitCode } from '../../ids.ts';
import { choice, closed, personField, titled } from '../../schema-builders.ts';
import { personName } from '../../wording.ts';
import { fitsDeputy, ofUnit } from '../deputy.ts';
import { defineMatterRule } from '../matter.ts';
import { CivilDay, type Leave } from './document.ts';
import { fitsDays, ownOrOffice } from './standing.ts';

export const recordLeave = defineMatterRule<Leave>()({
  kind: 'recordLeave',
  category: 'F',
  body: Type.Object(
    {
      unit: titled('单位', UnitCode),
      person: personField('休假人'),
      from: titled('开始日期', CivilDay),
      to: titled('结束日期', CivilDay),
      deputy: Type.Optional(personField('代岗人')),
      reason: choice('事由', GLOSSARY.leaveReason),
    },
    closed,
  ),
  right: (_matter, input) => ownOrOffice(input.body.person, input.body.unit, input),
  guard(_matter, input) {
    const { unit, person, deputy } = input.body;
    return fitsDays(input.body, input) ?? ofUnit(person, unit, input) ?? fitsDeputy(deputy, person, unit, input);
  },
  create: ({ action, actor, body, context }) => ({
    ...body,
    _id: action.ticket as Leave['_id'],
    schema: 1,
    by: actor,
    at: context.effectiveAt,
    history: [],
  }),
  effect: (matter) => matter,
  summary: ({ body: { person, from, to, deputy }, context }) =>
    `${personName(person, context)}休假 ${from} 至 ${to}${deputy === undefined ? '' : `，${personName(deputy, context)}代岗`}`,
});
