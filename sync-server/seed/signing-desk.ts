/** A desk without a screen: signs, numbers and chains actions as a real one does. For the seed, and for tests of the protocol. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { ulid } from 'ulid';
import { ACTION_SCHEMA, type Action, type UnsignedAction } from '../../shared/hotline/action.ts';
import type { ActionId, DeviceId, Instant, PersonId, ReplicaId, Sha256, SubjectId, TicketId } from '../../shared/hotline/ids.ts';
import { CHAIN_START, actionHash, signedBytes } from '../../shared/sync/canonical.ts';

export type SigningKey = Readonly<{ privateKey: KeyObject; point: string }>;

export function newSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const half = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
  const point = Buffer.from([4, ...half(x), ...half(y)]).toString('base64url');
  return { privateKey, point };
}

export function signAction(key: SigningKey, action: UnsignedAction): Action {
  return { ...action, sig: sign('sha256', signedBytes(action), { key: key.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url') };
}

export class SigningDesk {
  readonly replica = `replica:${ulid()}` as ReplicaId;
  readonly device: DeviceId;
  readonly #now: () => Instant;
  readonly #keys = new Map<PersonId, SigningKey>();
  readonly #last = new Map<SubjectId, ActionId>();
  #n = 0;
  #prev: Sha256 = CHAIN_START;

  constructor(device: DeviceId, now: () => Instant) {
    this.device = device;
    this.#now = now;
  }

  /** The person's key on this device, made at first use: its point is what the hub certifies. */
  keyOf(person: PersonId): SigningKey {
    const key = this.#keys.get(person) ?? newSigningKey();
    this.#keys.set(person, key);
    return key;
  }

  get head(): Readonly<{ n: number; hash: Sha256 }> {
    return { n: this.#n, hash: this.#prev };
  }

  action(actor: PersonId, ticket: SubjectId, kind: string, body: Record<string, unknown>, occurredAt: Instant = this.#now()): Action {
    const after = this.#last.get(ticket);
    const action = signAction(this.keyOf(actor), {
      _id: `action:${ulid()}` as ActionId,
      schema: ACTION_SCHEMA,
      ticket,
      kind,
      actor,
      device: this.device,
      replica: this.replica,
      n: (this.#n += 1),
      prev: this.#prev,
      ...(after === undefined ? {} : { after }),
      occurredAt,
      body,
    });
    this.#prev = actionHash(action);
    this.#last.set(ticket, action._id);
    return action;
  }
}

export function newTicketId(): TicketId {
  return `ticket:${ulid()}` as TicketId;
}
