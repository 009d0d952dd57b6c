/** 调整专项治理: who answers for it, by when, how, in which grid, and which tickets belong to it. What is not named stays as it is. */
import Type, { type Static } from 'typebox';
import { closed, instantField, line, personField, prose, titled } from '../../schema-builders.ts';
import { defineMatterRule } from '../matter.ts';
import { ofOffice } from '../of-office.ts';
import { GridCode, Linked, MOST_TICKETS, type Governance } from './document.ts';
import { fitsUnit, stillOpen, withPeople, workersOf } from './standing.ts';

const body = Type.Object(
  {
    title: Type.Optional(line('任务名称', 80)),
    plan: Type.Optional(prose('治理方案', 2000)),
    responsible: Type.Optional(personField('责任人')),
    due: Type.Optional(instantField('完成时限')),
    grid: Type.Optional(titled('涉及网格', GridCode)),
    /** Added and taken out one by one: two who do it offline do not undo each other. */
    link: Type.Optional(titled('关联工单', Linked)),
    unlink: Type.Optional(titled('移出工单', Linked)),
    reason: Type.Optional(prose('调整原因', 500)),
  },
  closed,
);
type Body = Static<typeof body>;

const WORDS = {
  title: '名称',
  plan: '方案',
  responsible: '责任人',
  due: '时限',
  grid: '网格',
  link: '关联工单',
  unlink: '移出工单',
} as const;

function changed(said: Body): readonly string[] {
  return (Object.keys(WORDS) as (keyof typeof WORDS)[]).filter((name) => said[name] !== undefined).map((name) => WORDS[name]);
}

/** Those that were there first stay, however many are added. */
function linked(matter: Governance, { link = [], unlink = [] }: Body): Governance['tickets'] {
  return [...new Set([...matter.tickets, ...link])].filter((one) => !unlink.includes(one)).slice(0, MOST_TICKETS);
}

export const changeGovernance = defineMatterRule<Governance>()({
  kind: 'changeGovernance',
  category: 'P',
  body,
  complete: (said) => (changed(said).length === 0 ? { code: 'nothingChanged' } : undefined),
  right: (matter, asked) => ofOffice(matter?.unit, asked),
  open: (matter, asked) => stillOpen(matter, asked),
  guard: (matter, input) => (matter === undefined ? undefined : fitsUnit(input.body, matter.unit, input)),
  reads: (matter, input) => (matter === undefined ? {} : workersOf(matter.unit, input.body.grid, input)),
  effect(matter, { body: said, context }) {
    const { link: _link, unlink: _unlink, reason: _reason, ...fields } = said;
    const workers = [...(said.grid === undefined ? matter.workers : (context.recalled?.workers ?? []))];
    const responsible = said.responsible ?? matter.responsible;
    const involved = withPeople(matter.involved, responsible, ...workers);
    return { ...matter, ...fields, workers, involved, tickets: [...linked(matter, said)] };
  },
  summary: ({ body: said }) => `调整${changed(said).join('、')}${said.reason === undefined ? '' : `：${said.reason}`}`,
});
