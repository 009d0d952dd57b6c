/** What bench:desk works with: a real hub with two offices, a peer that serves the same documents, codes for fresh desks. */
import { join } from 'node:path';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { freePort, HubProcess } from '../support/hub-process.ts';
import { BenchCity } from './city.ts';
import { LoadDesk } from './load-desk.ts';
import { startSide } from './side-process.ts';
import { asked } from './wire.ts';
import { SEED } from './workload.ts';

export type DeskSizes = Readonly<{
  runs: number;
  /** Tickets of the first office, and of the second, which is twice as large. */
  small: number;
  large: number;
  /** Key strokes and clicks measured on each list; actions measured on each pair of desks. */
  strokes: number;
  actions: number;
}>;

export const FULL: DeskSizes = { runs: 5, small: 5000, large: 10_000, strokes: 40, actions: 20 };
export const QUICK: DeskSizes = { runs: 1, small: 300, large: 600, strokes: 8, actions: 3 };

export type DeskScene = Readonly<{
  dir: string;
  sizes: DeskSizes;
  hub: HubProcess;
  couch: string;
  /** Documents that the first office's desk is sent, and their mean size. */
  documents: number;
  documentBytes: number;
  titles: readonly string[];
  /** A fresh enrolment code. */
  code: (office: 'small' | 'large') => string;
  profile: boolean;
  stop: () => Promise<void>;
}>;

/** Codes made ready: runs, pairs of desks and the large office's own. */
const CODES = 24;

export async function openDeskScene(dir: string, sizes: DeskSizes, profile: boolean, say: (line: string) => void): Promise<DeskScene> {
  say(`workload: offices of ${sizes.small} and ${sizes.large} tickets`);
  const dataDir = join(dir, 'hub');
  const city = await BenchCity.open(dataDir);
  const titles = (await city.dispatch(OFFICE_A, sizes.small, SEED)).map((letter) => letter.title);
  await city.dispatch(OFFICE_B, sizes.large, SEED + 1);
  const [login] = await city.staff(OFFICE_A, 'clerk', 'reader', 1);
  const secrets = { small: [...(await city.secrets(OFFICE_A, CODES))], large: [...(await city.secrets(OFFICE_B, CODES))] };
  const { hubId } = city.hub;
  await city.close();
  const hub = new HubProcess(dataDir, await freePort());
  await hub.start();
  const couch = await startSide('couch');
  const reader = await LoadDesk.open(hub.address, secrets.small.pop() ?? '', login ?? '');
  const bodies = (await reader.pull()).pages.flatMap((page) =>
    (JSON.parse(page.toString('utf8')) as { results: readonly { doc: unknown }[] }).results.map((row) => row.doc),
  );
  reader.close();
  const text = JSON.stringify(bodies);
  await asked('POST', couch.address, '/load', { body: text });
  return {
    dir,
    sizes,
    hub,
    couch: couch.address,
    documents: bodies.length,
    documentBytes: Buffer.byteLength(text) / bodies.length,
    titles,
    profile,
    code(office) {
      const secret = secrets[office].pop();
      if (secret === undefined) throw new Error('no code is left');
      return `GD1.${Buffer.from(JSON.stringify({ hub: hub.address, hubId, secret })).toString('base64url')}`;
    },
    async stop() {
      await couch.stop();
      await hub.stop();
    },
  };
}
