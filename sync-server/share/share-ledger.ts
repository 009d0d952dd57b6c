/** Which files went to the discipline inspection, and the receipts for them (F45): in `private`, never changed once written. */
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { ReceiptRequest, ShareRecord } from '../../shared/exchange/referral-share.ts';
import type { Database } from '../store/database.ts';

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

  /** False where somebody else took the number meanwhile. */
  async add(record: ShareRecord): Promise<boolean> {
    const [result] = await this.#db.write([{ _id: PREFIX + record.no, schema: 1, ...record }]);
    return result?.ok === true;
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
  async receive(no: string, said: ReceiptRequest, by: PersonId, at: Receipt['at']): Promise<boolean> {
    const [result] = await this.#db.write([{ _id: RECEIPT + no, schema: 1, ...said, by, at }]);
    return result?.ok === true;
  }
}
