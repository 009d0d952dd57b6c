/** 所属街道 read from the address (F06): shown as choices with what was read; never filled in silently. */
import { useMemo } from 'react';
import type { UnitCode } from '../../../shared/hotline/ids.ts';
import type { Reference } from '../../replica/door.ts';
import { Choice } from './choice.tsx';
import { useGazetteer, useRested } from './use-neighbours.ts';

type Props = Readonly<{ reference: Reference; address: string; chosen: string | undefined; onTake: (street: string) => void }>;

const SHOWN = 3;

export function StreetSuggestions({ reference, address, chosen, onTake }: Props) {
  const gazetteer = useGazetteer(reference);
  const rested = useRested(address);
  const { matches, clear } = useMemo(() => gazetteer.match(rested), [gazetteer, rested]);
  const streets = matches.flatMap(({ region, unit, signs }) =>
    region.street === undefined ? [] : [{ street: region.street, unit, signs }],
  );
  if (streets.length === 0) return null;
  return (
    <div className="suggestions" data-testid="street-suggestions" role="group" aria-label="所属街道建议">
      <span className="suggestions-name">{clear ? '按地址' : '按地址，不能确定，请选择'}</span>
      {streets.slice(0, SHOWN).map(({ street, unit, signs }) => (
        <Choice
          key={street}
          name={`${districtName(reference, street)}${reference.units.get(unit)?.name ?? ''}`}
          why={`写到“${[...new Set(signs.map(({ said }) => said))].join('”“')}”`}
          taken={chosen === street}
          testId={`suggest-street-${street}`}
          onTake={() => onTake(street)}
        />
      ))}
    </div>
  );
}

function districtName(reference: Reference, street: string): string {
  return reference.units.get(street.slice(0, 6) as UnitCode)?.name ?? '';
}
