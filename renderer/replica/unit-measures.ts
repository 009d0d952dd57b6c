/** The measures of one's own unit (§8; F13, F44), counted anew from the tickets on this device whenever they are asked for. */
import type { Instant, UnitCode } from '../../shared/hotline/ids.ts';
import { measure, ratesOf } from '../../shared/hotline/measures.ts';
import { rowsStartingWith, type Replicated } from './collections.ts';
import type { UnitMeasures } from './door.ts';
import { withoutRev } from './view.ts';

export async function unitMeasures(database: Replicated, unit: UnitCode, now: Instant): Promise<UnitMeasures> {
  const rows = await rowsStartingWith(database, 'ticket:');
  const measured = rows.filter((row) => row.aside !== true).map((row) => measure(withoutRev(row.body), now));
  const own = measured.filter((one) => one.unit === unit);
  return {
    tickets: own.length,
    rates: ratesOf(own),
    improperReturns: measured.flatMap((one) => one.improperReturns).filter((one) => one.unit === unit),
  };
}
