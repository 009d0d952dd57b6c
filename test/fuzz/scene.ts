/** A hub with marked matters in it: whoever is answered with a mark that is not theirs was told too much. */
import { createHash } from 'node:crypto';
import { chunkId, fileId } from '../../shared/sync/evidence-ids.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';
import type { Actor } from './requests.ts';

export type Scene = Readonly<{
  city: SmallCity;
  worker: WireDesk;
  /** Words that requests name in braces. */
  words: ReadonlyMap<string, string>;
  /** What must never be in an answer to these. */
  forbidden: Readonly<Record<Actor, readonly string[]>>;
  /** What was seen of their own by whom, to show that there was something to see. */
  own: Readonly<Record<Actor, readonly string[]>>;
  headersOf: (actor: Actor) => Readonly<Record<string, string>>;
  close: () => Promise<void>;
}>;

const basic = (auth: string): Readonly<Record<string, string>> => ({ authorization: `Basic ${Buffer.from(auth).toString('base64')}` });

export async function openScene(): Promise<Scene> {
  const city = await SmallCity.open({ clock: 'stopped' });
  const { hub } = city;
  const admin = basic(`admin:${hub.adminPassword}`);
  const root = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(hub.address + path, {
      method,
      headers: { ...admin, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  const marked = (mark: string): Record<string, unknown> => ({
    title: `路灯不亮 ${mark}`,
    content: `巷口路灯不亮 ${mark}`,
    complainant: { kind: 'natural', name: `王${mark}`, phone: '10000001' },
  });
  const ticketA = await city.dispatched(OFFICE_A, marked('MARKOFFICEA'));
  const ticketB = await city.dispatched(OFFICE_B, { ...marked('MARKOFFICEB'), region: { district: '210102', street: OFFICE_B } });
  const clerk = await city.desk(OFFICE_B, 'diaodu3');
  await clerk.act(ticketB, 'sign', {});
  await clerk.act(ticketB, 'assign', { person: 'person:wangge4' });
  const worker = await city.desk(OFFICE_B, 'wangge4');
  const evidence = `MARKEVIDENCEA ${'x'.repeat(100)}`;
  const hash = createHash('sha256').update(evidence).digest('hex');
  const file = { device: city.operator.device, actor: 'person:zuoxi1', hash };
  const attached = { data: { content_type: 'application/octet-stream', data: Buffer.from(evidence).toString('base64') } };
  await hub.core.store.evidence.write([
    { _id: chunkId(file, 0), schema: 1, _attachments: attached },
    { _id: fileId(file), schema: 1, ...file, size: evidence.length, chunks: 1 },
  ]);
  for (const name of ['fuzz', 'shared', 'secret']) await root('PUT', `/${name}`);
  await root('PUT', '/_users/org.couchdb.user:li', { name: 'li', password: 'pw', roles: ['clerk'], type: 'user' });
  await root('PUT', '/shared/_security', { members: { names: ['li'] } });
  const data = Buffer.from('MARKROOT').toString('base64');
  await root('PUT', '/secret/d1', { text: 'MARKROOT', _attachments: { 'f.txt': { content_type: 'text/plain', data } } });
  await root('PUT', '/shared/d1', { text: 'MARKSHARED' });
  await root('PUT', '/fuzz/_design/v', {
    views: {
      all: { map: 'function (d) { emit(d._id, d.n) }' },
      sum: { map: 'function (d) { emit(1, d.n) }', reduce: '_sum' },
      bad: { map: 'function (d) { emit(d.x.y.z, 1) }', reduce: 'function () { throw new Error("x") }' },
    },
    filters: { odd: 'function (d) { return d.n % 2 === 1 }' },
  });
  const d1 = await root('PUT', '/fuzz/d1', {
    n: 1,
    title: '路灯',
    _attachments: { 'f.txt': { content_type: 'text/plain', data }, 'p.bin': { content_type: 'application/octet-stream', data } },
  });
  await city.hub.core.feed.catchUp();
  const stored = await hub.core.store.hotline.get<{ no?: string; _rev: string }>(ticketA);
  const callers = await hub.core.store.private.get<{ secret: string }>('key:callers');
  const signing = await hub.core.store.private.get<{ jwk: { d: string } }>('key:hub');
  const secrets = [callers?.secret, signing?.jwk.d].filter((secret) => secret !== undefined);
  if (secrets.length !== 2 || stored?.no === undefined) throw new Error(`the scene is not what it should be`);
  const actions = await hub.core.store.hotline.withPrefix<object>('action:');
  const words = new Map([
    ['ticketA', encodeURIComponent(ticketA)],
    ['ticketB', encodeURIComponent(ticketB)],
    ['actionA', encodeURIComponent(String(actions[0]?._id))],
    ['fileA', hash],
    ['numberA', stored?.no ?? ''],
    ['revA', String(stored?._rev)],
    ['revD', String(d1['rev'])],
    ['device', worker.device],
    ['codeA', '123456'],
    ['seq', '5'],
    ['position', ''],
  ]);
  const tokens = new Map<Actor, Readonly<Record<string, string>>>([
    ['nobody', {}],
    ['gridWorker', { authorization: `Bearer ${worker.token}` }],
    ['member', basic('li:pw')],
    ['admin', admin],
  ]);
  const strangers = [
    'MARKOFFICEA',
    'MARKOFFICEB',
    'MARKEVIDENCEA',
    'MARKROOT',
    Buffer.from('MARKROOT').toString('base64'),
    ...secrets,
    hub.adminPassword,
  ];
  return {
    city,
    worker,
    words,
    forbidden: {
      nobody: [...strangers, 'MARKSHARED'],
      gridWorker: [...strangers.filter((mark) => mark !== 'MARKOFFICEB'), 'MARKSHARED'],
      member: strangers,
      admin: secrets,
    },
    own: { nobody: [], gridWorker: ['MARKOFFICEB'], member: ['MARKSHARED'], admin: ['MARKOFFICEA', 'MARKROOT', 'MARKSHARED'] },
    headersOf: (actor) => tokens.get(actor) ?? {},
    close: () => city.close(),
  };
}
