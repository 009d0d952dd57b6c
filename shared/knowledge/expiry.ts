/** 到期提醒 (art. 17; F49): entries past or near the end of their validity, for those who keep them. */
import { millis } from '../hotline/calendar.ts';
import type { Instant } from '../hotline/ids.ts';
import type { ArticleDocument } from '../hotline/reference/article.ts';

/** Enough to ask the unit that knows, and for the city to decide. */
export const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

export type Expiry = 'expired' | 'soon';

export function expiryOf({ validTo }: Pick<ArticleDocument, 'validTo'>, now: Instant): Expiry | undefined {
  if (validTo === undefined) return undefined;
  const left = millis(validTo) - millis(now);
  return left < 0 ? 'expired' : left <= SOON_DAYS * DAY_MS ? 'soon' : undefined;
}

/** What is to be renewed, the earliest end first. */
export function toRenew(articles: Iterable<ArticleDocument>, now: Instant): readonly ArticleDocument[] {
  return [...articles].filter((one) => expiryOf(one, now) !== undefined).sort((a, b) => ((a.validTo ?? '') < (b.validTo ?? '') ? -1 : 1));
}
