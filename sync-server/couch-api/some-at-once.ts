/** Many documents of one request are read some at a time: one after the other each waits for its turn of a busy hub, all at once it has none. */
const AT_ONCE = 25;

/** What `read` gives for each, in order. */
export async function someAtOnce<T, R>(all: readonly T[], read: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE) results.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(read))));
  return results;
}
