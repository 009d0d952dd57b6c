/** Why a suggestion is not, or no longer, in the state that an act on it needs; who was first, and when (collision 3). */
import type { Asked, Finding } from '../../rule.ts';
import { personName, shortTime } from '../../wording.ts';
import type { Suggestion, SuggestionState } from './document.ts';

export function inState(matter: Suggestion, wanted: SuggestionState, { context }: Asked): Finding | undefined {
  if (matter.state === wanted) return undefined;
  const who = matter.decidedBy ?? matter.signedBy;
  const when = matter.decidedAt ?? matter.signedAt;
  const detail = who === undefined || when === undefined ? {} : { detail: `${personName(who, context)} ${shortTime(when)}` };
  switch (matter.state) {
    case 'retracted':
      return { code: 'lapsed' };
    case 'granted':
    case 'denied':
      return { code: 'alreadyDecided', ...detail };
    case 'leaderReview':
      return { code: 'unsigned' };
    default:
      return { code: 'alreadyDone', ...detail };
  }
}
