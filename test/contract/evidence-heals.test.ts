/** A photo that arrived damaged, or not whole, is sent again from the desk's own copy until the hub confirms it [sync E2]. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LocalReplica } from '../../renderer/replica/replica.ts';
import type { TicketId } from '../../shared/hotline/ids.ts';
import { CHUNK_BYTES } from '../../shared/sync/wire.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { enrolNodeDesk, openPerson, synced, until, type NodeDesk } from '../support/node-desk.ts';
import { nodeEvidence, type OnTheWay } from '../support/node-evidence.ts';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
let desk: NodeDesk;
let onTheWay: OnTheWay;
let pushed: string[];
beforeEach(async () => {
  city = await SmallCity.open();
  pushed = [];
  onTheWay = (document) => document;
  const enrolled = await enrolNodeDesk(join(city.dir, 'desk'), await city.hub.enrolmentCode(OFFICE_A));
  const evidence: NodeDesk['platform']['evidence'] = (_name, hub, device, token) =>
    nodeEvidence(hub, device, token, (document) => {
      pushed.push(document._id);
      return onTheWay(document);
    });
  desk = { ...enrolled, platform: { ...enrolled.platform, evidence } };
});
afterEach(() => city.close());

const photo = new Uint8Array(randomBytes(CHUNK_BYTES + 1000));

async function recordPhoto(replica: LocalReplica): Promise<TicketId> {
  const added = await replica.addEvidence(photo, { kind: 'process', name: '现场.jpg', type: 'image/jpeg' });
  if (!added.ok) throw new Error(added.code);
  const ticket = newTicketId();
  const walkIn = { source: 'walkIn', kind: 'consult', title: '来访', content: '咨询', complainant: { kind: 'natural' } };
  const saved = await replica.act({ ticket, kind: 'register', body: { ...walkIn, evidence: [added.claim] } });
  if (!saved.ok) throw new Error(saved.message);
  return ticket;
}

function garbled(document: Parameters<OnTheWay>[0]): ReturnType<OnTheWay> {
  const data = { content_type: 'application/octet-stream', data: Buffer.from(randomBytes(CHUNK_BYTES)).toString('base64') };
  return '_attachments' in document ? { ...document, _attachments: { data } } : document;
}

test('[E2] a chunk that was garbled on its way makes the hub throw the file away and the desk send it again', async () => {
  let times = 0;
  onTheWay = (document) => (times++ === 0 ? garbled(document) : document);
  const clerk = await openPerson(desk, 'person:diaodu1', DEMO_PASSWORD);
  await synced(clerk);
  const ticket = await recordPhoto(clerk);
  await until(clerk, (status) => status.evidence.confirmed === 1 && status.evidence.waiting === 0);
  expect(pushed.filter((id) => id.startsWith('file:'))).toHaveLength(2);
  const colleague = await city.desk(OFFICE_A, 'diaodu2');
  // The file is confirmed by itself: the ticket that names it may be folded a moment later.
  const seen = async (): Promise<number> => {
    const held = await city.hub.core.store.hotline.get<{ evidence: { hash: string }[] }>(ticket);
    return (await colleague.raw('GET', `/desk/evidence/body/${ticket}/${held?.evidence[0]?.hash ?? ''}`)).status;
  };
  await expect.poll(seen, { timeout: 20_000 }).toBe(200);
  await clerk.close();
});

test('[E2] what the hub never confirms stays waiting, is tried a few times, and is never shown as sent', async () => {
  onTheWay = garbled;
  const clerk = await openPerson(desk, 'person:diaodu1', DEMO_PASSWORD);
  await synced(clerk);
  await recordPhoto(clerk);
  await expect.poll(() => pushed.filter((id) => id.startsWith('file:')).length, { timeout: 20_000 }).toBe(4);
  const status = await until(clerk, ({ evidence }) => evidence.waiting === 1);
  expect(status.evidence).toEqual({ waiting: 1, confirmed: 0 });
  await clerk.close();
});
