/** [sync A2] The whole action and the reason, in the actor's own channel; its id derives from the action [sync A3]. */
import type { StoredAction } from '../../shared/hotline/action.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { Verdict } from '../../shared/hotline/verdict.ts';
import type { RefusalDocument } from '../../shared/sync/wire.ts';
import type { Document } from '../store/database.ts';

export function refusalId(action: Pick<StoredAction, '_id'>): string {
  return `refusal:${action._id.slice('action:'.length)}`;
}

export function refusalOf(action: StoredAction, verdict: Extract<Verdict, { outcome: 'refuse' | 'unknown' }>, at: Instant): Document {
  const { received: _received, ...envelope } = action;
  const detail = verdict.outcome === 'refuse' ? verdict.detail : undefined;
  const refusal: RefusalDocument = {
    _id: refusalId(action),
    schema: 1,
    action: envelope,
    actor: action.actor,
    ticket: action.ticket,
    code: verdict.code,
    reason: refusalText(verdict.code, detail),
    at,
  };
  return refusal as unknown as Document;
}
