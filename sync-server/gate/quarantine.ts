/** What the gate cannot take is kept whole, with who, where, when and why [sync G4]; ids derive from the content. */
import type { Received } from '../../shared/hotline/action.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import { canonicalBytes, hashHex } from '../../shared/sync/canonical.ts';
import type { Database, Document, Stored } from '../store/database.ts';
import { writeWhole } from '../store/write-whole.ts';
import { keepable } from './plain-row.ts';

/** An administrator's decision (docs/adr/0016): the last one stands, none is taken out. */
export type Decision = Readonly<{ outcome: 'released' | 'dismissed'; at: Instant; by: string; reason: string }>;
/** What the gate would have stamped on it when it came. */
export type Times = Pick<Received, 'effectiveAt' | 'backfilled' | 'confirmedAt'>;

export type Quarantined = Readonly<{
  _id: string;
  schema: 1;
  /** The action's id where it has one. */
  action?: string;
  body: unknown;
  /** Whose session brought it. */
  person: string;
  device: string;
  at: Instant;
  code: string;
  reason: string;
  times?: Times;
  decisions?: readonly Decision[];
}>;
export type ToKeep = Omit<Quarantined, '_id' | 'schema' | 'decisions'>;

const PREFIX = 'quarantine:';

export function decisionOf({ decisions }: Quarantined): Decision | undefined {
  return decisions?.at(-1);
}

/** A newer hub will take it: the desk sends it again by itself [sync V1], and nobody has to decide. */
export function waitsForUpdate({ code }: Quarantined): boolean {
  return code === 'tooNew';
}

/** Whether somebody has yet to decide it. */
export function isOpen(item: Quarantined): boolean {
  return decisionOf(item) === undefined && !waitsForUpdate(item);
}

export class Quarantine {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Sent twice it is kept once: the second write conflicts with the first, and both are answered alike. */
  async keep(items: readonly ToKeep[]): Promise<void> {
    const documents = items
      .map((given) => ({ ...given, body: keepable(given.body) }))
      .map((item) => ({
        _id: PREFIX + hashHex(canonicalBytes({ body: item.body, person: item.person, code: item.code })),
        schema: 1,
        ...item,
      }));
    const results = await this.#db.write(documents as unknown as readonly Document[]);
    const failed = results.find((result) => !result.ok && result.error !== 'conflict');
    if (failed !== undefined) throw new Error(`the quarantine did not take ${failed.id}`);
  }

  async all(): Promise<readonly Stored<Quarantined>[]> {
    return this.#db.withPrefix<Quarantined>(PREFIX);
  }

  async get(id: string): Promise<Stored<Quarantined> | undefined> {
    return id.startsWith(PREFIX) ? this.#db.get<Quarantined>(id) : undefined;
  }

  /** The trace in the document itself; one that says the same as the last adds nothing. */
  async decide(item: Stored<Quarantined>, decision: Decision): Promise<void> {
    if (decisionOf(item)?.outcome === decision.outcome) return;
    const decisions = [...(item.decisions ?? []), decision];
    await writeWhole(this.#db, [{ ...item, decisions } as unknown as Document]);
  }
}
