/** 撤回建议: the author's own, while nobody has decided it. */
import Type from 'typebox';
import { closed, prose } from '../../schema-builders.ts';
import { defineMatterRule } from '../matter.ts';
import { isOpenSuggestion, type Suggestion } from './document.ts';
import { inState } from './in-state.ts';

export const retractSuggestion = defineMatterRule<Suggestion>()({
  kind: 'retractSuggestion',
  category: 'P',
  body: Type.Object({ reason: Type.Optional(prose('理由', 1000)) }, closed),
  right: (matter, { actor }) => (matter === undefined || matter.by === actor ? undefined : { code: 'noRight' }),
  open: (matter, asked) => (isOpenSuggestion(matter) ? undefined : inState(matter, 'waiting', asked)),
  effect: (matter) => ({ ...matter, state: 'retracted' }),
  summary: ({ body: { reason } }) => `撤回建议${reason === undefined ? '' : `：${reason}`}`,
});
