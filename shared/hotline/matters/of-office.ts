/** A clerk or a leader of a unit: the standing that matters of units ask for. */
import type { UnitCode } from '../ids.ts';
import type { Asked, Finding } from '../rule.ts';
import { unitsAs } from '../standing.ts';

export function ofOffice(unit: UnitCode | undefined, { held }: Asked): Finding | undefined {
  const units = unitsAs(held, 'clerk', 'leader');
  return units.length > 0 && (unit === undefined || units.includes(unit)) ? undefined : { code: 'noRight' };
}
