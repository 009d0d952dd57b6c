/**
 * The host in a plain browser (演示模式): IndexedDB in place of files, keys that cannot be extracted; there is no second copy
 * of the outbox, and a banner says so.
 */
import { ulid } from 'ulid';
import type { Action } from '../../shared/hotline/action.ts';
import type { ReplicaId, Sha256 } from '../../shared/hotline/ids.ts';
import type { Chain, DeviceRecord, Host, HostArgs, HostChannel, HostResult, SettledRecord } from '../../shared/host/contract.ts';
import { accessHash, type AccessRecord } from '../../shared/sync/access.ts';
import { CHAIN_START, actionHash, signedBytes } from '../../shared/sync/canonical.ts';
import type { Static } from 'typebox';
import { MAX_REFERENCE_BYTES } from '../../shared/sync/reference-file.ts';
import { KeyedStore } from './keyed-store.ts';
import { pickFile } from './pick-file.ts';

type Person = { replica: ReplicaId; key: CryptoKey; publicKey: string; salt: Uint8Array<ArrayBuffer>; verifier: string };
type Handlers = { [C in HostChannel]: (args: HostArgs<C>) => Promise<HostResult<C>> };

function base64url(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

async function verifierOf(password: string, salt: Uint8Array<ArrayBuffer>): Promise<string> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, ['deriveBits']);
  return base64url(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 310_000 }, key, 256));
}

