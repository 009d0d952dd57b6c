/** One request to a route, drawn from a seed. Words in braces stand for what the scene knows: `{ticketA}`, `{revA}`. */
import type { KnownRoute } from '../../sync-server/http/server.ts';
import { WORDS } from './known.ts';
import { CALENDAR, PACK, pageForm } from './page-forms.ts';
import { anything, chance, pick, shaped, TEXTS, type Random } from './values.ts';

/** `client`: a person's account that an administrator allowed other clients for [sync X1]; `member`: of a database of the root. */
export type Actor = 'nobody' | 'gridWorker' | 'supervisor' | 'client' | 'member' | 'admin';
export type FuzzRequest = Readonly<{
  route: string;
  method: string;
  path: string;
  actor: Actor;
  /** Each comes from somewhere else: what is counted by address keeps nobody from the routes. */
  address: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | undefined;
  /** Ends its connection before it has the answer. */
  leaves: boolean;
}>;

/** What would end the sessions of the run, or the administrator's password, is asked by somebody who may not. */
const ENDS = /^DELETE \/desk\/session|^POST \/desk\/password|^POST \/admin\/password/u;

/** What a part of a path may be. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  db: [
    ...Array.from({ length: 12 }, () => 'fuzz'),
    'shared',
    'secret',
    'hotline',
    'accounts',
    'private',
    'evidence',
    '_users',
    '_replicator',
    'nosuch',
    'fuzz%2Fx',
  ],
  id: ['{ticketA}', '{ticketA}', '{ticketB}', '{actionA}', '{device}', 'person:diaodu4', 'nosuch'],
  ticket: ['{ticketA}', '{ticketB}'],
  hash: ['{fileA}', 'ab'],
  doc: ['{ticketA}', 'd1', 'd1', 'd1', 'd1', 'd2', 'new1', 'key:callers', 'org.couchdb.user:li', '_design%2Fv', 'a%2Fb', '{fileA}'],
  attachment: ['f.txt', 'f.txt', 'p.bin', 'a%2Fb', 'data'],
  ddoc: ['v', 'v', 'v', 'ix', 'nosuch'],
  view: ['all', 'all', 'sum', 'bad', 'nosuch'],
  name: ['n', 'nosuch', '{fileA}'],
};
const QUERY: readonly (readonly [string, readonly string[]])[] = [
  ['since', ['0', 'now', '1', '{seq}', '{position}', '-1', '999999999']],
  ['channel', ['{channel}', 'office:210102021', 'city']],
  ['limit', ['0', '1', '5', '1000', '-1', 'x']],
  ['skip', ['0', '3', 'x']],
  ['feed', ['normal', 'longpoll', 'continuous', 'eventsource', 'x']],
  ['include_docs', ['true', 'false', 'x']],
  ['attachments', ['true']],
  ['att_encoding_info', ['true']],
  ['conflicts', ['true']],
  ['deleted_conflicts', ['true']],
  ['revs', ['true']],
  ['revs_info', ['true']],
  ['meta', ['true']],
  ['local_seq', ['true']],
  ['latest', ['true']],
  ['open_revs', ['all', '["1-abc"]', '[1]', 'x']],
  ['atts_since', ['["1-abc"]', '[]', '{}']],
  ['rev', ['1-abc', '{revA}', '{revD}', 'x', '1-', '%F0%9F']],
  ['new_edits', ['false']],
  ['batch', ['ok']],
  ['descending', ['true']],
  ['startkey', ['"a"', '[]', '{}', 'x', '%22%EF%BF%B0%22']],
  ['endkey', ['"z"', 'null', '[{}]']],
  ['key', ['"d1"', '1', 'null']],
  ['keys', ['["d1","nosuch"]', '[1]', '{}']],
  ['inclusive_end', ['false']],
  ['group', ['true']],
  ['group_level', ['1', '0', '-1']],
  ['reduce', ['true', 'false']],
  ['update_seq', ['true']],
  ['style', ['all_docs']],
  ['filter', ['_doc_ids', '_selector', '_design', '_view', 'v/odd', 'nosuch/x', 'x']],
  ['view', ['v/all', 'nosuch/x', 'x']],
  ['doc_ids', ['["d1"]', 'x']],
  ['seq_interval', ['2', '0']],
  ['count', ['1', '1000', '1001', '-1']],
  ['only', ['urgent', 'x']],
  ['left', ['true']],
  ['from', ['2026-11-01', '2026-11-01T00:00:00.000Z', 'x']],
  ['until', ['2026-12-01', 'x']],
  ['unit', ['210102021', 'city', 'x']],
  ['number', ['{numberA}', 'x']],
  ['code', ['{codeA}', '000000']],
  ['text', ['路灯', '标记']],
  ['phone', ['10000001', 'x']],
  ['q', ['路灯']],
  ['purge_seq', ['1']],
];

/** Bodies that lead somewhere: which no schema says alone. */
const BODIES: Readonly<Record<string, unknown>> = {
  '/admin/units': { code: '210102095', name: '模糊三街道', reason: '区划调整' },
  '/admin/codes/withdraw': { id: '{openCode}', reason: '发错单位' },
  '/admin/quarantine/release': { id: '{kept}', reason: '核实无误' },
  '/admin/quarantine/dismiss': { id: '{kept}', reason: '核实有误' },
  '/admin/pack': PACK,
  '/admin/calendar': CALENDAR,
  '/admin/reference': { name: 'pack:FUZZ' },
  '/desk/session': { device: '{device}', deviceSecret: '{secret}', login: '{login}', password: '{password}' },
  '/public/progress': { no: '{numberA}', lastFour: '0001' },
  '/desk/_all_docs': { keys: ['{ticketA}', 'nosuch'] },
  '/desk/measures/export': { from: '2026-11-01', to: '2026-11-30' },
  '/desk/referral-shares': { from: '2026-11-01', to: '2026-11-27', receiver: '市公安局' },
  '/desk/_bodies': { ids: ['{ticketA}', '{ticketB}'] },
  '/desk/_bulk_get': { docs: [{ id: '{ticketA}' }, { id: '{ticketB}', rev: '{revA}' }] },
};

