/**
 * The machine side of the desk as one `Host`, over plain files: Electron's main process registers it as IPC handlers, and
 * Node tests, torture and benchmarks run this very code. Every argument is checked against the contract before it is used.
 */
import { ulid } from 'ulid';
import type { PersonId, ReplicaId } from '../../shared/hotline/ids.ts';
import { Check } from 'typebox/value';
import {
  HOST_CHANNELS,
  type DeviceRecord,
  type Host,
  type HostArgs,
  type HostChannel,
  type HostResult,
} from '../../shared/host/contract.ts';
import { AccessFiles } from '../access-files/index.ts';
import { ActionFiles } from '../action-files/index.ts';
import { loadDevice, removeDevice, saveDevice } from '../device-record/index.ts';
import { DISK, ioFailure, writeFailure, type FileLayer } from '../durable-files/index.ts';
import { EvidenceFiles } from '../evidence-files/index.ts';
import { printPaper, savePaper, type PaperOutput } from '../papers/index.ts';
import { listReferenceFiles, putReferenceFile, readChosen, type ChooseFile } from '../reference-files/index.ts';
import { NO_SYSTEM_SEALING, readKeyFile, Vault, type KeyFile, type Sealing } from '../vault/index.ts';
import { hubFolder, personFolder } from './person-folder.ts';

export type HostOptions = Readonly<{
  userData: string;
  version: string;
  sealing?: Sealing;
  demo?: NonNullable<HostResult<'host.info'>['demo']>;
  layer?: FileLayer;
  now?: () => number;
  /** Empties the browser engine's databases, whatever the screen could not remove itself [sync D4]. */
  clearEngine?: () => Promise<void>;
  /** The system's dialog for a file (F05); without it nothing is ever chosen. */
  chooseFile?: ChooseFile;
  /** The window whose print view is printed; without it there is nothing to print. */
  paper?: PaperOutput;
}>;

const NO_PAPER: PaperOutput = {
  print: () => Promise.resolve('noPrinter'),
  saveAs: () => Promise.resolve(undefined),
  pdf: () => Promise.reject(new Error('there is no window to print')),
};

type Handlers = { readonly [C in HostChannel]: (args: HostArgs<C>) => Promise<HostResult<C>> };
type Room = Readonly<{ folder: string; evidence: EvidenceFiles; actions: ActionFiles; access: AccessFiles }>;

class Rooms {
  readonly #layer: FileLayer;
  readonly #userData: string;
  readonly #now: () => number;
  readonly #open = new Map<string, Room>();
  #device: DeviceRecord | undefined;

  constructor(layer: FileLayer, userData: string, now: () => number) {
    this.#layer = layer;
    this.#userData = userData;
    this.#now = now;
  }

  async device(): Promise<DeviceRecord | undefined> {
    this.#device ??= await loadDevice(this.#layer, this.#userData);
    return this.#device;
  }

  forgetDevice(): void {
    this.#device = undefined;
    this.#open.clear();
  }

