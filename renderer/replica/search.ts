/** Search over Chinese text: a substring scan of one normalised string finds everything and needs nothing built (measured.md). */

import { plain } from '../../shared/suggestion/grams.ts';

/** Every word of the query must occur. */
export function matcher(query: string): (search: string) => boolean {
  const words = plain(query)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return (search) => words.every((word) => search.includes(word));
}