/** Queries that lead somewhere. */
const QUERIES: Readonly<Record<string, string>> = {
  '/desk/_held': 'channel={channel}',
  '/desk/_all_docs': 'keys=%5B%22{ticketA}%22%2C%22nosuch%22%5D',
  '/desk/measures': 'from=2026-11-01&to=2026-11-30',
  '/desk/measures/tickets': 'from=2026-11-01&to=2026-11-30&unit=210102021&figure=tickets',
  '/admin/pages/person': 'person=person:diaodu4',
  '/admin/pages/device': 'device={device}',
  '/admin/pages/act/units/rename': 'unit=210102021',
};

const ROOT_BODIES: Readonly<Record<string, (random: Random) => unknown>> = {
  _bulk_docs: (random) => ({ docs: [doc(random), doc(random)], ...(chance(random, 0.3) ? { new_edits: false } : {}) }),
  _bulk_get: (random) => ({
    docs: [{ id: pick(random, ['d1', '{ticketA}', 'key:callers']), ...(chance(random, 0.5) ? { rev: '{revA}' } : {}) }],
  }),
  _all_docs: () => ({ keys: ['d1', '{ticketA}', 'nosuch', 'key:callers'], include_docs: true }),
  _local_docs: () => ({ keys: ['_local/a'] }),
  _design_docs: () => ({ keys: ['_design/v'] }),
  queries: (random) => ({ queries: [{ limit: 2 }, { startkey: anything(random, 1) }] }),
  _revs_diff: () => ({ d1: ['1-abc', '9-x'], '{ticketA}': ['1-a'] }),
  _missing_revs: () => ({ d1: ['1-abc'] }),
  _purge: (random) => ({ [pick(random, ['d1', 'new1', 'nosuch'])]: ['1-abc', '{revD}'] }),
  _find: (random) => ({
    selector: selector(random, 3),
    ...(chance(random, 0.4) ? { sort: [pick(random, ['n', '_id', 'x'])] } : {}),
    ...(chance(random, 0.3) ? { fields: ['_id', 'title', '__x'] } : {}),
    limit: 5,
  }),
  _explain: (random) => ({ selector: selector(random, 3), use_index: pick(random, ['ix', 'nosuch', ['ix', 'n']]) }),
  _index: (random) => ({ index: { fields: [pick(random, ['n', 'title', { n: 'desc' }])] }, ddoc: 'ix', name: pick(random, ['n', 'm']) }),
  _security: (random) => ({ members: { names: ['somebody'], roles: anything(random, 1) } }),
  _revs_limit: (random) => pick(random, [1000, 1, 0, 'x']),
  _purged_infos_limit: () => 1000,
  _changes: (random) => ({ doc_ids: ['d1'], selector: selector(random, 2) }),
  _session: (random) => ({ name: pick(random, ['li', 'admin', 'nosuch']), password: pick(random, ['pw', 'wrong']) }),
  _replicate: (random) => ({
    source: pick(random, ['fuzz', 'private', 'nosuch', 'http://127.0.0.1:1/x']),
    target: pick(random, ['fuzz2', 'fuzz2', 'hotline']),
    create_target: chance(random, 0.3),
    ...(chance(random, 0.3) ? { cancel: true, continuous: true } : {}),
  }),
  _dbs_info: () => ({ keys: ['fuzz', 'hotline', 'nosuch'] }),
  ':view': () => ({ keys: ['d1', 1] }),
};