export function browserHost(): Host {
  const store = new KeyedStore('griddesk-host');
  const open = new Map<string, Person>();

  async function unsettled(owner: string): Promise<Action[]> {
    return (await store.all<Action>(`action|${owner}|`)).sort((a, b) => a.n - b.n);
  }

  async function settled(owner: string): Promise<SettledRecord[]> {
    return (await store.all<SettledRecord>(`settled|${owner}|`)).sort((a, b) => a.action.n - b.action.n);
  }

  async function chain(owner: string, replica: ReplicaId): Promise<Static<typeof Chain>> {
    const all = [...(await unsettled(owner)), ...(await settled(owner)).map((record) => record.action)].sort((a, b) => a.n - b.n);
    const last = all.at(-1);
    return last === undefined ? { replica, n: 0, hash: CHAIN_START } : { replica, n: last.n, hash: actionHash(last) };
  }

  async function shut(person: string, record: Person, password: string): Promise<void> {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const changed = { ...record, salt, verifier: await verifierOf(password, salt) };
    await store.put(`person|${person}`, changed);
    open.set(person, changed);
  }

  const handlers: Handlers = {
    'host.info': async () => {
      const demo = await fetch('/demo.json').then(
        (answer) => (answer.ok ? answer.json() : undefined),
        () => undefined,
      );
      return {
        kind: 'browser',
        version: 'demo',
        ...(demo === undefined ? {} : { demo: demo as NonNullable<HostResult<'host.info'>['demo']> }),
      };
    },
    'device.load': async () => (await store.get<DeviceRecord>('device')) ?? null,
    'device.save': async (record) => {
      await store.put('device', record);
      return { ok: true };
    },
    'device.wipe': async ({ person }) => {
      if (person === undefined) await store.clear();
      else await store.remove(`person|${person}`);
      return { ok: true };
    },
    'vault.create': async ({ person, password }) => {
      if ((await store.get<Person>(`person|${person}`)) !== undefined) return { ok: false, code: 'exists' };
      const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
      const salt = crypto.getRandomValues(new Uint8Array(16));
      const record: Person = {
        replica: `replica:${ulid()}` as ReplicaId,
        key: pair.privateKey,
        publicKey: base64url(await crypto.subtle.exportKey('raw', pair.publicKey)),
        salt,
        verifier: await verifierOf(password, salt),
      };
      await store.put(`person|${person}`, record);
      open.set(person, record);
      return { ok: true, publicKey: record.publicKey, chain: await chain(person, record.replica) };
    },
    'vault.unlock': async ({ person, password }) => {
      const record = await store.get<Person>(`person|${person}`);
      if (record === undefined) return { ok: false, code: 'unknownPerson' };
      if ((await verifierOf(password, record.salt)) !== record.verifier) return { ok: false, code: 'wrongPassword' };
      open.set(person, record);
      return { ok: true, publicKey: record.publicKey, chain: await chain(person, record.replica) };
    },
    // The key cannot be taken out here: what the password opens is only the door to it.
    'vault.reseal': async ({ person, password }) => {
      const record = open.get(person);
      if (record === undefined) return { ok: false, code: 'locked' };
      await shut(person, record, password);
      return { ok: true };
    },
    'vault.renew': async ({ person, password }) => {
      const record = await store.get<Person>(`person|${person}`);
      if (record === undefined) return { ok: false, code: 'unknownPerson' };
      await shut(person, record, password);
      return { ok: true, publicKey: record.publicKey, chain: await chain(person, record.replica) };
    },
    'vault.lock': async ({ person }) => {
      open.delete(person);
      return { ok: true };
    },
    'vault.people': async () => ({
      people: [...open.keys()] as HostResult<'vault.people'>['people'],
      systemSealed: false,
      backend: 'browser',
    }),
    'actions.append': async ({ owner, draft }) => {
      const signer = open.get(draft.actor);
      const holder = open.get(owner) ?? (await store.get<Person>(`person|${owner}`));
      if (signer === undefined || holder === undefined) return { ok: false, code: 'locked' };
      const head = await chain(owner, holder.replica);
      const unsigned = { ...draft, replica: head.replica, n: head.n + 1, prev: head.hash };
      const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signer.key, new Uint8Array(signedBytes(unsigned)));
      const action: Action = { ...unsigned, sig: base64url(signature) };
      await store.put(`action|${owner}|${String(action.n).padStart(10, '0')}`, action);
      return { ok: true, action };
    },
    'actions.unsettled': async ({ owner }) => {
      const holder = await store.get<Person>(`person|${owner}`);
      if (holder === undefined) throw new Error('no key on this device');
      return { actions: await unsettled(owner), chain: await chain(owner, holder.replica), broken: [] };
    },
    'actions.settled': async ({ owner }) => ({ records: await settled(owner) }),
    'actions.settle': async ({ owner, record }) => {
      const place = String(record.action.n).padStart(10, '0');
      await store.put(`settled|${owner}|${place}`, record);
      await store.remove(`action|${owner}|${place}`);
      return { ok: true };
    },
    'access.append': async ({ owner, draft }) => {
      const last = (await store.all<AccessRecord>(`access|${owner}|`)).at(-1);
      const record = { ...draft, n: (last?.n ?? 0) + 1, prev: last === undefined ? CHAIN_START : accessHash(last) };
      await store.put(`access|${owner}|${String(record.n).padStart(10, '0')}`, record);
      return { ok: true };
    },
    'access.unsent': async ({ owner }) => {
      const sent = (await store.get<number>(`access-sent|${owner}`)) ?? 0;
      return { records: (await store.all<AccessRecord>(`access|${owner}|`)).filter((record) => record.n > sent) };
    },
    'access.sent': async ({ owner, upTo }) => {
      await store.put(`access-sent|${owner}`, upTo);
      return { ok: true };
    },
    'reference.pick': () => pickFile('.json,application/json', MAX_REFERENCE_BYTES),
    'reference.put': async ({ name, text }) => {
      await store.put(`reference|${name}`, { name, text });
      return { ok: true };
    },
    'reference.list': async () => ({ files: await store.all<{ name: string; text: string }>('reference|') }),
    // The browser's own dialog prints, and saves as a PDF.
    'paper.print': async () => {
      window.print();
      return { ok: true };
    },
    'paper.save': async () => ({ ok: false, code: 'unsupported' }),
    'evidence.put': async ({ owner, hash, bytes }) => {
      await store.put(`evidence|${owner}|${hash}`, bytes);
      return { ok: true };
    },
    'evidence.get': async ({ owner, hash }) => {
      const bytes = await store.get<Uint8Array>(`evidence|${owner}|${hash}`);
      return bytes === undefined ? { ok: false, code: 'unknown' } : { ok: true, bytes };
    },
    'evidence.list': async ({ owner }) => ({ hashes: (await store.keys(`evidence|${owner}|`)).map((key) => key.slice(-64) as Sha256) }),
    'evidence.drop': async ({ owner, hash }) => {
      await store.remove(`evidence|${owner}|${hash}`);
      return { ok: true };
    },
  };
  return { call: (channel, args) => handlers[channel](args as never) as never };
}
