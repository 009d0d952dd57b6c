/**
 * Where an Apache CouchDB is [sync S2]: `COUCHDB_URL`, one address or several of one cluster with commas between them, each with the hub's
 * own user and password, and a path that the names of its databases begin with: `https://hub:…@a.example:6984/shenyang-`.
 */
import { OWN_NAMES } from './own-names.ts';

export type CouchdbPlace = Readonly<{
  /** Origins, tried in turn. */
  nodes: readonly string[];
  user: string;
  password: string;
  /** Before each database's name; may be empty. */
  prefix: string;
}>;

const PREFIX = /^(?:[a-z][a-z0-9_-]{0,100})?$/u;

/** Throws without repeating the address, which holds a password. */
export function couchdbPlace(url: string): CouchdbPlace {
  const parsed = url.split(',').map((one) => {
    const text = one.trim();
    if (!URL.canParse(text)) throw new TypeError('COUCHDB_URL is no address');
    return new URL(text);
  });
  const [first] = parsed;
  if (first === undefined || parsed.some(({ protocol }) => protocol !== 'http:' && protocol !== 'https:'))
    throw new TypeError('COUCHDB_URL is no http address');
  const prefix = decodeURIComponent(first.pathname).replaceAll('/', '');
  if (!PREFIX.test(prefix)) throw new TypeError('the path of COUCHDB_URL begins names of databases: lower-case letters, digits, _ and -');
  return {
    nodes: parsed.map(({ origin }) => origin),
    user: decodeURIComponent(first.username),
    password: decodeURIComponent(first.password),
    prefix,
  };
}

export function basicAuth({ user, password }: Pick<CouchdbPlace, 'user' | 'password'>): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

export function databaseNames({ prefix }: CouchdbPlace): readonly string[] {
  return OWN_NAMES.map((name) => prefix + name);
}