function doc(random: Random): unknown {
  const id = pick(random, ['d1', 'd2', 'new1', 'new2', '_design/fuzzed', '_local/a']);
  const views = {
    views: {
      x: {
        map: pick(random, ['function (d) { emit(d._id) }', 'function (', 'x', '(function(){throw 1})()']),
        reduce: pick(random, ['_sum', '_count', 'x', 'function(){}']),
      },
    },
  };
  const attached = {
    _attachments: {
      f: {
        content_type: pick(random, ['text/plain', 'x\r\ny']),
        data: pick(random, ['aGk=', '!', 'x']),
        ...(chance(random, 0.2) ? { encoding: 'gzip' } : {}),
      },
    },
  };
  return {
    _id: id,
    n: anything(random, 1),
    ...(chance(random, 0.3) ? { _rev: pick(random, ['1-abc', '{revD}', 'x', 1]) } : {}),
    ...(chance(random, 0.2) ? { _deleted: pick(random, [true, 'x']) } : {}),
    ...(chance(random, 0.2)
      ? { _revisions: pick<unknown>(random, [{ start: 2, ids: ['b', 'a'] }, { start: -1, ids: [1] }, { start: 1e9, ids: ['a'] }, 3]) }
      : {}),
    ...(id.startsWith('_design') ? views : chance(random, 0.3) ? attached : {}),
    ...(chance(random, 0.1) ? { _unknown: 1 } : {}),
  };
}

const OPERATORS = [
  '$eq',
  '$ne',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$in',
  '$nin',
  '$exists',
  '$type',
  '$size',
  '$mod',
  '$all',
  '$elemMatch',
  '$allMatch',
  '$keyMapMatch',
  '$not',
  '$beginsWith',
  '$nosuch',
];

function selector(random: Random, depth: number): unknown {
  if (depth === 0)
    return chance(random, 0.2) ? { $regex: pick(random, ['^a', '[', '(a|b)*c']) } : { [pick(random, OPERATORS)]: anything(random, 1) };
  if (chance(random, 0.3))
    return { [pick(random, ['$and', '$or', '$nor', '$not'])]: [selector(random, depth - 1), selector(random, depth - 1)] };
  return { [pick(random, ['n', 'title', '_id', 'a.b', 'a\\.b', ''])]: selector(random, depth - 1) };
}

const POISON = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}';

