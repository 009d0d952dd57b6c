/** 承办单位建议 under the unit's field (F06, F18, F19): by catalogue, region, address and earlier matters, each with its reason. */
import { useMemo } from 'react';
import type { UnitCode } from '../../../shared/hotline/ids.ts';
import { respondentUnits } from '../../../shared/hotline/standing.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Context } from '../../../shared/hotline/verdict.ts';
import { suggestUnits } from '../../../shared/suggestion/unit.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { Choice } from './choice.tsx';
import { unitWhy } from './suggestion-words.ts';
import { useGazetteer, useNeighbours } from './use-neighbours.ts';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  ticket: Ticket;
  context: Context;
  /** As typed in the form so far. */
  category: string | undefined;
  street: string | undefined;
  address: string | undefined;
  chosen: string | undefined;
  onTake: (unit: UnitCode) => void;
}>;

const SHOWN = 3;

export function UnitSuggestions({ replica, reference, ticket, context, category, street, address, chosen, onTake }: Props) {
  const { neighbours, version } = useNeighbours(replica);
  const gazetteer = useGazetteer(reference);
  const found = useMemo(() => {
    void version;
    const { matches } = gazetteer.match(address ?? '');
    return suggestUnits(
      {
        category: category === undefined ? undefined : reference.categories.get(category),
        street,
        places: matches,
        respondents: respondentUnits(ticket, context),
        earlierLeads: neighbours.leadsOf(category, street),
      },
      reference.units,
      SHOWN,
    );
  }, [neighbours, version, gazetteer, reference, ticket, context, category, street, address]);
  if (found.length === 0) return null;
  return (
    <div className="suggestions" data-testid="unit-suggestions" role="group" aria-label="承办单位建议">
      <span className="suggestions-name">单位建议</span>
      {found.map(({ unit, reasons }) => (
        <Choice
          key={unit.code}
          name={unit.name}
          why={unitWhy(reasons)}
          taken={chosen === unit.code}
          testId={`suggest-unit-${unit.code}`}
          onTake={() => onTake(unit.code)}
        />
      ))}
    </div>
  );
}
