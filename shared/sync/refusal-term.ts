/** [sync A2] How long a refusal stays in its actor's channel; the store keeps it for ever. */
import { millis, toInstant } from '../hotline/calendar.ts';
import type { Instant } from '../hotline/ids.ts';
import type { RefusalDocument } from './wire.ts';

const TERM_MS = 90 * 86_400_000;

export function refusalLeavesAt({ at }: Pick<RefusalDocument, 'at'>): Instant {
  return toInstant(millis(at) + TERM_MS);
}
