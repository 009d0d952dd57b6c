/** A hub with marked matters in it: whoever is answered with a mark that is not theirs was told too much. */
import { createHash } from 'node:crypto';
import { chunkId, fileId } from '../../shared/sync/evidence-ids.ts';
import { CITY, OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { AdminBrowser, tokenIn } from '../support/admin-browser.ts';
import { SmallCity } from '../support/small-city.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import type { TicketId, UnitCode } from '../../shared/hotline/ids.ts';
import { isOpen } from '../../sync-server/gate/quarantine.ts';
import type { RunningHub } from '../../sync-server/hub.ts';
import type { WireDesk } from '../support/wire-desk.ts';
import type { Actor } from './requests.ts';
import { restoreRoot } from './restore-root.ts';

/** Of the administrator's page, with a form on it. */
const PAGE = '/admin/pages/units';

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
  /** What the requests have deleted or changed is put back: those that come later find something, and are somebody. */
  restore: () => Promise<void>;
  close: () => Promise<void>;
}>;

const basic = (auth: string): Readonly<Record<string, string>> => ({ authorization: `Basic ${Buffer.from(auth).toString('base64')}` });

/** A row in quarantine that waits for the administrator. */
async function keptAside(hub: RunningHub, worker: WireDesk, ticket: string): Promise<void> {
  if ((await hub.gate.quarantine.all()).some(isOpen)) return;
  const row = JSON.stringify({ ...worker.action(ticket as TicketId, 'comment', { text: '' }), body: '@' });
  await worker.raw('POST', '/desk/_bulk_docs', `{"docs":[${row.replace('"@"', '{"text":"\\ud800"}')}]}`);
}

export async function openScene(): Promise<Scene> {
  const city = await SmallCity.open({ clock: 'stopped' });
  const { hub } = city;
  let restoring: Promise<void> | undefined;
  const admin = basic(`admin:${hub.adminPassword}`);
  const root = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(hub.address + path, {
      method,
      headers: { ...admin, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  // Two callers: what one has raised elsewhere is told to who handles a matter of theirs (F27).
  const marked = (mark: string, phone: string): Record<string, unknown> => ({
    title: `路灯不亮 ${mark}`,
    content: `巷口路灯不亮 ${mark}`,
    complainant: { kind: 'natural', name: `王${mark}`, phone },
  });
  const ticketA = await city.dispatched(OFFICE_A, marked('MARKOFFICEA', '10000001'));
  const inB = { region: { district: '210102', street: OFFICE_B } };
  const ticketB = await city.dispatched(OFFICE_B, { ...marked('MARKOFFICEB', '10000002'), ...inB });
  const clerk = await city.desk(OFFICE_B, 'diaodu3');
  await clerk.act(ticketB, 'sign', {});
  await clerk.act(ticketB, 'assign', { person: 'person:wangge4' });
  const worker = await city.desk(OFFICE_B, 'wangge4');
  const supervisor = await city.desk(CITY, 'duban1');
  // Whose sessions, roles and passwords may end meanwhile: nobody's of the run.
  const spare = await city.desk('dept-heating', 'diaodu4');
  const evidence = `MARKEVIDENCEA ${'x'.repeat(100)}`;
  const hash = createHash('sha256').update(evidence).digest('hex');
  const file = { device: city.operator.device, actor: 'person:zuoxi1', hash };
  const attached = { data: { content_type: 'application/octet-stream', data: Buffer.from(evidence).toString('base64') } };
  await hub.core.store.evidence.write([
    { _id: chunkId(file, 0), schema: 1, _attachments: attached },
    { _id: fileId(file), schema: 1, ...file, size: evidence.length, chunks: 1 },
  ]);
  await city.hub.core.feed.catchUp();
  const stored = await hub.core.store.hotline.get<{ no?: string; _rev: string }>(ticketA);
  const callers = await hub.core.store.private.get<{ secret: string }>('key:callers');
  const signing = await hub.core.store.private.get<{ jwk: { d: string } }>('key:hub');
  const secrets = [callers?.secret, signing?.jwk.d].filter((secret) => secret !== undefined);
  if (secrets.length !== 2 || stored?.no === undefined) throw new Error(`the scene is not what it should be`);
  const pages = new AdminBrowser(() => hub);
  const restore = async (): Promise<void> => {
    await restoreRoot(root, words);
    await keptAside(hub, worker, ticketB);
    words.set('kept', String((await hub.gate.quarantine.all()).find(isOpen)?._id));
    if ((await hub.accounts.devices.codes()).length === 0) await hub.enrolmentCode(OFFICE_B as UnitCode);
    words.set('openCode', String((await hub.accounts.devices.codes())[0]?.id));
    const page = await pages.get(PAGE);
    if (page.status !== 200) await pages.signIn(hub.adminPassword);
    const token = tokenIn(page.status === 200 ? page.text : (await pages.get(PAGE)).text);
    words.set('pageToken', token);
    tokens.set('admin', { ...admin, cookie: [...pages.cookies].map(([name, value]) => `${name}=${value}`).join('; ') });
    for (const [actor, desk] of [
      ['gridWorker', worker],
      ['supervisor', supervisor],
    ] as const) {
      if ((await hub.accounts.session(desk.token)) === undefined) await desk.signIn(desk.person.slice('person:'.length), DEMO_PASSWORD);
      tokens.set(actor, { authorization: `Bearer ${desk.token}` });
    }
    const client = (await hub.accounts.credentials.get('diaodu1'))?.client;
    if (client === undefined || (await hub.accounts.device(client))?.revoked !== undefined)
      await hub.accounts.allowClient('diaodu1', true, OFFICE_A as UnitCode);
  };
  const actions = await hub.core.store.hotline.withPrefix<object>('action:');
  const words = new Map([
    ['ticketA', ticketA],
    ['ticketB', ticketB],
    ['actionA', String(actions[0]?._id)],
    ['fileA', hash],
    ['numberA', stored?.no ?? ''],
    ['revA', String(stored?._rev)],
    ['revD', ''],
    ['channel', 'person:person:wangge4'],
    ['device', spare.device],
    ['secret', spare.secret],
    ['key', worker.signing.keyOf(worker.person).point],
    ['login', 'diaodu4'],
    ['password', DEMO_PASSWORD],
    ['codeA', '0001'],
    ['seq', '5'],
    ['position', ''],
    ['pageToken', ''],
    ['kept', ''],
    ['openCode', ''],
  ]);
  const tokens = new Map<Actor, Readonly<Record<string, string>>>([
    ['nobody', {}],
    ['client', basic(`diaodu1:${DEMO_PASSWORD}`)],
    ['member', basic('li:pw')],
    ['admin', admin],
  ]);
  await restore();
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
      supervisor: ['MARKEVIDENCEA', 'MARKROOT', Buffer.from('MARKROOT').toString('base64'), ...secrets, hub.adminPassword, 'MARKSHARED'],
      client: [...strangers.filter((mark) => mark !== 'MARKOFFICEA'), 'MARKSHARED'],
      member: strangers,
      admin: secrets,
    },
    own: {
      nobody: [],
      gridWorker: ['MARKOFFICEB'],
      supervisor: ['MARKOFFICEA', 'MARKOFFICEB'],
      client: ['MARKOFFICEA'],
      member: ['MARKSHARED'],
      admin: ['MARKOFFICEA', 'MARKROOT', 'MARKSHARED'],
    },
    restore: () => (restoring ??= restore().finally(() => (restoring = undefined))),
    headersOf: (actor) => tokens.get(actor) ?? {},
    close: () => city.close(),
  };
}
