/** One desk's parts on real files and RxDB in memory, opposite a hub that says what a test says, at the edge where HTTP is. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRxStorageMemory, type RxStorageMemory } from 'rxdb/plugins/storage-memory';
import { createHost } from '../../main/host/index.ts';
import { databaseName, openCollections, type Replicated } from '../../renderer/replica/collections.ts';
import { HubClient } from '../../renderer/replica/hub-client.ts';
import type { Action } from '../../shared/hotline/action.ts';
import type { DeviceRecord, Host } from '../../shared/host/contract.ts';
import type { PersonId, TicketId } from '../../shared/hotline/ids.ts';

export const LIN = 'person:lin' as PersonId;
export const ZHAO = 'person:zhao' as PersonId;
export const TICKET = 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV' as TicketId;
export const AT = '2026-11-24T08:00:00.000Z';
export const DEVICE = {
  hub: 'http://127.0.0.1:9',
  hubId: 'hub-1',
  device: 'device:01ARZ3NDEKTSV4RRFFQ69G5FAV',
  deviceSecret: 's',
  unit: '210102001',
  unitName: '街道办',
  people: [
    { id: LIN, name: '林', login: 'lin', roles: ['clerk'] },
    { id: ZHAO, name: '赵', login: 'zhao', roles: ['leader'] },
  ],
} as unknown as DeviceRecord;

export type Answer = Readonly<{ status: number; body: unknown; headers?: Record<string, string> }>;
type Sent = { docs: { _id: string; stub?: string }[] };

/** A hub that answers what a test says: text as it is, everything else as JSON. */
export function answering(answer: (path: string, body: unknown) => Answer): HubClient {
  return new HubClient((input, init) => {
    const {
      status,
      body,
      headers = {},
    } = answer(input instanceof Request ? input.url : String(input), JSON.parse(typeof init?.body === 'string' ? init.body : 'null'));
    return Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }));
  }, DEVICE.hub);
}

/** A gate that takes everything but what `instead` answers for. */
export function gate(instead: (docs: Sent['docs']) => Answer | undefined, taken: unknown[] = []): HubClient {
  return answering((_path, body) => {
    const { docs } = body as Sent;
    const other = instead(docs);
    if (other !== undefined) return other;
    taken.push(...docs.map((doc) => [doc._id, doc.stub]));
    const rows = docs.map((doc) =>
      doc.stub === undefined
        ? { ok: true, id: doc._id, rev: '1', state: 'waiting', receivedAt: AT }
        : { id: doc._id, error: 'tooLarge', reason: '内容过长', settled: true },
    );
    return { status: 201, body: rows };
  });
}

export class OneDesk {
  readonly dir: string;
  readonly storage: RxStorageMemory;
  readonly host: Host;
  database: Replicated;
  #serial = 0;

  private constructor(dir: string, storage: RxStorageMemory, host: Host, database: Replicated) {
    this.dir = dir;
    this.storage = storage;
    this.host = host;
    this.database = database;
  }

  static async open(): Promise<OneDesk> {
    const dir = await mkdtemp(join(tmpdir(), 'griddesk-parts-'));
    // RxDB keeps what lies in memory for the whole process: a desk of its own has a store of its own.
    const storage = Object.assign(getRxStorageMemory(), { collectionStates: new Map() });
    const database = await openCollections(databaseName('hub-1', LIN), storage as never);
    const host = createHost({ userData: dir, version: 'test' });
    await host.call('device.save', DEVICE);
    for (const person of [LIN, ZHAO]) await host.call('vault.create', { person, password: 'a' });
    return new OneDesk(dir, storage, host, database);
  }

  async saved(actor: PersonId = LIN, text = '意见'): Promise<Action> {
    this.#serial += 1;
    const draft = {
      _id: `action:01ARZ3NDEKTSV4RRFFQ69G${String(this.#serial).padStart(4, '0')}`,
      schema: 1,
      ticket: TICKET,
      kind: 'comment',
      actor,
      device: DEVICE.device,
      occurredAt: AT,
      body: { text },
    };
    const answer = await this.host.call('actions.append', { owner: actor, draft: draft as never });
    if (!answer.ok) throw new Error(answer.code);
    return answer.action;
  }

  /** Everything the storage still holds, tombstones too. */
  async stored(): Promise<string> {
    // The memory storage writes late; reading makes it catch up.
    if (!this.database.closed)
      for (const one of Object.values(this.database.collections)) await one.storageInstance.findDocumentsById(['x'], true);
    const states = (this.storage as unknown as { collectionStates: Map<string, { documents: Map<string, unknown> }> }).collectionStates;
    return JSON.stringify([...states.values()].map((state) => [...state.documents.values()]));
  }

  async close(): Promise<void> {
    if (!this.database.closed) await this.database.close();
    await rm(this.dir, { recursive: true, force: true });
  }
}
