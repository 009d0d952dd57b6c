/**
 * Who works here and as what (articles 9, 18; F50). A person's roles are never taken out, only ended: old acts are judged by the
 * roles of their time [sync G6]. Every change leaves a `grant:` document in `private` [sync S1], written first.
 */
import { ulid } from 'ulid';
import type { Instant, PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import type { PersonDocument } from '../../shared/hotline/reference/documents.ts';
import type { Role, RoleHeld } from '../../shared/hotline/roles.ts';
import { rolesAt } from '../../shared/hotline/standing.ts';
import type { Core } from '../core.ts';
import type { Document, Stored } from '../store/database.ts';
import type { AdminFault } from './admin-record.ts';
import type { Accounts } from './accounts.ts';
import { writeWhole } from '../store/write-whole.ts';

/** Roles that an administrator grants; `admin` and `system` are not people's. */
export const GRANTED_ROLES = ['operator', 'dispatcher', 'supervisor', 'clerk', 'leader', 'gridWorker'] as const satisfies readonly Role[];
export type Wanted = Readonly<{ role: (typeof GRANTED_ROLES)[number]; unit: UnitCode }>;
export type NewPerson = Readonly<{ login: string; name: string; roles: readonly Wanted[]; password: string }>;
/** What `private` keeps of a change of roles: `before` and `after` are whole, so that nothing has to be inferred. */
export type Grant = Readonly<{
  person: PersonId;
  at: Instant;
  by: string;
  reason: string;
  before: readonly RoleHeld[];
  after: readonly RoleHeld[];
}>;
export type PersonFault =
  'badLogin' | 'loginTaken' | 'badName' | 'unknownUnit' | 'unknownPerson' | 'nothingChanged' | 'badPassword' | AdminFault;

const LOGIN = /^[0-9A-Za-z_-]{2,40}$/u;

/** Roles held on are untouched; those not wanted end now, new ones begin now: nothing reaches back before the decision. */
export function changedRoles(before: readonly RoleHeld[], wanted: readonly Wanted[], now: Instant): readonly RoleHeld[] {
  const holds = (held: RoleHeld): boolean => held.from <= now && (held.to === undefined || now < held.to);
  const isWanted = (held: RoleHeld): boolean => wanted.some((one) => one.role === held.role && one.unit === held.unit);
  const kept = before.map((held) => (holds(held) && !isWanted(held) ? { ...held, to: now } : held));
  const known = (one: Wanted): boolean => before.some((held) => holds(held) && held.role === one.role && held.unit === one.unit);
  const added = wanted.filter((one, at) => !known(one) && wanted.findIndex((two) => two.role === one.role && two.unit === one.unit) === at);
  return [...kept, ...added.map(({ role, unit }) => ({ role, unit, from: now }))];
}

export class People {
  readonly #core: Core;
  readonly #accounts: Accounts;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(core: Core, accounts: Accounts) {
    this.#core = core;
    this.#accounts = accounts;
  }

  /** One change after another: two of the same person must not forget each other's. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #unitsKnown(wanted: readonly Wanted[]): boolean {
    return wanted.every(({ unit }) => this.#core.reference.units.has(unit));
  }

  /** Why a person cannot be made so; nothing when they can. */
  async faultOfNew({ login, name, roles }: Omit<NewPerson, 'password'>): Promise<PersonFault | undefined> {
    if (!LOGIN.test(login)) return 'badLogin';
    if (name.trim() === '' || name.length > 40) return 'badName';
    if (!this.#unitsKnown(roles)) return 'unknownUnit';
    const taken = await this.#core.store.hotline.get<object>(`person:${login}`);
    return taken === undefined ? undefined : 'loginTaken';
  }

  /** Repeated after a crash between its writes it goes on: the person's document, by which they exist, comes last. */
  create({ login, name, roles, password }: NewPerson, by: string, reason: string): Promise<PersonFault | undefined> {
    return this.#inTurn(async () => {
      const fault = await this.faultOfNew({ login, name, roles });
      if (fault !== undefined) return fault;
      const now = this.#core.now();
      const person: PersonDocument = {
        _id: `person:${login}` as PersonId,
        schema: 1,
        name: name.trim(),
        roles: [...changedRoles([], roles, now)],
      };
      await this.#accounts.setAccount(login, person._id, password, 'given');
      await this.#grant({ person: person._id, at: now, by, reason, before: [], after: person.roles });
      await this.#put(person);
      return undefined;
    });
  }

  setRoles(id: PersonId, wanted: readonly Wanted[], by: string, reason: string): Promise<PersonFault | undefined> {
    return this.#inTurn(async () => {
      if (!this.#unitsKnown(wanted)) return 'unknownUnit';
      const known = await this.#core.store.hotline.get<PersonDocument>(id);
      if (known === undefined || !id.startsWith('person:')) return 'unknownPerson';
      const now = this.#core.now();
      const after = changedRoles(known.roles, wanted, now);
      if (JSON.stringify(after) === JSON.stringify(known.roles)) return 'nothingChanged';
      await this.#grant({ person: id, at: now, by, reason, before: known.roles, after });
      await this.#put({ ...known, roles: [...after] });
      return undefined;
    });
  }

  /** The account first: nobody signs in while the roles are being ended. */
  async disable(id: PersonId, by: string, reason: string): Promise<PersonFault | undefined> {
    const account = await this.#accounts.credentials.ofPerson(id);
    if (account === undefined) return 'unknownPerson';
    await this.#accounts.setDisabled(account.login, true);
    const fault = await this.setRoles(id, [], by, reason);
    return fault === 'nothingChanged' ? undefined : fault;
  }

  /** Roles are granted anew by hand: who comes back seldom comes back as what they were. */
  async enable(id: PersonId): Promise<PersonFault | undefined> {
    const account = await this.#accounts.credentials.ofPerson(id);
    if (account === undefined) return 'unknownPerson';
    await this.#accounts.setDisabled(account.login, false);
    return undefined;
  }

  async grants(id: PersonId): Promise<readonly Stored<Grant>[]> {
    return this.#core.store.private.withPrefix<Grant>(`grant:${id}:`);
  }

  rolesNow(person: PersonDocument): readonly RoleHeld[] {
    return rolesAt(person, this.#core.now());
  }

  async #grant(grant: Grant): Promise<void> {
    await writeWhole(this.#core.store.private, [{ _id: `grant:${grant.person}:${ulid()}`, schema: 1, ...grant }]);
  }

  async #put(person: PersonDocument): Promise<void> {
    await writeWhole(this.#core.store.hotline, [person as unknown as Document]);
    await this.#core.feed.catchUp();
  }
}
