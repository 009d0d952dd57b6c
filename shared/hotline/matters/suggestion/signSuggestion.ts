/** 签批建议 (F48): the leader of the author's unit lets a drafted entry go to the city, or sends it back with a reason. */
import Type from 'typebox';
import { closed, prose, yesNo } from '../../schema-builders.ts';
import { unitsAs } from '../../standing.ts';
import { defineMatterRule } from '../matter.ts';
import type { Suggestion } from './document.ts';
import { inState } from './in-state.ts';

export const signSuggestion = defineMatterRule<Suggestion>()({
  kind: 'signSuggestion',
  category: 'F',
  body: Type.Object({ pass: yesNo('审核', ['退回修改', '签批通过']), opinion: Type.Optional(prose('意见', 1000)) }, closed),
  complete: ({ pass, opinion }) => (pass || opinion !== undefined ? undefined : { code: 'reasonMissing' }),
  right(matter, asked) {
    const units = unitsAs(asked.held, 'leader');
    if (units.length === 0 || (matter !== undefined && !units.includes(matter.unit))) return { code: 'noRight' };
    return matter?.by === asked.actor ? { code: 'sameAsSubmitter' } : undefined;
  },
  open: (matter, asked) => inState(matter, 'leaderReview', asked),
  effect: (matter, { actor, body: { pass, opinion }, context }) => ({
    ...matter,
    state: pass ? 'waiting' : 'returned',
    signedBy: actor,
    signedAt: context.effectiveAt,
    ...(opinion === undefined ? {} : { answer: opinion }),
  }),
  summary: ({ body: { pass, opinion } }) => `${pass ? '签批通过' : '退回修改'}${opinion === undefined ? '' : `：${opinion}`}`,
});
