/** Who asks at the root: Basic or cookie, the hub's administrator or a name of `_users` [sync X2]. */
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { secretHash } from '../accounts/secrets.ts';
import type { Hub } from '../hub-parts.ts';
import { CouchError, unauthorized } from './answer.ts';
import type { User } from './ask.ts';
import type { Databases } from './databases.ts';
import { maybe, type Doc } from './pouch.ts';

export const NOBODY: User = { name: null, roles: [] };
const SESSION_SECONDS = 600;
const MOST_WRONG = 5;
const MOST_NAMES = 1000;
const derive = promisify(pbkdf2);

type StoredUser = Doc & { name: string; roles: string[]; salt: string; iterations: number; derived_key: string; pbkdf2_prf?: string };
/** Derivations that wait: each takes a tenth of a second of a thread that the disk needs too. */
const MOST_WAITING = 16;
const MOST_ROUNDS = 10_000_000;
const tooMany = (): CouchError => new CouchError(429, 'too_many_requests', 'Too many passwords to check.', { 'retry-after': '5' });

/** Of a page that is neither the desk nor this hub's own. */
function isForeign({ origin, host }: Readonly<Record<string, string | undefined>>): boolean {
  if (origin === undefined || origin === 'app://desk') return false;
  return origin !== `http://${host ?? ''}` && origin !== `https://${host ?? ''}`;
}

type Derivation = Readonly<{ salt: string; rounds: number; length: number; digest: 'sha1' | 'sha256' }>;

