/** Documents of a kind of which a city may have a million, read a page at a time: between two pages others are answered. */
import type { Database, Stored } from './database.ts';

const PAGE = 500;

export async function* pages<T>(database: Database, prefix: string): AsyncGenerator<readonly Stored<T>[]> {
  let after: string | undefined;
  do {
    const { documents, last }: { documents: readonly Stored<T>[]; last?: string } = await database.pageWithPrefix<T>(prefix, PAGE, after);
    yield documents;
    after = last;
  } while (after !== undefined);
}
