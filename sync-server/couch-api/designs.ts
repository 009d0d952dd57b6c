/** Design documents by database, and the processes that run them. */
import { notFound } from './answer.ts';
import { isObject } from './ask.ts';
import type { RootDatabase } from './databases.ts';
import { DesignProcesses } from './design-process.ts';
import { maybe, type Doc } from './pouch.ts';

export type Design = Doc & {
  language?: string;
  views?: Record<string, { map?: unknown; reduce?: unknown }>;
  filters?: Record<string, string>;
  validate_doc_update?: string;
  /** What the map functions see besides. */
  options?: { include_design?: unknown; local_seq?: unknown };
};

export class Designs {
  readonly #processes = new DesignProcesses();
  readonly #validating = new WeakMap<RootDatabase, Promise<readonly Design[]>>();

  async get(database: RootDatabase, name: string): Promise<Design> {
    const doc = await maybe(database.pouch.get(`_design/${name}`));
    if (doc === undefined) throw notFound('missing');
    return doc as Design;
  }

  /** Those with a validation function; read again after a design document was written. */
  validating(database: RootDatabase): Promise<readonly Design[]> {
    const known = this.#validating.get(database);
    if (known !== undefined) return known;
    const found = database.pouch
      .allDocs({ startkey: '_design/', endkey: '_design0', include_docs: true })
      .then(({ rows }) =>
        rows.flatMap(({ doc }) => (isObject(doc) && typeof doc['validate_doc_update'] === 'string' ? [doc as Design] : [])),
      );
    this.#validating.set(database, found);
    found.catch(() => this.#validating.delete(database));
    return found;
  }

  forget(database: RootDatabase): void {
    this.#validating.delete(database);
  }

  call<T>(database: RootDatabase, design: Design, op: string, given: object): Promise<T> {
    const { _attachments, ...plain } = design;
    return this.#processes.call<T>(`${database.tag}/${design._id}/${design._rev ?? ''}`, plain, op, given);
  }

  /** Without a design document: to see whether a function can be read, and for regular expressions. */
  bare<T>(op: string, given: object): Promise<T> {
    return this.#processes.call<T>('', {}, op, given);
  }

  close(): void {
    this.#processes.close();
  }
}