export class Credentials {
  readonly #hub: Hub;
  readonly #databases: Databases;
  /** Sessions end with the hub. */
  readonly #secret = randomBytes(32);
  /** What was proved in the last minutes: 600,000 rounds a request would be a gift to whoever wants the hub slow. */
  readonly #proved = new Map<string, number>();
  readonly #wrong = new Map<string, { count: number; since: number }>();
  #deriving: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(hub: Hub, databases: Databases) {
    this.#hub = hub;
    this.#databases = databases;
  }

  async #stored(name: string): Promise<StoredUser | undefined> {
    const doc = await maybe(this.#databases.need('_users').pouch.get(`org.couchdb.user:${name}`));
    return doc !== undefined && typeof doc['derived_key'] === 'string' ? (doc as StoredUser) : undefined;
  }

  /** One at a time, whoever asks. */
  async #derive(password: string, { salt, rounds, length, digest }: Derivation): Promise<Buffer> {
    if (this.#waiting >= MOST_WAITING) throw tooMany();
    this.#waiting += 1;
    const next = this.#deriving.then(() => derive(password, salt, rounds, length, digest));
    this.#deriving = next.catch(() => undefined);
    try {
      return await next;
    } finally {
      this.#waiting -= 1;
    }
  }

  #tooMany(name: string): boolean {
    const wrong = this.#wrong.get(name);
    return wrong !== undefined && wrong.count >= MOST_WRONG && Date.now() - wrong.since < 60_000;
  }

  #count(name: string): void {
    const known = this.#wrong.get(name);
    for (const oldest of this.#wrong.keys()) {
      if (this.#wrong.size < MOST_NAMES) break;
      this.#wrong.delete(oldest);
    }
    const fresh = known === undefined || Date.now() - known.since > 60_000;
    this.#wrong.set(name, fresh ? { count: 1, since: Date.now() } : { ...known, count: known.count + 1 });
  }

  async #matches(stored: StoredUser | undefined, password: string): Promise<boolean> {
    const salt = stored?.salt ?? 'nobody';
    const known = createHash('sha256')
      .update(`${stored?.derived_key ?? ''}:${password}`)
      .digest('hex');
    if ((this.#proved.get(known) ?? 0) > Date.now()) return stored !== undefined;
    const expected = Buffer.from(stored?.derived_key ?? '', 'hex');
    const given = stored?.iterations ?? 600_000;
    const rounds = Number.isInteger(given) && given > 0 && given <= MOST_ROUNDS ? given : 600_000;
    // A name that is unknown takes as long as a wrong password; users that another CouchDB made may have its older hash.
    const digest = stored === undefined || stored.pbkdf2_prf === 'sha256' ? 'sha256' : 'sha1';
    const key = await this.#derive(password, { salt, rounds, length: expected.length > 0 ? expected.length : 32, digest });
    if (stored === undefined || expected.length !== key.length || !timingSafeEqual(new Uint8Array(key), new Uint8Array(expected)))
      return false;
    if (this.#proved.size >= MOST_NAMES) this.#proved.clear();
    this.#proved.set(known, Date.now() + SESSION_SECONDS * 1000);
    return true;
  }

  /** Of a name and password; 401 when they are wrong. `peer` is the address that wrong ones are counted for. */
  async login(name: string, password: string, peer: string): Promise<User> {
    if (name === 'admin') {
      const proof = await this.#hub.admin.prove(name, password, peer);
      if (proof.ok) return { name, roles: ['_admin'] };
      if (proof.rests !== undefined)
        throw new CouchError(429, 'too_many_requests', 'Too many wrong passwords.', { 'retry-after': String(proof.rests) });
      throw unauthorized('Name or password is incorrect.');
    }
    const key = `${peer} ${name}`;
    if (this.#tooMany(key)) throw new CouchError(403, 'forbidden', 'Account is temporarily locked due to multiple authentication failures');
    const stored = await this.#stored(name);
    if (await this.#matches(stored, password)) return { name, roles: stored?.roles ?? [] };
    this.#count(key);
    throw unauthorized('Name or password is incorrect.');
  }

  async of(headers: Readonly<Record<string, string | undefined>>, peer: string): Promise<User> {
    const [kind, value] = (headers['authorization'] ?? '').split(' ');
    if (kind?.toLowerCase() === 'basic' && value !== undefined) {
      const [name = '', ...rest] = Buffer.from(value, 'base64').toString('utf8').split(':');
      return { ...(await this.login(name, rest.join(':'), peer)), by: 'default' };
    }
    // A cookie goes along by itself: what another page asks with it was not asked by the person.
    if (isForeign(headers)) return NOBODY;
    const cookie = /(?:^|;\s*)AuthSession=([^;]*)/u.exec(headers['cookie'] ?? '')?.[1];
    return cookie === undefined || cookie === '' ? NOBODY : this.#ofCookie(cookie);
  }

  async #user(name: string): Promise<{ user: User; salt: string } | undefined> {
    if (name === 'admin') return { user: { name, roles: ['_admin'] }, salt: secretHash(this.#hub.adminPassword) };
    const stored = await this.#stored(name);
    return stored === undefined ? undefined : { user: { name, roles: stored.roles }, salt: stored.derived_key };
  }

  #mac(name: string, since: string, salt: string): Buffer {
    return createHmac('sha256', new Uint8Array(this.#secret)).update(`${salt}:${name}:${since}`).digest();
  }

  async #ofCookie(cookie: string): Promise<User> {
    const bytes = Buffer.from(cookie, 'base64url');
    const text = bytes.toString('latin1');
    const [, name = '', since = ''] = /^([^:]{1,200}):([0-9A-F]{8}):/u.exec(text) ?? [];
    const age = Date.now() / 1000 - parseInt(since, 16);
    const found = name === '' || !(age < SESSION_SECONDS) ? undefined : await this.#user(Buffer.from(name, 'latin1').toString('utf8'));
    if (found === undefined) return NOBODY;
    const mac = bytes.subarray(name.length + since.length + 2);
    const expected = this.#mac(String(found.user.name), since, found.salt);
    if (mac.length !== expected.length || !timingSafeEqual(new Uint8Array(mac), new Uint8Array(expected))) return NOBODY;
    return { ...found.user, by: 'cookie' };
  }

  /** A cookie for a session that begins now; without a user, the end of one. */
  async cookie(user: User | undefined): Promise<string> {
    const expires = new Date(Date.now() + SESSION_SECONDS * 1000).toUTCString();
    const until = `Version=1; Expires=${expires}; Max-Age=${SESSION_SECONDS}; Path=/; HttpOnly; SameSite=Strict`;
    const found = user?.name === undefined || user.name === null ? undefined : await this.#user(user.name);
    if (found === undefined) return `AuthSession=; ${until}`;
    const since = Math.floor(Date.now() / 1000)
      .toString(16)
      .toUpperCase();
    const name = String(found.user.name);
    const value = Buffer.concat(
      [Buffer.from(`${name}:${since}:`, 'utf8'), this.#mac(name, since, found.salt)].map((part) => new Uint8Array(part)),
    );
    return `AuthSession=${value.toString('base64url')}; ${until}`;
  }
}

/** What `_users` keeps of a user that an administrator writes: the password as CouchDB derives it, never itself. */
export async function userToStore(doc: Doc): Promise<Doc> {
  const refuse = (reason: string): CouchError => new CouchError(403, 'forbidden', reason);
  if (doc._deleted === true || doc._id.startsWith('_')) return doc;
  const { name, roles, type, password, ...rest } = doc;
  if (type !== 'user') throw refuse('doc.type must be user');
  if (typeof name !== 'string') throw refuse('doc.name is required');
  if (!Array.isArray(roles) || roles.some((role) => typeof role !== 'string')) throw refuse('doc.roles must be an array');
  if (doc._id !== `org.couchdb.user:${name}`) throw refuse('Doc ID must be of the form org.couchdb.user:name');
  if (name.includes(':')) throw refuse('Character `:` is not allowed in usernames.');
  if (name === 'admin') throw refuse('admin is the name of the hub’s administrator.');
  if (roles.some((role: string) => role.startsWith('_'))) throw refuse('No system roles (starting with underscore) in users db.');
  const kept = { name, roles, type };
  if (password === undefined) return { ...rest, ...kept } as Doc;
  if (typeof password !== 'string') throw refuse('Password must be a string.');
  const salt = randomBytes(16).toString('hex');
  const key = await derive(password, salt, 600_000, 32, 'sha256');
  const derived = { password_scheme: 'pbkdf2', pbkdf2_prf: 'sha256', salt, iterations: 600_000, derived_key: key.toString('hex') };
  return { ...rest, ...derived, ...kept } as Doc;
}
