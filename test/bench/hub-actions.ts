/** What comes up: single actions made durable and answered (gate), and batches folded and seen by another desk (authority). */
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { HubScene } from './hub-scene.ts';
import { LoadDesk } from './load-desk.ts';
import { costOf } from './process-cost.ts';
import { median, pairedRatio, percentiles, type Percentiles } from './statistics.ts';
import { figure, table, times } from './table.ts';
import { asked } from './wire.ts';

type Rate = Readonly<{ ms: number; latency: Percentiles }>;
export type GateSample = Readonly<{ count: number; hub: Rate; bare: Rate; alone: Percentiles; cpu: number }>;
export type AuthoritySample = Readonly<{ count: number; answeredMs: number; seenMs: number; cpu: number }>;

const BATCH = 100;
const SENDERS = 8;

/** Every desk sends its requests one after the other, all desks at once. */
async function sendAll(
  queues: readonly (readonly string[])[],
  send: (desk: number, request: string) => Promise<{ ms: number }>,
): Promise<Rate> {
  const started = performance.now();
  const latencies = await Promise.all(
    queues.map(async (queue, desk) => {
      const own: number[] = [];
      for (const request of queue) own.push((await send(desk, request)).ms);
      return own;
    }),
  );
  return { ms: performance.now() - started, latency: percentiles(latencies.flat()) };
}

function singles(desk: LoadDesk, tickets: readonly TicketId[], text: string): readonly string[] {
  return tickets.map((ticket) => LoadDesk.request([desk.comment(ticket, text)]));
}

export async function gateOnce(scene: HubScene, run: number): Promise<GateSample> {
  const { workers, worked, sizes, bare } = scene;
  const { each } = sizes.singles;
  const queues = workers.map((desk, at) =>
    singles(
      desk,
      Array.from({ length: each }, (_, n) => worked[(at * each + n) % worked.length] as TicketId),
      `第${run}轮：已与诉求人联系。`,
    ),
  );
  const watcher = workers[0] as LoadDesk;
  const since = await watcher.head();
  const { value: hub, cpu } = await costOf(scene.hub.pid, async () => {
    const sent = await sendAll(queues, (desk, request) => (workers[desk] as LoadDesk).send(request));
    await watcher.follow(since, Math.min(worked.length, workers.length * each));
    return sent;
  });
  const lone = singles(watcher, worked.slice(0, each), `第${run}轮：单独一条。`);
  const alone = await sendAll([lone], (_, request) => watcher.send(request));
  const answer = (await watcher.send(lone[0] as string)).body;
  await bare.put('answer', answer);
  const bareRate = await sendAll(queues, (_, request) => asked('POST', bare.address, '/take/answer', { body: request }));
  return { count: workers.length * each, hub, bare: bareRate, alone: alone.latency, cpu };
}

export async function authorityOnce(scene: HubScene, run: number): Promise<AuthoritySample> {
  const { workers, worked } = scene;
  const senders = workers.slice(0, SENDERS);
  const queues = senders.map((desk, at) => {
    const own = worked.filter((_, n) => n % senders.length === at).map((ticket) => desk.comment(ticket, `第${run}轮批量：现场已核实。`));
    return Array.from({ length: Math.ceil(own.length / BATCH) }, (_, n) => LoadDesk.request(own.slice(n * BATCH, (n + 1) * BATCH)));
  });
  const watcher = scene.workers[scene.workers.length - 1] as LoadDesk;
  const since = await watcher.head();
  const started = performance.now();
  const { value: answeredMs, cpu } = await costOf(scene.hub.pid, async () => {
    const seen = watcher.follow(since, worked.length);
    await sendAll(queues, (desk, request) => (senders[desk] as LoadDesk).send(request));
    const answered = performance.now() - started;
    await seen;
    return answered;
  });
  return { count: worked.length, answeredMs, seenMs: performance.now() - started, cpu };
}

export function gateTable(scene: HubScene, samples: readonly GateSample[]): string {
  const { count } = samples[0] as GateSample;
  const { desks } = scene.sizes.singles;
  const row = (name: string, rates: readonly Rate[]): string[] => [
    name,
    figure((count * 1000) / median(rates.map((rate) => rate.ms))),
    figure(median(rates.map((rate) => rate.latency.p50))),
    figure(median(rates.map((rate) => rate.latency.p95))),
  ];
  const hub = samples.map((one) => one.hub);
  const bare = samples.map((one) => one.bare);
  const ratio = pairedRatio(
    hub.map((rate) => rate.ms),
    bare.map((rate) => rate.ms),
  );
  return [
    `Gate: ${desks} desks, each one signed action a request, the next when the last is answered; ${count} actions a run, forced to disk before the answer, folded meanwhile. Hub ÷ bare: ${times(ratio)}; ${figure(median(samples.map((one) => one.cpu)) / count)} ms of the hub's processor an action, folding included.`,
    '',
    table(
      ['', 'actions/s', 'p50 ms', 'p95 ms'],
      [
        row(`hub, ${desks} desks`, hub),
        row(`bare server, ${desks} desks: read, not looked at, answered`, bare),
        [
          'hub, one desk alone',
          figure(1000 / median(samples.map((one) => one.alone.p50))),
          figure(median(samples.map((one) => one.alone.p50))),
          figure(median(samples.map((one) => one.alone.p95))),
        ],
      ],
    ),
  ].join('\n');
}

export function authorityTable(scene: HubScene, samples: readonly AuthoritySample[]): string {
  const { count } = samples[0] as AuthoritySample;
  const rate = (ms: readonly number[]): string => figure((count * 1000) / median(ms));
  return [
    `Authority: ${count} tickets with at least ${scene.sizes.entries} entries of history, one signed action on each, ${SENDERS} desks, requests of ${BATCH}; signatures checked, tickets folded and written, index and feed brought up, seen by another desk on the wire; ${figure(median(samples.map((one) => one.cpu)) / count)} ms of the hub's processor an action.`,
    '',
    table(
      ['', 'actions/s', 'ms'],
      [
        ['durable and answered', rate(samples.map((one) => one.answeredMs)), figure(median(samples.map((one) => one.answeredMs)))],
        ['folded and seen by another desk', rate(samples.map((one) => one.seenMs)), figure(median(samples.map((one) => one.seenMs)))],
      ],
    ),
  ].join('\n');
}
