/** Which files went to the discipline inspection, and the receipts for them (F45): in `private`, never changed once written. */
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { ReceiptRequest, ShareRecord } from '../../shared/exchange/referral-share.ts';
import type { Database, Document } from '../store/database.ts';

const PREFIX = 'share:';
const RECEIPT = 'share-receipt:';
type Receipt = NonNullable<ShareRecord['receipt']>;

export class ShareLedger {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The number a file would have that is made next. */
  async next(): Promise<string> {
    const last = await this.#db.lastId(PREFIX);
    return String(Number(last?.slice(PREFIX.length) ?? 0) + 1).padStart(6, '0');
  }

  /** False where somebody else took the number meanwhile; throws when the store fails. */
  add(record: ShareRecord): Promise<boolean> {
    return this.#once({ _id: PREFIX + record.no, schema: 1, ...record });
  }

  async #once(document: Document): Promise<boolean> {
    const [result] = await this.#db.write([document]);
    if (result?.ok !== true && result?.error !== 'conflict') throw new Error(`the store did not take ${document._id}`);
    return result.ok;
  }

  /** The latest first, each with its receipt. */
  async all(): Promise<readonly ShareRecord[]> {
    const receipts = new Map((await this.#db.withPrefix<Receipt>(RECEIPT)).map((one) => [one._id.slice(RECEIPT.length), one]));
    return (await this.#db.withPrefix<ShareRecord & Readonly<{ schema?: number }>>(PREFIX))
      .toReversed()
      .map(({ _id, _rev, schema: _schema, ...record }) => {
        const found = receipts.get(record.no);
        if (found === undefined) return record;
        const { receivedBy, receiptNo, receivedOn, by, at } = found;
        return { ...record, receipt: { receivedBy, receiptNo, receivedOn, by, at } };
      });
  }

  has(no: string): Promise<boolean> {
    return this.#db.get(PREFIX + no).then((found) => found !== undefined);
  }

  /** Once: what was received is not received again. */
  receive(no: string, said: ReceiptRequest, by: PersonId, at: Receipt['at']): Promise<boolean> {
    return this.#once({ _id: RECEIPT + no, schema: 1, ...said, by, at });
  }
}
