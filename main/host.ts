/** The machine's side of the host contract, over plain files: Electron's main process registers it; tests use it as it is. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Check } from 'typebox/value';
import type { PersonId } from '../shared/hotline/ids.ts';
import { DeviceRecord, HOST_CHANNELS, type Host, type HostArgs, type HostChannel, type HostResult } from '../shared/host/contract.ts';
import { ActionFiles } from './action-files/action-files.ts';
import { EvidenceFiles } from './evidence-files/evidence-files.ts';
import { ensureFolder, folderOf, isNoRoom, readJson, writeForced, type FileLayer } from './files/forced-file.ts';
import { Vault, type SystemSeal, type Unlocked } from './vault/vault.ts';

export type HostOptions = Readonly<{
  userData: string;
  version: string;
  system: SystemSeal;
  demo?: NonNullable<HostResult<'host.info'>['demo']>;
  layer?: FileLayer;
  now?: () => number;
}>;

type Handlers = { [C in HostChannel]: (args: HostArgs<C>) => Promise<HostResult<C>> };
type People = Readonly<{ hubId: string; vault: Vault; actions: ActionFiles; evidence: EvidenceFiles }>;

function failed(error: unknown): { ok: false; code: 'noRoom' | 'io'; detail: string } {
  return { ok: false, code: isNoRoom(error) ? 'noRoom' : 'io', detail: String(error).slice(0, 500) };
}

export function createHost(options: HostOptions): Host {
  const layer = options.layer ?? {};
  const now = options.now ?? Date.now;
  const devicePath = join(options.userData, 'device.json');
  let current: People | undefined;

  async function device(): Promise<DeviceRecord | undefined> {
    const stored = await readJson(devicePath).catch(() => undefined);
    return Check(DeviceRecord, stored) ? stored : undefined;
  }

  /** The folder of the hub this device is enrolled at (architecture.md, "Running"). */
  async function people(): Promise<People> {
    const hubId = (await device())?.hubId ?? 'none';
    if (current?.hubId === hubId) return current;
    const base = folderOf(options.userData, hubId);
    await ensureFolder(base);
    const vault = new Vault(base, options.system, layer);
    current = { hubId, vault, actions: new ActionFiles(base, vault, layer), evidence: new EvidenceFiles(base, layer) };
    return current;
  }

  async function opened(person: PersonId, unlocked: Unlocked) {
    const { actions } = await people();
    await actions.prepare(person);
    await actions.prune(person, now());
    const head = await actions.head(person);
    const chain = head ?? { replica: unlocked.replica, n: 0, hash: '0'.repeat(64) as HostResult<'actions.unsettled'>['chain']['hash'] };
    return { ok: true as const, publicKey: unlocked.publicKey, chain };
  }

  const handlers: Handlers = {
    'host.info': async () => ({
      kind: 'electron',
      version: options.version,
      ...(options.demo === undefined ? {} : { demo: options.demo }),
    }),
    'device.load': async () => (await device()) ?? null,
    'device.save': async (record) => {
      try {
        await ensureFolder(options.userData);
        await writeForced(devicePath, JSON.stringify(record), layer);
        return { ok: true };
      } catch (error) {
        return failed(error);
      }
    },
    'device.wipe': async ({ person }) => {
      const { hubId } = await people();
      const target = person === undefined ? folderOf(options.userData, hubId) : folderOf(options.userData, hubId, person);
      await rm(target, { recursive: true, force: true });
      if (person === undefined) await rm(devicePath, { force: true });
      current = undefined;
      return { ok: true };
    },
    'vault.create': async ({ person, password }) => {
      try {
        const made = await (await people()).vault.create(person, password);
        return made === undefined ? { ok: false, code: 'exists' } : await opened(person, made);
      } catch (error) {
        return failed(error);
      }
    },
    'vault.unlock': async ({ person, password }) => {
      const unlocked = await (await people()).vault.unlock(person, password, now());
      return typeof unlocked === 'string' ? { ok: false, code: unlocked } : opened(person, unlocked);
    },
    'vault.lock': async ({ person }) => {
      (await people()).vault.lock(person);
      return { ok: true };
    },
    'vault.people': async () => {
      const { vault } = await people();
      return { people: [...(await vault.people())], ...vault.systemSeal };
    },
    'actions.append': async ({ owner, draft }) => (await people()).actions.append(owner, draft),
    'actions.unsettled': async ({ owner }) => {
      const { actions, vault } = await people();
      const found = await actions.unsettled(owner);
      const head = await actions.head(owner);
      const replica = await vault.replicaOf(owner);
      if (head === undefined || replica === undefined) throw new Error('no key on this device');
      return { actions: [...found.actions], chain: head, broken: [...found.broken] };
    },
    'actions.settled': async ({ owner }) => ({ records: [...(await (await people()).actions.settled(owner))] }),
    'actions.settle': async ({ owner, record }) => {
      try {
        const done = await (await people()).actions.settle(owner, record);
        return done === 'ok' ? { ok: true } : { ok: false, code: 'unknown' };
      } catch (error) {
        return failed(error);
      }
    },
    'evidence.put': async ({ owner, hash, bytes }) => {
      const done = await (await people()).evidence.put(owner, hash, bytes);
      return done === 'ok' ? { ok: true } : { ok: false, code: done };
    },
    'evidence.get': async ({ owner, hash }) => {
      const bytes = await (await people()).evidence.get(owner, hash);
      return bytes === undefined ? { ok: false, code: 'unknown' } : { ok: true, bytes };
    },
    'evidence.list': async ({ owner }) => ({ hashes: [...(await (await people()).evidence.list(owner))] }),
    'evidence.drop': async ({ owner, hash }) => {
      await (await people()).evidence.drop(owner, hash);
      return { ok: true };
    },
  };

  return {
    async call(channel, args) {
      if (!Object.hasOwn(HOST_CHANNELS, channel)) throw new TypeError(`unknown host channel ${String(channel)}`);
      if (!Check(HOST_CHANNELS[channel].args, args)) throw new TypeError(`malformed arguments for ${channel}`);
      return handlers[channel](args as never) as never;
    },
  };
}