/** One of its objects, the outermost or another, has members that mean something to an engine; the rest is as the route takes it. */
function poisoned(random: Random, text: string): string {
  const objects = [...text.matchAll(/\{(?=")/gu)].map(({ index }) => index + 1);
  const at = chance(random, 0.5) ? objects[0] : pick(random, objects);
  return at === undefined ? `{${POISON}}` : `${text.slice(0, at)}${POISON},${text.slice(at)}`;
}

/** Bytes that are no JSON, or more than they seem. */
function brokenBody(random: Random, text: string): string | Uint8Array {
  switch (Math.floor(random() * 9)) {
    case 0:
      return text.slice(0, Math.floor(text.length * random()));
    case 1:
      return `${text}}`;
    case 2:
      return `{${POISON},"docs":[{${POISON}}]}`;
    case 3:
      return `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    case 4:
      return Uint8Array.from([0xff, 0xfe, 0x22, 0xc3, 0x28]);
    case 5:
      return JSON.stringify(anything(random));
    case 6:
      return `{${Array.from({ length: 3000 }, (_, at) => `"k${at}":${at}`).join(',')}}`;
    case 7:
      return poisoned(random, text);
    default:
      return '';
  }
}

const HEADERS: readonly (readonly [string, readonly string[]])[] = [
  ['accept', ['application/json', 'multipart/related', 'multipart/mixed', 'text/html', '*/*;q=x']],
  ['if-match', ['"1-abc"', '{revD}', 'x']],
  ['if-none-match', ['"x"', '*']],
  ['range', ['bytes=0-1', 'bytes=5-2', 'bytes=-1', 'bytes=0-,1-', 'x']],
  ['content-encoding', ['gzip', 'deflate', 'x']],
  ['x-http-method-override', ['DELETE', 'PUT']],
  ['x-forwarded-for', ['127.0.0.1', 'x, y', "' OR 1"]],
  ['x-forwarded-host', ['evil.test']],
  ['x-forwarded-proto', ['https', 'x']],
  ['destination', ['new2', 'new2?rev=1-abc', 'http://127.0.0.1/x/y', '..%2fx', '%']],
  ['origin', ['app://desk', 'http://evil.test', 'null']],
  ['cookie', ['AuthSession=YWRtaW46NjU', 'AuthSession=', 'a=b']],
  ['last-event-id', ['1', 'x']],
  ['expect', ['100-continue']],
  [
    'content-type',
    ['text/plain', 'application/x-www-form-urlencoded', 'multipart/related; boundary=x', 'application/json; charset=x', 'x'],
  ],
];

const encodedPart = (random: Random): string => encodeURIComponent(pick(random, TEXTS).replace(/[\ud800-\udfff]/gu, '')).slice(0, 200);

function pathOf(random: Random, pattern: string): string {
  return pattern.replace(/:([a-zA-Z]+)/gu, (_, name: string) => {
    const known = PLACES[name] ?? WORDS;
    return chance(random, 0.85) ? pick(random, known) : encodedPart(random);
  });
}

/** Words in braces stay as they are. */
const plain = (value: unknown): string =>
  typeof value === 'string' && /^\{[a-zA-Z]+\}$/u.test(value)
    ? value
    : encodeURIComponent((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).replace(/[\ud800-\udfff]/gu, '')).slice(
        0,
        200,
      );

function queryOf(random: Random, { path, query }: KnownRoute): string {
  const whole = QUERIES[path];
  if (whole !== undefined && chance(random, 0.3)) return `?${whole}`;
  const asked = query === undefined ? {} : (shaped(random, query as Parameters<typeof shaped>[1], chance(random, 0.5) ? 0 : 0.1) ?? {});
  const parts = Object.entries(asked).map(([name, value]) => `${plain(name)}=${plain(value)}`);
  if (/_changes$|_all_docs$/u.test(path) && chance(random, 0.5)) parts.push('include_docs=true');
  while (chance(random, query === undefined ? 0.5 : 0.2)) {
    const [name, values] = pick(random, QUERY);
    parts.push(`${name}=${chance(random, 0.85) ? pick(random, values) : encodedPart(random)}`);
  }
  // Node takes 16 KB of a head; what is longer is no matter of a route.
  while (parts.join('&').length > 6000) parts.pop();
  // A feed that waits is told not to wait long.
  return parts.length === 0 ? '' : `?${parts.join('&')}&timeout=${Math.floor(random() * 100)}`;
}

function bodyOf(random: Random, route: KnownRoute, path: string): unknown {
  const whole = BODIES[route.path];
  if (whole !== undefined && chance(random, 0.5)) return whole;
  if (route.body !== undefined) return shaped(random, route.body as Parameters<typeof shaped>[1], chance(random, 0.5) ? 0 : 0.1);
  const verb = Object.keys(ROOT_BODIES).find((name) => route.path.endsWith(`/${name}`));
  if (verb !== undefined) return ROOT_BODIES[verb]?.(random);
  return path.includes('/_design/') ? { views: { all: { map: 'function (d) { emit(d._id, 1) }' } } } : doc(random);
}

/** Most come with what that door asks for; a password at the desk's costs the hub a hash each time it is wrong. */
const ACTORS: Readonly<Record<string, readonly Actor[]>> = {
  desk: [
    ...Array.from({ length: 6 }, () => 'gridWorker' as const),
    ...Array.from({ length: 6 }, () => 'supervisor' as const),
    ...Array.from({ length: 5 }, () => 'client' as const),
    'nobody',
    'nobody',
    'admin',
  ],
  admin: ['admin', 'admin', 'admin', 'admin', 'nobody', 'gridWorker', 'member'],
  public: ['nobody'],
};
const AT_THE_ROOT: readonly Actor[] = ['admin', 'admin', 'admin', 'member', 'member', 'gridWorker', 'nobody'];

function actorOf(random: Random, method: string, path: string): Actor {
  const door = path.split(/[/?]/u)[1] ?? '';
  return ENDS.test(`${method} ${path}`) ? 'nobody' : pick(random, (Object.hasOwn(ACTORS, door) ? ACTORS[door] : undefined) ?? AT_THE_ROOT);
}

const octet = (random: Random): number => Math.floor(random() * 256);

export function requestOf(random: Random, routes: readonly KnownRoute[]): FuzzRequest {
  const drawn = pick(random, routes);
  // While the index is built again nobody is told anything: once in a while is enough.
  const route = drawn.path === '/admin/rebuild-index' && chance(random, 0.95) ? pick(random, routes) : drawn;
  const path = `${pathOf(random, route.path)}${queryOf(random, route)}`;
  const method = chance(random, 0.9)
    ? pick(random, route.methods)
    : pick(random, ['GET', 'PUT', 'POST', 'DELETE', 'COPY', 'HEAD', 'OPTIONS', 'PATCH']);
  const headers: Record<string, string> = {};
  while (chance(random, 0.25)) {
    const [name, values] = pick(random, HEADERS);
    headers[name] = pick(random, values);
  }
  let body: string | Uint8Array | undefined;
  // The administrator's page takes forms of its own only, and a browser says whose they are.
  const onPage = route.path.startsWith('/admin/pages');
  if (onPage && chance(random, 0.95)) headers['sec-fetch-site'] = 'same-origin';
  if (onPage && method === 'POST') {
    const { type, text } = pageForm(random);
    body = chance(random, 0.1) ? brokenBody(random, text) : text;
    headers['content-type'] ??= type;
  } else if (method !== 'GET' && method !== 'HEAD') {
    const text = JSON.stringify(bodyOf(random, route, path)) ?? '';
    body = chance(random, 0.15) ? brokenBody(random, text) : text;
    headers['content-type'] ??= 'application/json';
  }
  const actor = actorOf(random, method, path);
  const address = `198.18.${octet(random)}.${octet(random)}`;
  return { route: `${method} ${route.path}`, method, path, actor, address, headers, body, leaves: chance(random, 0.01) };
}
