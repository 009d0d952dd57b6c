/** What a database holds, as two numbers that are equal only where every leaf of every document is, its attachments with it [sync X3]. */
import { createHash } from 'node:crypto';
import { canonicalText } from '../../shared/sync/canonical.ts';
import { STORE_FILLING } from '../store/store.ts';
import type { Database, Document } from '../store/database.ts';

export type ContentDigest = Readonly<{ documents: number; sum: string }>;

type Attachment = Readonly<{ content_type?: string; data?: string }>;

/** Ancestry and how a store counts attachments are its own affair. */
function content(document: Document): Document {
  const { _revisions: _ancestry, _attachments: attached, ...rest } = document as Document & { _attachments?: Record<string, Attachment> };
  if (attached === undefined) return rest;
  const files = Object.entries(attached).map(([name, { content_type, data }]) => [name, { content_type, data }]);
  return { ...rest, _attachments: Object.fromEntries(files) as object };
}

/** Design documents are each store's own, and so is the mark that it is being filled. */
export function isMoved({ _id }: Pick<Document, '_id'>): boolean {
  return !_id.startsWith('_design/') && _id !== STORE_FILLING;
}

/** The sum does not depend on the order: a cluster has none. */
export class ContentSum {
  #documents = 0;
  #sum = 0n;

  add(documents: readonly Document[]): void {
    for (const document of documents.filter(isMoved)) {
      const hash = createHash('sha256')
        .update(canonicalText(content(document)))
        .digest('hex');
      this.#documents += 1;
      this.#sum = (this.#sum + BigInt(`0x${hash}`)) % 2n ** 256n;
    }
  }

  get digest(): ContentDigest {
    return { documents: this.#documents, sum: this.#sum.toString(16).padStart(64, '0') };
  }
}

export async function contentOf(
  database: Pick<Database, 'leaves'>,
  limit: number,
  told: (documents: number) => void,
): Promise<ContentDigest> {
  const sum = new ContentSum();
  let since: number | string = 0;
  for (;;) {
    const page = await database.leaves(since, limit);
    sum.add(page.documents);
    told(sum.digest.documents);
    if (page.documents.length === 0 || page.last === since) return sum.digest;
    since = page.last;
  }
}
