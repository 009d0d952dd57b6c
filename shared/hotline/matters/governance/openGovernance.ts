/** 发起专项治理 (art. 19; F53): out of an early warning or of tickets that belong together, before the next complaint comes. */
import Type from 'typebox';
import { UnitCode } from '../../ids.ts';
import { closed, instantField, line, personField, prose, titled } from '../../schema-builders.ts';
import { defineMatterRule } from '../matter.ts';
import { ofOffice } from '../of-office.ts';
import { GridCode, Linked, type Governance } from './document.ts';
import { fitsUnit, withPeople, workersOf } from './standing.ts';

export const openGovernance = defineMatterRule<Governance>()({
  kind: 'openGovernance',
  category: 'P',
  body: Type.Object(
    {
      unit: titled('单位', UnitCode),
      title: line('任务名称', 80),
      plan: prose('治理方案', 2000),
      responsible: personField('责任人'),
      due: instantField('完成时限'),
      category: Type.Optional(titled('问题类别', Type.String({ minLength: 1, maxLength: 40 }))),
      grid: Type.Optional(titled('涉及网格', GridCode)),
      tickets: titled('关联工单', Linked),
    },
    closed,
  ),
  right: (_matter, input) => ofOffice(input.body.unit, input),
  guard: (_matter, input) => fitsUnit(input.body, input.body.unit, input),
  reads: (_matter, input) => workersOf(input.body.unit, input.body.grid, input),
  create({ action, actor, body, context }) {
    const workers = [...(context.recalled?.workers ?? [])];
    return {
      ...body,
      _id: action.ticket as Governance['_id'],
      schema: 1,
      state: 'open',
      workers,
      involved: withPeople([], body.responsible, ...workers),
      by: actor,
      at: context.effectiveAt,
      notes: [],
      history: [],
    };
  },
  effect: (matter) => matter,
  summary: ({ body: { title } }) => `发起：${title}`,
});
