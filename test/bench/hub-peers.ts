/** The hub beside express-pouchdb on the same documents: a desk's first pull, and `_changes` with documents at the root. */
import { ADMIN_PASSWORD } from '../support/hub-process.ts';
import { fill, pullRoot, startExpressPouch, type Peer } from './express-peer.ts';
import type { HubScene } from './hub-scene.ts';
import type { LoadDesk } from './load-desk.ts';
import { median, pairedRatio } from './statistics.ts';
import { figure, table, times } from './table.ts';

const DATABASE = 'bench';
const BASIC = `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}`;

export type PeerSample = Readonly<{ desk: number; root: number; peer: number; rows: number }>;

type Row = Readonly<{ doc?: { _id: string; _rev: string } }>;

/** The same documents, with their revisions, in a database at the hub's root and in the peer. */
export async function openPeers(dir: string, scene: HubScene): Promise<Peer> {
  const pages = (await (scene.pullers[0] as LoadDesk).pull()).pages;
  const documents = pages.flatMap((page) =>
    (JSON.parse(page.toString('utf8')) as { results: readonly Row[] }).results.flatMap(({ doc }) => (doc === undefined ? [] : [doc])),
  );
  const peer = await startExpressPouch(dir);
  await fill(peer.address, DATABASE, documents);
  await fill(scene.hub.address, DATABASE, documents, { authorization: BASIC });
  return peer;
}

export async function peersOnce(scene: HubScene, peer: Peer): Promise<PeerSample> {
  const desk = (await (scene.pullers[0] as LoadDesk).pull()).ms;
  const root = await pullRoot(scene.hub.address, DATABASE, BASIC);
  const other = await pullRoot(peer.address, DATABASE);
  if (root.rows !== other.rows) throw new Error(`the root told ${root.rows} changes, express-pouchdb ${other.rows}`);
  return { desk, root: root.ms, peer: other.ms, rows: root.rows };
}

export function peersTable(samples: readonly PeerSample[]): string {
  const { rows } = samples[0] as PeerSample;
  const of = (name: keyof PeerSample): number[] => samples.map((one) => one[name]);
  const line = (name: string, key: 'desk' | 'root' | 'peer'): string[] => [
    name,
    figure(median(of(key))),
    figure((rows * 1000) / median(of(key))),
    times(pairedRatio(of('peer'), of(key))),
  ];
  return [
    `Peers: the same ${rows} documents, all of them, in pages of 500. A desk’s pull comes from \`/desk\`; \`_changes?include_docs=true\` from a database at the hub’s root, and from express-pouchdb 4.2 on PouchDB 7.3 with LevelDB; what these two send is parsed by the same client.`,
    '',
    table(
      ['', 'ms', 'documents/s', 'express-pouchdb ÷ this'],
      [line('a desk’s first pull', 'desk'), line('`_changes` at the hub’s root', 'root'), line('`_changes` of express-pouchdb', 'peer')],
    ),
  ].join('\n');
}
