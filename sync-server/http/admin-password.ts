/** The administrator's password, at `/admin` and at the root: one count of wrong ones for both. */
import { millis } from '../../shared/hotline/calendar.ts';
import { secretHash, secretMatches } from '../accounts/secrets.ts';
import type { Hub } from '../hub-parts.ts';

/** Wrong passwords a minute from one address: who guesses elsewhere does not lock the administrator out. */
const MOST_WRONG = 20;
/** Addresses that are remembered; the oldest go first. */
const MOST_ADDRESSES = 1000;
type Wrong = Readonly<{ count: number; since: number }>;
const wrongOf = new WeakMap<Hub, Map<string, Wrong>>();

export function mayTry(hub: Hub, address: string): boolean {
  const wrong = wrongOf.get(hub)?.get(address);
  return wrong === undefined || wrong.count < MOST_WRONG || millis(hub.core.now()) - wrong.since > 60_000;
}

function countWrong(hub: Hub, address: string): void {
  const now = millis(hub.core.now());
  const all = wrongOf.get(hub) ?? new Map<string, Wrong>();
  wrongOf.set(hub, all);
  const wrong = all.get(address);
  all.delete(address);
  all.set(address, wrong === undefined || now - wrong.since > 60_000 ? { count: 1, since: now } : { ...wrong, count: wrong.count + 1 });
  for (const oldest of all.keys()) {
    if (all.size <= MOST_ADDRESSES) break;
    all.delete(oldest);
  }
}

/** Whether it is the administrator; a wrong one is counted. Ask `mayTry` first. */
export function isAdministrator(hub: Hub, name: string | undefined, password: string, address: string): boolean {
  if (name === 'admin' && secretMatches(secretHash(hub.adminPassword), password)) return true;
  countWrong(hub, address);
  return false;
}
