/**
 * 疑似重复件 (art. 9(4), F27): which matters held here may be the same as a new one: same phone, same address, nearly the same
 * words; ranked, each with its reasons. It only points them out; whether they are one matter a person says (并单).
 */
import { addressKeys } from './address-key.ts';
import type { TextIndex } from './text-index.ts';

export type DuplicateReason =
  | Readonly<{ kind: 'phone' }>
  /** `exact`: the same house or building; else the same estate, market or village. */
  | Readonly<{ kind: 'address'; at: string; exact: boolean }>
  /** `share`: how much of the shorter text is in the other, 0–1. */
  | Readonly<{ kind: 'text'; share: number }>;
export type DuplicateCandidate = Readonly<{ id: string; score: number; reasons: readonly DuplicateReason[] }>;

export type DuplicateMatter = Readonly<{
  id?: string;
  title: string;
  content: string;
  /** By `phoneDigits`, or digests of them where numbers must not be held. */
  phones: readonly string[];
  address?: string | undefined;
}>;

/** Measured on planted cases (docs/performance.md): what nearly the same words must share to be pointed out without another sign. */
export const DUPLICATE_LIMITS = { textAlone: 0.35, withSign: 0.12 } as const;
const SCORES = { phone: 0.5, exact: 0.35, estate: 0.1 } as const;
/** Asked of the index; more are never shown. */
const NEAREST = 30;
/** A number of a hotline, a hotel or a lawyer is given by many. */
const SHARED_BY_MANY = 50;

/** 86 and the leading 0 of a trunk call are no part of the number. */
export function phoneDigits(phone: string): string | undefined {
  const digits = phone
    .normalize('NFKC')
    .replaceAll(/[^\d]/gu, '')
    .replace(/^(?:00)?86(?=1\d{10}$)/u, '')
    .replace(/^0(?=1\d{10}$)/u, '');
  return digits.length >= 7 ? digits : undefined;
}

type Keys = Readonly<{ phones: readonly string[]; places: readonly string[] }>;

export class DuplicateFinder {
  readonly #index: TextIndex;
  readonly #byPhone = new Map<string, Set<string>>();
  readonly #byPlace = new Map<string, Set<string>>();
  readonly #keys = new Map<string, Keys>();

  /** `index`: the texts of the tickets held; this adds phones and places to it. */
  constructor(index: TextIndex) {
    this.#index = index;
  }

  put(id: string, facts: Pick<DuplicateMatter, 'title' | 'phones' | 'address'>): void {
    this.drop(id);
    const places = placesOf(facts).map(({ key }) => key);
    this.#keys.set(id, { phones: facts.phones, places });
    for (const phone of facts.phones) addTo(this.#byPhone, phone, id);
    for (const place of places) addTo(this.#byPlace, place, id);
  }

  drop(id: string): void {
    const keys = this.#keys.get(id);
    if (keys === undefined) return;
    this.#keys.delete(id);
    for (const phone of keys.phones) removeFrom(this.#byPhone, phone, id);
    for (const place of keys.places) removeFrom(this.#byPlace, place, id);
  }

  /** Phones and places of all of them, at once. */
  clear(): void {
    this.#keys.clear();
    this.#byPhone.clear();
    this.#byPlace.clear();
  }

  find(
    matter: DuplicateMatter,
    limit: number,
    limits: Readonly<Record<keyof typeof DUPLICATE_LIMITS, number>> = DUPLICATE_LIMITS,
  ): readonly DuplicateCandidate[] {
    const found = new Map<string, { score: number; text: number; reasons: DuplicateReason[] }>();
    const about = (id: string) => {
      const one = found.get(id) ?? { score: 0, text: 0, reasons: [] };
      found.set(id, one);
      return one;
    };
    for (const phone of matter.phones) {
      const ids = this.#byPhone.get(phone) ?? new Set();
      if (ids.size > SHARED_BY_MANY) continue;
      for (const id of ids) {
        const one = about(id);
        if (one.reasons.some(({ kind }) => kind === 'phone')) continue;
        one.score += SCORES.phone;
        one.reasons.push({ kind: 'phone' });
      }
    }
    for (const { key, exact } of placesOf(matter)) {
      const ids = this.#byPlace.get(key) ?? new Set();
      if (ids.size > SHARED_BY_MANY) continue;
      for (const id of ids) {
        const one = about(id);
        if (one.reasons.some(({ kind }) => kind === 'address')) continue;
        one.score += exact ? SCORES.exact : SCORES.estate;
        one.reasons.push({ kind: 'address', at: key, exact });
      }
    }
    for (const { id, overlap } of this.#index.near(`${matter.title}\n${matter.content}`, NEAREST, (id) => id !== matter.id, 'overlap')) {
      if (overlap < limits.withSign) break;
      const one = about(id);
      one.score += overlap;
      one.text = overlap;
      one.reasons.push({ kind: 'text', share: overlap });
    }
    return [...found]
      .filter(([id, one]) => id !== matter.id && isTold(one, limits))
      .map(([id, { score, reasons }]) => ({ id, score, reasons }))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1))
      .slice(0, limit);
  }
}

/** The same phone is always shown; a place or words alone only when they say enough. */
function isTold(
  { text, reasons }: Readonly<{ text: number; reasons: readonly DuplicateReason[] }>,
  limits: Readonly<Record<keyof typeof DUPLICATE_LIMITS, number>>,
): boolean {
  if (reasons.some(({ kind }) => kind === 'phone')) return true;
  const place = reasons.find((one) => one.kind === 'address');
  if (place !== undefined) return place.exact || text >= limits.withSign;
  return text >= limits.textAlone;
}

/** Where it is, by the address and by the title, which mostly names the place. */
function placesOf({ title, address }: Pick<DuplicateMatter, 'title' | 'address'>) {
  return [...new Map([...addressKeys(title), ...addressKeys(address ?? '')].map((one) => [one.key, one])).values()];
}

function addTo(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key);
  if (ids === undefined) map.set(key, new Set([id]));
  else ids.add(id);
}

function removeFrom(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key);
  ids?.delete(id);
  if (ids?.size === 0) map.delete(key);
}
