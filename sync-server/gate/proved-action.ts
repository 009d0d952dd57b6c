/** Whether a row is an action of a desk, and its actor's own [sync G0, G1]: at the gate, and again when it is released from quarantine. */
import { Check } from 'typebox/value';
import { Envelope, type Action } from '../../shared/hotline/action.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Reference } from '../authority/reference.ts';
import { signatureHolds } from './signature.ts';

/** Ids that derive from something else are the hub's own to give [sync A4]. */
const DESK_ACTION = /^action:[0-9A-HJKMNP-TV-Z]{26}$/u;

/** Ask `isPlain` first. */
export function isDeskAction(raw: unknown): raw is Action {
  return Check(Envelope, raw) && DESK_ACTION.test(raw._id) && !raw.actor.startsWith('system:');
}

export type Unproved = 'notCertified' | 'badSignature' | 'forbidden';

/** `undefined`: signed with a key that was certified for this person and device and is still trusted, by somebody who is known. */
export async function unproved(action: Action, accounts: Accounts, reference: Reference): Promise<Unproved | undefined> {
  const keys = await accounts.keysOf(action.device, action.actor);
  if (keys.length === 0) return 'notCertified';
  if (!keys.some((one) => signatureHolds(action, one.key))) return 'badSignature';
  return reference.people.get(action.actor) === undefined ? 'forbidden' : undefined;
}
