/**
 * Values that packs name since the clock runs by them. A pack of an earlier day does not name them: then the provincial
 * default's count, so that a ticket that keeps the pack of its day is supervised like every other (hotline.md §7).
 */
import type { RulePackDocument } from '../reference/documents.ts';
import { LN_DEFAULT } from './ln-default.ts';

type Named<K extends keyof RulePackDocument> = NonNullable<RulePackDocument[K]>;

const DEFAULTS = LN_DEFAULT as Required<RulePackDocument>;

export function supervisionRules(pack: RulePackDocument): Named<'supervision'> {
  return pack.supervision ?? DEFAULTS.supervision;
}

export function seasonsOf(pack: RulePackDocument): Named<'seasons'> {
  return pack.seasons ?? DEFAULTS.seasons;
}

export function repeatDays(pack: RulePackDocument): number {
  return pack.repeatDays ?? DEFAULTS.repeatDays;
}

export function referralRules(pack: RulePackDocument): Named<'referral'> {
  return pack.referral ?? DEFAULTS.referral;
}
