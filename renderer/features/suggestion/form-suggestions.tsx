/** What stands under the fields of a form on a ticket: under the unit who may lead, under the category what it may be. */
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Context } from '../../../shared/hotline/verdict.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import type { UnderField } from '../../ui/field.ts';
import { CategorySuggestions } from './category-suggestions.tsx';
import { UnitSuggestions } from './unit-suggestions.tsx';

type Props = Readonly<{ replica: Replica; reference: Reference; ticket: Ticket; context: Context }>;
/** In these a lead is chosen for the matter as a whole; a unit in other forms is something else. */
const CHOOSES_LEAD = ['dispatch', 'designate'];

export function suggestionsUnder(kind: string, { replica, reference, ticket, context }: Props): UnderField | undefined {
  if (!CHOOSES_LEAD.includes(kind)) return undefined;
  return (name, values, take) => {
    const typed = values as Partial<Pick<Ticket, 'category' | 'region' | 'address'>> & { unit?: string };
    if (name === 'category')
      return (
        <CategorySuggestions
          replica={replica}
          reference={reference}
          id={ticket._id}
          title={ticket.title}
          content={ticket.content}
          chosen={typed.category?.code}
          onTake={(category) => take('category', category)}
        />
      );
    if (name !== 'unit') return null;
    return (
      <UnitSuggestions
        replica={replica}
        reference={reference}
        ticket={ticket}
        context={context}
        category={typed.category?.code}
        street={typed.region?.street}
        address={typed.address?.text}
        chosen={typed.unit}
        onTake={(unit) => take('unit', unit)}
      />
    );
  };
}
