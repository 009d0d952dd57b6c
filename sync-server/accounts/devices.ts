/** Devices, the codes by which they are enrolled, and the signing keys certified on them [sync G1] (F50). */
import { ulid } from 'ulid';
import { millis, toInstant } from '../../shared/hotline/calendar.ts';
import type { DeviceId, Instant, PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import type { Database, Document, Stored } from '../store/database.ts';
import { InTurn } from '../store/in-turn.ts';
import { newSecret, secretHash, secretMatches } from './secrets.ts';
import { writeWhole } from '../store/write-whole.ts';

const CODE_MS = 7 * 86_400_000;

export type CertifiedKey = Readonly<{
  person: PersonId;
  key: string;
  certifiedAt: Instant;
  /** Another key took its place; what it had signed is still proved by it. */
  revokedAt?: Instant;
  /** An administrator no longer trusts it: what comes with it from now on is kept aside. */
  withdrawnAt?: Instant;
}>;
export type Device = Readonly<{
  _id: DeviceId;
  schema: 1;
  secret: string;
  unit: UnitCode;
  name: string;
  keys: readonly CertifiedKey[];
  enrolledAt: Instant;
  revoked?: Instant;
  /** Counts the times that all its sessions were ended. */
  turn?: number;
}>;
type Code = Readonly<{ _id: string; schema: 1; unit: UnitCode; madeAt?: Instant; expiresAt: Instant; usedAt?: Instant; device?: DeviceId }>;
/** Without its secret, of which the hub keeps only the hash. */
export type CodeTold = Readonly<{ id: string; unit: UnitCode; madeAt?: Instant; expiresAt: Instant; usedAt?: Instant; device?: DeviceId }>;

const CODE = 'code:';

export class Devices {
  readonly #db: Database;
  readonly #now: () => Instant;
  readonly #known = new Map<DeviceId, Stored<Device>>();
  readonly #inTurn = new InTurn();

  constructor(db: Database, now: () => Instant) {
    this.#db = db;
    this.#now = now;
  }

  /** A one-time code for a device of a unit; the answer is the only time its secret is seen. */
  async newCode(unit: UnitCode): Promise<string> {
    const secret = newSecret();
    const madeAt = this.#now();
    const expiresAt = toInstant(millis(madeAt) + CODE_MS);
    await writeWhole(this.#db, [{ _id: CODE + secretHash(secret), schema: 1, unit, madeAt, expiresAt }]);
    return secret;
  }

  async codes(): Promise<readonly CodeTold[]> {
    return (await this.#db.withPrefix<Code>(CODE)).map(({ _id, _rev: _dropped, schema: _same, ...code }) => ({
      id: _id.slice(CODE.length),
      ...code,
    }));
  }

  /** False where there is none, or it has been used. */
  async withdrawCode(id: string): Promise<boolean> {
    const code = await this.#db.get<Code>(CODE + id);
    if (code === undefined || code.usedAt !== undefined) return false;
    await writeWhole(this.#db, [{ _id: code._id, _rev: code._rev, _deleted: true }]);
    return true;
  }

  /** Uses a code once; nothing for one that is unknown, used or too old. */
  async enrol(secret: string, name: string): Promise<Readonly<{ device: DeviceId; deviceSecret: string; unit: UnitCode }> | undefined> {
    const code = await this.#db.get<Code>(CODE + secretHash(secret));
    if (code === undefined || code.usedAt !== undefined || code.expiresAt < this.#now()) return undefined;
    const device = `device:${ulid()}` as DeviceId;
    // The revision makes it once: of two at the same time one write conflicts.
    const [used] = await this.#db.write([{ ...code, usedAt: this.#now(), device }]);
    if (used?.ok !== true) return undefined;
    const deviceSecret = newSecret();
    const enrolledAt = this.#now();
    await this.#put({ _id: device, schema: 1, secret: secretHash(deviceSecret), unit: code.unit, name, keys: [], enrolledAt });
    return { device, deviceSecret, unit: code.unit };
  }

  /** Its secret is nobody's: a client signs in by the person's password alone [sync X1]. */
  async addClient(id: DeviceId, unit: UnitCode, name: string): Promise<void> {
    await this.#put({ _id: id, schema: 1, secret: secretHash(newSecret()), unit, name, keys: [], enrolledAt: this.#now() });
  }

  /** `id` as it came in: what is no device's id names nothing, whatever else has that name. */
  async get(id: DeviceId | undefined): Promise<Stored<Device> | undefined> {
    if (id?.startsWith('device:') !== true) return undefined;
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const stored = await this.#db.get<Device>(id);
    // Read before it was changed: the change is the newer one.
    const newer = this.#known.get(id);
    if (newer === undefined && stored !== undefined) this.#known.set(id, stored);
    return newer ?? stored;
  }

  async all(): Promise<readonly Stored<Device>[]> {
    return this.#db.withPrefix<Device>('device:');
  }

  async #put(device: Device): Promise<void> {
    const [rev = ''] = await writeWhole(this.#db, [device as unknown as Document]);
    this.#known.set(device._id, { ...device, _rev: rev });
  }

  /** False: there is none, or nothing is to be changed in it. */
  #change(id: DeviceId, change: (device: Device) => Device | undefined): Promise<boolean> {
    return this.#inTurn.run(id, async () => {
      const device = await this.get(id);
      const changed = device === undefined ? undefined : change(device);
      if (changed === undefined) return false;
      if (changed !== device) await this.#put(changed);
      return true;
    });
  }

  rename(id: DeviceId, name: string): Promise<boolean> {
    return this.#change(id, (device) => ({ ...device, name }));
  }

  revoke(id: DeviceId): Promise<boolean> {
    return this.#change(id, (device) => (device.revoked === undefined ? { ...device, revoked: this.#now() } : device));
  }

  isRevoked(id: DeviceId): boolean {
    return this.#known.get(id)?.revoked !== undefined;
  }

  /** Whether this is the secret of a device that was taken out of use. */
  async revokedWith(secret: string): Promise<boolean> {
    if (secret === '') return false;
    return (await this.all()).some((device) => device.revoked !== undefined && secretMatches(device.secret, secret));
  }

  /** All its sessions have ended. */
  nextTurn(id: DeviceId): Promise<boolean> {
    return this.#change(id, (device) => ({ ...device, turn: (device.turn ?? 0) + 1 }));
  }

  async matches(id: DeviceId, secret: string): Promise<boolean> {
    const device = await this.get(id);
    return device !== undefined && secretMatches(device.secret, secret);
  }

  /** Certifies a signing key for this person on this device [sync G1]; the earlier key of the pair ends. One that was withdrawn stays so. */
  async certify(id: DeviceId, person: PersonId, key: string): Promise<void> {
    await this.#change(id, (device) => {
      const same = device.keys.find((one) => one.person === person && one.key === key);
      if (same !== undefined && (same.revokedAt === undefined || same.withdrawnAt !== undefined)) return device;
      const ended = device.keys.map((one) =>
        one.person === person && one.revokedAt === undefined ? { ...one, revokedAt: this.#now() } : one,
      );
      return { ...device, keys: [...ended, { person, key, certifiedAt: this.#now() }] };
    });
  }

  /** Every key that was ever certified for a person on a device, but for those withdrawn; an ended key still proves what it signed. */
  async keysOf(id: DeviceId, person: PersonId): Promise<readonly CertifiedKey[]> {
    return (await this.keysEver(id, person)).filter((one) => one.withdrawnAt === undefined);
  }

  async keysEver(id: DeviceId, person: PersonId): Promise<readonly CertifiedKey[]> {
    return (await this.get(id))?.keys.filter((one) => one.person === person) ?? [];
  }

  /** An administrator no longer trusts a person's keys on a device, or trusts them again. False where there is nothing to change. */
  trustKeys(id: DeviceId, person: PersonId, trusted: boolean): Promise<boolean> {
    const concerned = (one: CertifiedKey): boolean => one.person === person && (one.withdrawnAt === undefined) !== trusted;
    return this.#change(id, (device) => {
      if (!device.keys.some(concerned)) return undefined;
      const at = this.#now();
      const keys = device.keys.map((one) => {
        if (!concerned(one)) return one;
        const { withdrawnAt: _lifted, ...kept } = one;
        return trusted ? kept : { ...kept, withdrawnAt: at };
      });
      return { ...device, keys };
    });
  }
}
