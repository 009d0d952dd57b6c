/** 建议修改 / 报错 / 起草新知识 (art. 8, 10, 17; F18, F30, F48, F49): whoever works with an entry says what is wrong with it. */
import Type, { type Static } from 'typebox';
import { GLOSSARY } from '../../glossary.ts';
import { TicketId, type UnitCode } from '../../ids.ts';
import type { Asked, Finding, Input } from '../../rule.ts';
import { choice, closed, line, oneOf, prose, titled } from '../../schema-builders.ts';
import { CITY, holds } from '../../standing.ts';
import { defineMatterRule } from '../matter.ts';
import {
  About,
  aboutWhat,
  ArticleContent,
  CardContent,
  CategoryContent,
  changesWhatIs,
  leavesByLeader,
  SUGGESTION_TARGETS,
  type Suggestion,
} from './document.ts';
import { namesSomebody } from './identifiers.ts';

const body = Type.Object(
  {
    target: titled('建议的事项', oneOf(SUGGESTION_TARGETS)),
    about: Type.Optional(titled('所涉条目', About)),
    problem: Type.Optional(choice('什么问题', GLOSSARY.suggestionProblem)),
    reason: prose('说明', 1000),
    citation: Type.Optional(line('依据', 200)),
    category: Type.Optional(titled('目录事项', CategoryContent)),
    article: Type.Optional(titled('知识条目', ArticleContent)),
    card: Type.Optional(titled('办理要点', CardContent)),
    from: Type.Optional(titled('所据工单', TicketId)),
  },
  closed,
);
type Body = Static<typeof body>;
const CONTENTS = ['category', 'article', 'card'] as const;

/** Of a change: the row or entry it is about. Of what is new, and of a card: the whole of it. Of an error: what is right, and where it says so. */
function complete(said: Body): Finding | undefined {
  const { target, about, citation } = said;
  if (changesWhatIs(said) !== (about !== undefined)) return { code: 'malformed' };
  const whole = target === 'newArticle' || target === 'newCategory' || target === 'cardChange';
  if (whole && said[aboutWhat(said)] === undefined) return { code: 'contentMissing' };
  if (target === 'articleChange' && citation === undefined) return { code: 'citationMissing' };
  if (CONTENTS.some((one) => one !== aboutWhat(said) && said[one] !== undefined)) return { code: 'malformed' };
  return [said.article, said.card].some((one) => one !== undefined && namesSomebody(one)) ? { code: 'identifierInside' } : undefined;
}

/** 报错 is everybody's; rows of the catalogue and new entries come from those who dispatch, sign and answer. */
function right(asked: Asked, target: Body['target']): Finding | undefined {
  if (holds(asked.held, 'operator', 'dispatcher', 'supervisor', 'clerk', 'leader')) return undefined;
  return target === 'articleChange' && holds(asked.held, 'gridWorker') ? undefined : { code: 'noRight' };
}

function unitOf({ held }: Asked): UnitCode {
  return held.find((one) => one.role !== 'admin')?.unit ?? CITY;
}

/** A clerk's; all else goes to the city at once. */
function needsLeader({ body: said, held, context }: Input<Body>): boolean {
  const unit = held.find((one) => one.role === 'clerk')?.unit;
  return leavesByLeader(said) && unit !== undefined && !holds(held, 'leader') && context.recalled?.signsAlone !== true;
}

export const suggestChange = defineMatterRule<Suggestion>()({
  kind: 'suggestChange',
  category: 'P',
  body,
  complete,
  right: (_matter, input) => right(input, input.body.target),
  reads: (_matter, { held, context }) => {
    const unit = held.find((one) => one.role === 'clerk')?.unit;
    return unit !== undefined && context.unit(unit)?.clerkSignsAlone === true ? { signsAlone: true } : {};
  },
  create(input) {
    const { action, actor, context } = input;
    return {
      ...input.body,
      _id: action.ticket as Suggestion['_id'],
      schema: 1,
      state: needsLeader(input) ? 'leaderReview' : 'waiting',
      by: actor,
      unit: unitOf(input),
      at: context.effectiveAt,
      history: [],
    };
  },
  effect: (matter) => matter,
  summary: ({ body: { target, reason } }) => `${GLOSSARY.suggestionTarget[target]}：${reason}`,
});
