import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOST_CHANNELS, type ActionDraft, type DeviceRecord, type Host } from '../../shared/host/contract.ts';
import type { PersonId } from '../../shared/hotline/ids.ts';
import { hashHex, signedBytes } from '../../shared/sync/canonical.ts';
import { Check } from 'typebox/value';
import { createHost } from './create-host.ts';

const LIN = 'person:lin' as PersonId;
const ZHAO = 'person:Zhao' as PersonId;
const DEVICE = {
  hub: 'http://127.0.0.1:1',
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

let userData: string;
let clock: number;
let host: Host;

function open(): Host {
  return createHost({ userData, version: '0', now: () => clock });
}

beforeEach(async () => {
  userData = await mkdtemp(join(tmpdir(), 'host-'));
  clock = Date.parse('2026-11-24T08:00:00.000Z');
  host = open();
  await host.call('device.save', DEVICE);
});
afterEach(() => rm(userData, { recursive: true, force: true, maxRetries: 3 }));

function draft(actor: PersonId, serial = 1): ActionDraft {
  return {
    _id: `action:01ARZ3NDEKTSV4RRFFQ69G${String(serial).padStart(4, '0')}`,
    schema: 1,
    ticket: 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV',
    kind: 'comment',
    actor,
    device: DEVICE.device,
    occurredAt: '2026-11-24T08:00:00.000Z',
    body: { text: '已联系' },
  } as unknown as ActionDraft;
}

describe('the host over plain files', () => {
  it('keeps the device record over a restart', async () => {
    expect(await open().call('device.load', {})).toEqual(DEVICE);
  });

  it('opens a key with its password only, offline, and signs what the hub can verify [sync G0]', async () => {
    const made = await host.call('vault.create', { person: LIN, password: '密码 一' });
    expect(made).toMatchObject({ ok: true, chain: { n: 0 } });
    expect(await host.call('vault.create', { person: LIN, password: 'x' })).toMatchObject({ ok: false, code: 'exists' });
    const fresh = open();
    expect(await fresh.call('actions.append', { owner: LIN, draft: draft(LIN) })).toMatchObject({ ok: false, code: 'locked' });
    expect(await fresh.call('vault.unlock', { person: LIN, password: '别的' })).toEqual({ ok: false, code: 'wrongPassword' });
    expect(await fresh.call('vault.unlock', { person: ZHAO, password: 'x' })).toEqual({ ok: false, code: 'unknownPerson' });
    const opened = await fresh.call('vault.unlock', { person: LIN, password: '密码 一' });
    if (!opened.ok || !made.ok) throw new Error('not opened');
    expect(opened.publicKey).toBe(made.publicKey);
    const answer = await fresh.call('actions.append', { owner: LIN, draft: draft(LIN) });
    if (!answer.ok) throw new Error(answer.code);
    const point = Buffer.from(opened.publicKey, 'base64url');
    const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    expect(
      verify('sha256', signedBytes(answer.action), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(answer.action.sig, 'base64url')),
    ).toBe(true);
    expect(Check(HOST_CHANNELS['actions.append'].result, answer)).toBe(true);
  });

  it('lets a leader sign in the chain of the clerk, only while the leader’s key is open', async () => {
    await host.call('vault.create', { person: LIN, password: 'a' });
    await host.call('vault.create', { person: ZHAO, password: 'b' });
    await host.call('vault.lock', { person: ZHAO });
    expect(await host.call('actions.append', { owner: LIN, draft: draft(ZHAO) })).toMatchObject({ code: 'locked' });
    await host.call('actions.append', { owner: LIN, draft: draft(LIN, 1) });
    await host.call('vault.unlock', { person: ZHAO, password: 'b' });
    const signed = await host.call('actions.append', { owner: LIN, draft: draft(ZHAO, 2) });
    expect(signed).toMatchObject({ ok: true, action: { actor: ZHAO, n: 2 } });
    expect((await host.call('actions.unsettled', { owner: ZHAO })).actions).toEqual([]);
    expect(await host.call('vault.people', {})).toEqual({ people: [LIN, ZHAO], systemSealed: false, backend: 'none' });
  });

  it('slows down guessing, also over a restart, and lets the right password in after the wait', async () => {
    await host.call('vault.create', { person: LIN, password: 'a' });
    for (let wrong = 0; wrong < 5; wrong += 1) await host.call('vault.unlock', { person: LIN, password: 'x' });
    expect(await open().call('vault.unlock', { person: LIN, password: 'a' })).toEqual({ ok: false, code: 'tooMany' });
    clock += 31_000;
    expect(await open().call('vault.unlock', { person: LIN, password: 'a' })).toMatchObject({ ok: true });
  });

  it('writes no key and no password that could be read without the password', async () => {
    await host.call('vault.create', { person: LIN, password: '很长的口令' });
    const file = await readFile(join(userData, 'hub-1', 'person-lin', 'key.json'), 'utf8');
    expect(file).not.toContain('很长的口令');
    expect(Object.keys(JSON.parse(file) as object).sort()).toEqual(['key', 'person', 'publicKey', 'replica', 'schema']);
  });

  it('puts the system’s key store around the password where it protects', async () => {
    const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 255);
    const sealing = { backend: () => 'gnome_libsecret', protects: () => true, seal: flip, open: flip };
    await createHost({ userData, version: '0', sealing }).call('vault.create', { person: LIN, password: 'a' });
    expect(await createHost({ userData, version: '0', sealing }).call('vault.unlock', { person: LIN, password: 'a' })).toMatchObject({
      ok: true,
    });
    expect(
      await createHost({ userData, version: '0', sealing: { ...sealing, open: (bytes) => bytes } }).call('vault.unlock', {
        person: LIN,
        password: 'a',
      }),
    ).toMatchObject({
      ok: false,
    });
  });

  it('keeps a file under its hash only, and gives it back byte for byte [sync E2]', async () => {
    await host.call('vault.create', { person: LIN, password: 'a' });
    const bytes = new Uint8Array([0, 1, 2, 255]);
    const hash = hashHex(bytes);
    expect(await host.call('evidence.put', { owner: LIN, hash, bytes: new Uint8Array([1]) })).toMatchObject({ code: 'hashMismatch' });
    expect(await host.call('evidence.put', { owner: LIN, hash, bytes })).toEqual({ ok: true });
    const fresh = open();
    expect(await fresh.call('evidence.list', { owner: LIN })).toEqual({ hashes: [hash] });
    expect(await fresh.call('evidence.get', { owner: LIN, hash })).toEqual({ ok: true, bytes });
    await fresh.call('evidence.drop', { owner: LIN, hash });
    expect(await fresh.call('evidence.get', { owner: LIN, hash })).toEqual({ ok: false, code: 'unknown' });
  });

  it('empties the engine’s databases before it forgets the enrolment [sync D4]', async () => {
    const order: string[] = [];
    const clearing = createHost({
      userData,
      version: '0',
      clearEngine: async () => {
        order.push((await open().call('device.load', {})) === null ? 'too late' : 'enrolled');
      },
    });
    expect(await clearing.call('device.wipe', {})).toEqual({ ok: true });
    expect(order).toEqual(['enrolled']);
    const failing = createHost({ userData, version: '0', clearEngine: () => Promise.reject(new Error('busy')) });
    await failing.call('device.save', DEVICE);
    expect(await failing.call('device.wipe', {})).toMatchObject({ ok: false, code: 'io' });
    expect(await open().call('device.load', {})).toEqual(DEVICE);
  });

  it('wipes one person, or everything and the enrolment with it [sync D4]', async () => {
    await host.call('vault.create', { person: LIN, password: 'a' });
    await host.call('vault.create', { person: ZHAO, password: 'b' });
    await host.call('device.wipe', { person: LIN });
    expect((await host.call('vault.people', {})).people).toEqual([ZHAO]);
    await host.call('device.wipe', {});
    expect(await host.call('device.load', {})).toBeNull();
    expect(await readdir(userData)).toEqual([]);
  });
});
