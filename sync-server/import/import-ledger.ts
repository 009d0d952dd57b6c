/** A ledger into the hub: good rows are registered durably as `system:import`, bad ones come back with row, column and reason. */
import { createHash } from 'node:crypto';
import { streamXlsxRows } from 'hucre';
import { Check } from 'typebox/value';
import { ACTION_SCHEMA, type StoredAction } from '../../shared/hotline/action.ts';
import type { DeviceId, PersonId, ReplicaId } from '../../shared/hotline/ids.ts';
import { REFUSALS } from '../../shared/hotline/refusals.ts';
import { oneOf } from '../../shared/hotline/schema-builders.ts';
import { REQUEST_KINDS } from '../../shared/hotline/ticket.ts';
import {
  headerFault,
  isBadRow,
  LEDGER_FAULTS,
  ledgerEntry,
  type BadRow,
  type LedgerEntry,
  type LedgerOptions,
} from '../../shared/exchange/letters-ledger.ts';
import { CHAIN_START, canonicalText } from '../../shared/sync/canonical.ts';
import type { Core } from '../core.ts';
import { hubSigner } from '../hub-signer.ts';
import { FILE_FAULTS, inspectXlsx, MAX_LEDGER_BYTES, type FileFault } from './xlsx-guard.ts';

export { MAX_LEDGER_BYTES };

export type ImportAnswer =
  | Readonly<{ ok: true; rows: number; taken: number; unchanged: number; bad: readonly BadRow[] }>
  | Readonly<{ ok: false; fault: FileFault | 'wrongHeader' | 'noRoom'; reason: string }>;

/** Actions made durable in one batch. */
const BATCH = 200;
/** A file that takes longer than this to read is not a ledger. */
const MAX_READ_MS = 60_000;
const MAX_ROWS = 100_000;

const Kind = oneOf(REQUEST_KINDS);

function optionsOf(given: Readonly<Record<string, string>>): LedgerOptions {
  const { kind, district, street } = given;
  return {
    ...(Check(Kind, kind) ? { kind } : {}),
    ...(district !== undefined && /^[0-9]{6}$/u.test(district) ? { district } : {}),
    ...(street !== undefined && /^[0-9]{9}$/u.test(street) ? { street } : {}),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** `twins`: rows that say the same as an earlier one. */
type Read = Readonly<{ entries: readonly LedgerEntry[]; bad: BadRow[]; rows: number; twins: number }>;

async function readLedger(
  bytes: Uint8Array,
  formulas: ReadonlyMap<number, ReadonlySet<number>>,
  options: LedgerOptions,
): Promise<Read | 'wrongHeader' | 'tooManyRows'> {
  const entries = new Map<string, LedgerEntry>();
  const bad: BadRow[] = [];
  let rows = 0;
  let twins = 0;
  let headed = false;
  const start = performance.now();
  for await (const { index, values } of streamXlsxRows(bytes)) {
    if (!headed) {
      if (index !== 0 || headerFault(values) !== undefined) return 'wrongHeader';
      headed = true;
      continue;
    }
    if (values.every((value) => value === null || value === undefined || value === '')) continue;
    rows += 1;
    if (rows > MAX_ROWS || performance.now() - start > MAX_READ_MS) return 'tooManyRows';
    const cells = formulas.get(index + 1);
    const entry = ledgerEntry({ row: index + 1, values, ...(cells === undefined ? {} : { formulas: cells }) }, options, sha256);
    if (isBadRow(entry)) {
      bad.push(entry);
      continue;
    }
    const twin = entries.get(entry.action);
    if (twin === undefined) entries.set(entry.action, entry);
    else if (sameLetter(twin.body, entry.body)) twins += 1;
    else bad.push({ row: entry.row, column: '留言编号', code: 'changed', reason: LEDGER_FAULTS.changed });
  }
  return headed ? { entries: [...entries.values()], bad, rows, twins } : 'wrongHeader';
}

/** The letter's own words: options of an import may differ from the first time without making it another matter. */
function sameLetter(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  return ['title', 'content', 'acceptedAt', 'complainant'].every((field) => canonicalText(a[field]) === canonicalText(b[field]));
}

export async function importLedger(
  core: Core,
  bytes: Uint8Array,
  given: Readonly<Record<string, string>>,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<ImportAnswer> {
  if (!core.hasRoom()) return { ok: false, fault: 'noRoom', reason: REFUSALS.noRoom };
  const inspected = await inspectXlsx(bytes);
  if (!inspected.ok) return { ok: false, fault: inspected.fault, reason: FILE_FAULTS[inspected.fault] };
  const read = await readLedger(bytes, inspected.formulas, optionsOf(given)).catch(() => undefined);
  if (read === undefined) return { ok: false, fault: 'notXlsx', reason: FILE_FAULTS.notXlsx };
  if (read === 'wrongHeader') return { ok: false, fault: read, reason: LEDGER_FAULTS.wrongHeader };
  if (read === 'tooManyRows') return { ok: false, fault: read, reason: FILE_FAULTS.tooManyRows };
  const sign = await hubSigner(core.store.private);
  const bad = [...read.bad];
  const taken = new Map<string, LedgerEntry>();
  let unchanged = read.twins;
  for (let at = 0; at < read.entries.length; at += BATCH) {
    const batch = read.entries.slice(at, at + BATCH);
    const known = await core.store.hotline.getMany<StoredAction>(batch.map((entry) => entry.action));
    const fresh: { entry: LedgerEntry; action: StoredAction }[] = [];
    batch.forEach((entry, index) => {
      const before = known[index];
      if (before === undefined) fresh.push({ entry, action: registration(core, sign, entry) });
      else if (sameLetter(before.body, entry.body)) unchanged += 1;
      else bad.push({ row: entry.row, column: '留言编号', code: 'changed', reason: LEDGER_FAULTS.changed });
    });
    const logged = await core.log(fresh.map(({ action }) => action));
    fresh.forEach(({ entry }, index) => {
      // Another import of the same file was quicker.
      if (logged[index] === 'written') taken.set(entry.action, entry);
      else unchanged += 1;
    });
    progress(Math.min(at + BATCH, read.entries.length), read.entries.length);
  }
  await core.authority.run();
  await core.feed.catchUp();
  // The authority has the last word: what it denied is no ticket, and is said so.
  for (const [action, { row }] of taken) {
    const settled = core.feed.settlement(action);
    if (settled?.state !== 'refused') continue;
    taken.delete(action);
    bad.push({ row, column: '留言编号', code: 'refused', reason: settled.reason });
  }
  return { ok: true, rows: read.rows, taken: taken.size, unchanged, bad: bad.sort((a, b) => a.row - b.row) };
}

function registration(core: Core, sign: Awaited<ReturnType<typeof hubSigner>>, entry: LedgerEntry): StoredAction {
  const at = core.now();
  const counter = core.nextCounter();
  const action = sign({
    _id: entry.action,
    schema: ACTION_SCHEMA,
    ticket: entry.ticket,
    kind: 'register',
    actor: 'system:import' as PersonId,
    device: 'hub' as DeviceId,
    replica: 'hub' as ReplicaId,
    n: counter,
    prev: CHAIN_START,
    occurredAt: at,
    body: entry.body,
  });
  return { ...action, received: { at, counter, effectiveAt: at } };
}
