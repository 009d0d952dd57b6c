/** 事项分类建议 under the category's field (F18): at most three, each with its reason; nothing is filled in unasked. */
import { useMemo } from 'react';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { Choice } from './choice.tsx';
import { categoryWhy } from './suggestion-words.ts';
import { useAdviser, useNeighbours, useRested } from './use-neighbours.ts';

type Category = NonNullable<Ticket['category']>;
type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  title: string;
  content: string;
  /** The ticket itself, where it is one already. */
  id?: string;
  chosen: string | undefined;
  onTake: (category: Category) => void;
}>;

const SHOWN = 3;
/** Less is no matter yet. */
const LEAST_CHARACTERS = 4;

export function CategorySuggestions({ replica, reference, title, content, id, chosen, onTake }: Props) {
  const { neighbours, version } = useNeighbours(replica);
  const adviser = useAdviser(neighbours, reference);
  const [restedTitle, restedContent] = [useRested(title), useRested(content)];
  const found = useMemo(() => {
    void version;
    if (restedTitle.length + restedContent.length < LEAST_CHARACTERS) return [];
    return adviser.suggest({ title: restedTitle, content: restedContent, ...(id === undefined ? {} : { id }) }, SHOWN);
  }, [adviser, restedTitle, restedContent, id, version]);
  if (found.length === 0) return null;
  return (
    <div className="suggestions" data-testid="category-suggestions" role="group" aria-label="事项分类建议">
      <span className="suggestions-name">分类建议</span>
      {found.map(({ category, reasons }) => (
        <Choice
          key={category.code}
          name={category.path.join(' / ')}
          why={categoryWhy(reasons, (ticket) => neighbours.row(ticket)?.no)}
          taken={chosen === category.code}
          testId={`suggest-category-${category.code}`}
          onTake={() => onTake({ code: category.code, path: [...category.path], version: category.version })}
        />
      ))}
    </div>
  );
}