  /** Before the device is enrolled nobody has a folder: asking for one is a bug of the caller. */
  async folder(person: PersonId): Promise<string> {
    const device = await this.device();
    if (device === undefined) throw new Error('the device is not enrolled');
    return personFolder(this.#userData, device.hubId, person);
  }

  /** What belongs to the device, not to one of its people. */
  async hubFolder(): Promise<string> {
    const device = await this.device();
    if (device === undefined) throw new Error('the device is not enrolled');
    return hubFolder(this.#userData, device.hubId);
  }

  async keyFile(person: PersonId): Promise<KeyFile | undefined> {
    return readKeyFile(this.#layer, await this.folder(person));
  }

  /** `undefined` for a person without a key here. */
  async room(owner: PersonId): Promise<Room | undefined> {
    const folder = await this.folder(owner);
    const known = this.#open.get(folder);
    if (known !== undefined) return known;
    const file = await readKeyFile(this.#layer, folder);
    if (file === undefined) return undefined;
    // Asked twice at once, both must get the same queue.
    const room = this.#open.get(folder) ?? this.#enter(folder, file.replica);
    this.#open.set(folder, room);
    return room;
  }

  #enter(folder: string, replica: ReplicaId): Room {
    const layer = this.#layer;
    return {
      folder,
      evidence: new EvidenceFiles(layer, folder),
      actions: new ActionFiles({ layer, folder, replica, now: this.#now }),
      access: new AccessFiles(layer, folder),
    };
  }

  async roomOrThrow(owner: PersonId): Promise<Room> {
    const room = await this.room(owner);
    if (room === undefined) throw new Error('this person has no key on this device');
    return room;
  }

  async people(): Promise<PersonId[]> {
    const device = await this.device();
    if (device === undefined) return [];
    const found: PersonId[] = [];
    for (const { id } of device.people) if ((await this.keyFile(id)) !== undefined) found.push(id);
    return found;
  }

  async wipe(person: PersonId | undefined): Promise<void> {
    const device = await this.device();
    if (device === undefined) return;
    if (person !== undefined) {
      await this.#layer.removeFolder(await this.folder(person));
      this.#open.delete(await this.folder(person));
      return;
    }
    await this.#layer.removeFolder(hubFolder(this.#userData, device.hubId));
    await removeDevice(this.#layer, this.#userData);
    this.forgetDevice();
  }
}

export function createHost(options: HostOptions): Host {
  const layer = options.layer ?? DISK;
  const sealing = options.sealing ?? NO_SYSTEM_SEALING;
  const now = options.now ?? Date.now;
  const paper = options.paper ?? NO_PAPER;
  const rooms = new Rooms(layer, options.userData, now);
  const vault = new Vault({ layer, sealing, now, newReplica: () => `replica:${ulid()}` as ReplicaId });

  const handlers: Handlers = {
    'host.info': () =>
      Promise.resolve({ kind: 'electron', version: options.version, ...(options.demo === undefined ? {} : { demo: options.demo }) }),
    'device.load': async () => (await rooms.device()) ?? null,
    async 'device.save'(record) {
      const saved = await saveDevice(layer, options.userData, record);
      rooms.forgetDevice();
      return saved;
    },
    async 'device.wipe'({ person }) {
      try {
        if (person === undefined) {
          vault.lockAll();
          // First: while the enrolment is there, a wipe that was cut short is done again.
          await options.clearEngine?.();
        } else vault.lock(person);
        await rooms.wipe(person);
        return { ok: true };
      } catch (error) {
        return ioFailure(error);
      }
    },
    async 'vault.create'({ person, password }) {
      try {
        const file = await vault.create(person, await rooms.folder(person), password);
        if (file === undefined) return { ok: false, code: 'exists' };
        return { ok: true, publicKey: file.publicKey, chain: await (await rooms.roomOrThrow(person)).actions.chain() };
      } catch (error) {
        return writeFailure(error);
      }
    },
    async 'vault.unlock'({ person, password }) {
      try {
        const opened = await vault.unlock(person, await rooms.folder(person), password);
        if (!opened.ok) return opened;
        return { ok: true, publicKey: opened.file.publicKey, chain: await (await rooms.roomOrThrow(person)).actions.chain() };
      } catch (error) {
        return ioFailure(error);
      }
    },
    async 'vault.reseal'({ person, password }) {
      try {
        return (await vault.reseal(person, await rooms.folder(person), password)) ? { ok: true } : { ok: false, code: 'locked' };
      } catch (error) {
        return writeFailure(error);
      }
    },
    async 'vault.renew'({ person, password }) {
      try {
        const file = await vault.renew(person, await rooms.folder(person), password);
        if (file === undefined) return { ok: false, code: 'unknownPerson' };
        return { ok: true, publicKey: file.publicKey, chain: await (await rooms.roomOrThrow(person)).actions.chain() };
      } catch (error) {
        return writeFailure(error);
      }
    },
    'vault.lock'({ person }) {
      vault.lock(person);
      return Promise.resolve({ ok: true });
    },
    'vault.people': async () => ({ people: await rooms.people(), systemSealed: sealing.protects(), backend: sealing.backend() }),
    async 'actions.append'({ owner, draft }) {
      const sign = vault.signer(draft.actor);
      const room = await rooms.room(owner);
      if (sign === undefined || room === undefined) return { ok: false, code: 'locked' };
      return room.actions.append(draft, sign);
    },
    'actions.unsettled': async ({ owner }) => (await rooms.roomOrThrow(owner)).actions.unsettled(),
    'actions.settled': async ({ owner }) => (await rooms.roomOrThrow(owner)).actions.settled(),
    'actions.settle': async ({ owner, record }) => (await rooms.roomOrThrow(owner)).actions.settle(record),
    'access.append': async ({ owner, draft }) => (await rooms.roomOrThrow(owner)).access.append(draft),
    'access.unsent': async ({ owner }) => (await rooms.roomOrThrow(owner)).access.unsent(),
    'access.sent': async ({ owner, upTo }) => (await rooms.roomOrThrow(owner)).access.sent(upTo),
    'reference.pick': () => readChosen(options.chooseFile ?? (() => Promise.resolve(undefined))),
    'reference.put': async ({ name, text }) => putReferenceFile(layer, await rooms.hubFolder(), name, text),
    'reference.list': async () => listReferenceFiles(layer, await rooms.hubFolder()),
    'paper.print': () => printPaper(paper),
    'paper.save': ({ name }) => savePaper(paper, layer, name),
    'evidence.put': async ({ owner, hash, bytes }) => (await rooms.roomOrThrow(owner)).evidence.put(hash, bytes),
    'evidence.get': async ({ owner, hash }) => (await rooms.roomOrThrow(owner)).evidence.get(hash),
    'evidence.list': async ({ owner }) => (await rooms.roomOrThrow(owner)).evidence.list(),
    'evidence.drop': async ({ owner, hash }) => (await rooms.roomOrThrow(owner)).evidence.drop(hash),
  };

  return {
    async call<C extends HostChannel>(channel: C, args: HostArgs<C>): Promise<HostResult<C>> {
      if (!Object.hasOwn(HOST_CHANNELS, channel)) throw new TypeError(`unknown host channel ${String(channel)}`);
      if (!Check(HOST_CHANNELS[channel].args, args)) throw new TypeError(`malformed arguments for ${channel}`);
      const handler: Handlers[C] = handlers[channel];
      return handler(args);
    },
  };
}
