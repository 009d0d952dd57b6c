/**
 * The whole city comes back at once: desks that were offline send everything they hold, batch by batch, and come again when they are
 * asked to wait. Every action is looked for in the tickets afterwards [proof L1].
 */
import { setTimeout as delay } from 'node:timers/promises';
import { adminGet } from '../support/hub-process.ts';
import type { HubScene } from './hub-scene.ts';
import { LoadDesk } from './load-desk.ts';
import { memoryMb } from './process-cost.ts';
import { figure, table } from './table.ts';
import { ask } from './wire.ts';

const BATCH = 100;

export type StormSample = Readonly<{
  desks: number;
  actions: number;
  answeredMs: number;
  foldedMs: number;
  seenMs: number;
  waited: number;
  mostMb: number;
  lentMb: number;
  missing: number;
}>;

/** Enrolled and signed in before the clock runs. */
export async function openStorm(scene: HubScene, secrets: readonly string[]): Promise<readonly LoadDesk[]> {
  const desks: LoadDesk[] = [];
  for (const [at, secret] of secrets.entries()) desks.push(await LoadDesk.open(scene.hub.address, secret, `storm${at + 1}`));
  return desks;
}

/** Sent until it is taken: a hub that has enough for now says when to come again [sync G5]. Returns how often it was asked to wait. */
async function untilTaken(send: () => ReturnType<typeof ask>): Promise<number> {
  for (let waited = 0; ; waited += 1) {
    const { status, body } = await send();
    if (status === 201 && !body.includes('"error"')) return waited;
    if (status !== 503 && status !== 201) throw new Error(`an answer ${status}: ${body.toString('utf8').slice(0, 200)}`);
    await delay(5000);
  }
}

export async function stormOnce(scene: HubScene, desks: readonly LoadDesk[]): Promise<StormSample> {
  const { worked, sizes } = scene;
  const ids = new Set<string>();
  const queues = desks.map((desk, at) => {
    const own = Array.from({ length: sizes.storm.each }, (_, n) =>
      desk.comment(worked[(at * sizes.storm.each + n) % worked.length] as (typeof worked)[number], '离线期间：已到现场，与当事人联系。'),
    );
    for (const { _id } of own) ids.add(_id);
    return Array.from({ length: Math.ceil(own.length / BATCH) }, (_, n) => LoadDesk.request(own.slice(n * BATCH, (n + 1) * BATCH)));
  });
  let [mostMb, lentMb] = [0, 0];
  const watching = setInterval(() => {
    void memoryMb(scene.hub.pid).then(({ own, lent }) => {
      mostMb = Math.max(mostMb, own);
      lentMb = Math.max(lentMb, lent);
    });
  }, 500);
  const started = performance.now();
  const waited = await Promise.all(
    queues.map(async (queue, at) => {
      let times = 0;
      for (const request of queue) times += await untilTaken(() => (desks[at] as LoadDesk).trySend(request));
      return times;
    }),
  );
  const answeredMs = performance.now() - started;
  while ((await adminGet<{ backlog: number }>(scene.hub, '/admin/load')).backlog > 0) await delay(200);
  const foldedMs = performance.now() - started;
  // Another desk of the office, from the beginning: what the city holds for it now.
  const { pages } = await (scene.workers[0] as LoadDesk).pull();
  const seenMs = performance.now() - started;
  clearInterval(watching);
  for (const page of pages) {
    const { results } = JSON.parse(page.toString('utf8')) as { results: readonly { doc?: { history?: readonly { id: string }[] } }[] };
    for (const { doc } of results) for (const entry of doc?.history ?? []) ids.delete(entry.id);
  }
  return {
    desks: desks.length,
    actions: desks.length * sizes.storm.each,
    answeredMs,
    foldedMs,
    seenMs,
    waited: waited.reduce((sum, one) => sum + one, 0),
    mostMb,
    lentMb,
    missing: ids.size,
  };
}

export function stormTable(
  scene: HubScene,
  { desks, actions, answeredMs, foldedMs, seenMs, waited, mostMb, lentMb, missing }: StormSample,
): string {
  const row = (name: string, ms: number): string[] => [name, figure(ms / 1000), figure((actions * 1000) / ms)];
  return [
    `Storm: ${desks} desks come back at once, each with ${scene.sizes.storm.each} actions in requests of ${BATCH}, on ${scene.worked.length} tickets with at least ${scene.sizes.entries} entries; one run. Asked to wait ${waited} times; the hub’s own memory at most ${figure(mostMb)} MB, beside at most ${figure(lentMb)} MB of mapped files; **${missing} of ${actions} actions missing** from the tickets another desk pulls afterwards.`,
    '',
    table(
      ['all of them', 'seconds', 'actions/s'],
      [row('durable and answered', answeredMs), row('folded and in the index', foldedMs), row('pulled by another desk', seenMs)],
    ),
  ].join('\n');
}
