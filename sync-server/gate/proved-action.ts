/** Whether a row is an action of a desk, and its actor's own [sync G0, G1]: at the gate, and again when it is released from quarantine. */
import { Envelope, type Action } from '../../shared/hotline/action.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { fitsCompiled } from '../authority/compiled-schemas.ts';
import type { Reference } from '../authority/reference.ts';
import { signatureHolds } from './signature.ts';

/** Ids that derive from something else are the hub's own to give [sync A4]. */
export const DESK_ACTION = /^action:[0-9A-HJKMNP-TV-Z]{26}$/u;

/** Ask `isPlain` first. */
export function isDeskAction(raw: unknown): raw is Action {
  if (!fitsCompiled(Envelope, raw)) return false;
  const { _id, actor } = raw as Action;
  return DESK_ACTION.test(_id) && !actor.startsWith('system:');
}

/** Mostly there is one key, and it is the last. */
async function holdsBy(action: Action, keys: readonly { key: string }[], here: boolean): Promise<boolean> {
  for (const one of keys.toReversed()) if (await signatureHolds(action, one.key, here)) return true;
  return false;
}

export type Unproved = 'notCertified' | 'badSignature' | 'forbidden';

/** `undefined`: signed with a key that was certified for this person and device and is still trusted, by somebody who is known. `here`: as in signature.ts. */
export async function unproved(action: Action, accounts: Accounts, reference: Reference, here = false): Promise<Unproved | undefined> {
  const keys = await accounts.keysOf(action.device, action.actor);
  if (keys.length === 0) return 'notCertified';
  if (!(await holdsBy(action, keys, here))) return 'badSignature';
  return reference.people.get(action.actor) === undefined ? 'forbidden' : undefined;
}
