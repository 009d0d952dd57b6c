/** The administrator's password, at `/admin` and at the root: one count of wrong ones for both. */
import { millis } from '../../shared/hotline/calendar.ts';
import { secretHash, secretMatches } from '../accounts/secrets.ts';
import type { Hub } from '../hub-parts.ts';

/** Wrong passwords a minute, of whomever: there is one administrator. */
const MOST_WRONG = 20;
const wrongSince = new WeakMap<Hub, { count: number; since: number }>();

export function mayTry(hub: Hub): boolean {
  const wrong = wrongSince.get(hub);
  return wrong === undefined || wrong.count < MOST_WRONG || millis(hub.core.now()) - wrong.since > 60_000;
}

function countWrong(hub: Hub): void {
  const now = millis(hub.core.now());
  const wrong = wrongSince.get(hub);
  wrongSince.set(hub, wrong === undefined || now - wrong.since > 60_000 ? { count: 1, since: now } : { ...wrong, count: wrong.count + 1 });
}

/** Whether it is the administrator; a wrong one is counted. Ask `mayTry` first. */
export function isAdministrator(hub: Hub, name: string | undefined, password: string): boolean {
  if (name === 'admin' && secretMatches(secretHash(hub.adminPassword), password)) return true;
  countWrong(hub);
  return false;
}
