/** Search over Chinese text: a substring scan of one normalised string finds everything and needs nothing built (measured.md). */

/** Full-width and half-width, upper and lower case are the same to a person. */
export function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Every word of the query must occur. */
export function matcher(query: string): (search: string) => boolean {
  const words = normalise(query)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return (search) => words.every((word) => search.includes(word));
}
