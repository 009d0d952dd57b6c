/** Suggestions on this desk: one's own, those that wait for one's signature, those that wait for one's decision. */
import type { Replica } from '../../replica/door.ts';
import type { MatterView } from '../../replica/door.ts';
import type { Suggestion } from '../../../shared/hotline/matters/suggestion/document.ts';
import { mayActOn } from '../../../shared/hotline/matters/fold-matter.ts';
import { useObservable } from '../../ui/use-observable.ts';
import type { MatterId } from '../../../shared/hotline/ids.ts';

export type SuggestionView = MatterView<Suggestion>;
const NONE: ReadonlyMap<MatterId, MatterView> = new Map();

export type Suggestions = Readonly<{
  own: readonly SuggestionView[];
  toSign: readonly SuggestionView[];
  toDecide: readonly SuggestionView[];
}>;

/** The newest first; what waits for somebody, the oldest first. */
export function useSuggestions(replica: Replica): Suggestions {
  const views = useObservable(replica.matters, NONE);
  const all = [...views.values()].filter((one): one is SuggestionView => one.matter._id.startsWith('suggestion:'));
  const byAge = all.toSorted((a, b) => (a.matter.at < b.matter.at ? -1 : 1));
  const mine = (kind: string) => byAge.filter((one) => mayActOn(one.matter, kind, replica.me.id, one.context));
  return {
    own: byAge.filter((one) => one.matter.by === replica.me.id).toReversed(),
    toSign: mine('signSuggestion'),
    toDecide: mine('decideSuggestion'),
  };
}
