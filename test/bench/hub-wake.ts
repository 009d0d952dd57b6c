/** Waiting desks: one change wakes all long polls on a channel, beside a bare server that holds and answers as many. */
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { HubScene } from './hub-scene.ts';
import { adminGet } from '../support/hub-process.ts';
import { LoadDesk, parsed } from './load-desk.ts';
import { median, pairedRatio, percentiles, type Percentiles } from './statistics.ts';
import { figure, table, times } from './table.ts';
import { asked } from './wire.ts';

export type WakeSample = Readonly<{ waiters: number; hub: Percentiles; bare: Percentiles; spread: Percentiles; bareSpread: Percentiles }>;

/** Asked until every long poll is in: one that comes after the change would be answered at once, and count as woken. */
async function held(waiting: () => Promise<number>, count: number): Promise<void> {
  while ((await waiting()) < count) await delay(20);
}

/** When each answer came, from the moment the change was sent; and from the first answer on. */
async function woken(
  answers: readonly Promise<unknown>[],
  waiting: () => Promise<number>,
  wake: () => Promise<unknown>,
): Promise<{ all: Percentiles; spread: Percentiles }> {
  let started = 0;
  const at = Promise.all(answers.map((answer) => answer.then(() => performance.now() - started)));
  await held(waiting, answers.length);
  started = performance.now();
  await wake();
  const times = await at;
  const first = Math.min(...times);
  return { all: percentiles(times), spread: percentiles(times.map((time) => time - first)) };
}

async function wakeOnce(scene: HubScene, run: number, waiters: number): Promise<WakeSample> {
  const { workers, worked, bare } = scene;
  const writer = workers[0] as LoadDesk;
  const agent = new Agent({ keepAlive: true, maxSockets: waiters });
  const heads = await Promise.all(workers.map((desk) => desk.head()));
  const request = LoadDesk.request([writer.comment(worked[run % worked.length] as TicketId, `第${run}轮：唤醒${waiters}个等待。`)]);
  const polls = Array.from({ length: waiters }, (_, n) => {
    const at = n % workers.length;
    return (workers[at] as LoadDesk).poll(heads[at] as string, '&include_docs=true', agent);
  });
  const hub = await woken(
    polls,
    async () => (await adminGet<{ waiting: number }>(scene.hub, '/admin/load')).waiting,
    () => writer.send(request),
  );
  const empty = (await Promise.all(polls)).filter((answer) => answer.body.includes('"results":[]'));
  if (empty.length > 0) throw new Error(`${empty.length} of ${waiters} were answered without the change`);
  await bare.put('news', ((await polls[0]) as { body: Buffer }).body);
  const limit = await woken(
    Array.from({ length: waiters }, () => asked('GET', bare.address, '/wait', { agent })),
    async () => parsed<number>(await asked('GET', bare.address, '/waiting')),
    () => asked('POST', bare.address, '/wake/news', { body: '' }),
  );
  agent.destroy();
  return { waiters, hub: hub.all, bare: limit.all, spread: hub.spread, bareSpread: limit.spread };
}

export async function wakeAll(scene: HubScene, run: number): Promise<readonly WakeSample[]> {
  const samples: WakeSample[] = [];
  for (const waiters of scene.sizes.waiters) samples.push(await wakeOnce(scene, run, waiters));
  return samples;
}

export function wakeTable(scene: HubScene, samples: readonly (readonly WakeSample[])[]): string {
  const rows = scene.sizes.waiters.map((waiters, at) => {
    const own = samples.map((run) => run[at] as WakeSample);
    const of = (pick: (one: WakeSample) => number): number => median(own.map(pick));
    return [
      String(waiters),
      `${figure(of((one) => one.hub.p50))} / ${figure(of((one) => one.hub.p95))}`,
      `${figure(of((one) => one.bare.p50))} / ${figure(of((one) => one.bare.p95))}`,
      `${figure(of((one) => one.spread.p95))}`,
      `${figure(of((one) => one.bareSpread.p95))}`,
      times(
        pairedRatio(
          own.map((one) => one.hub.p95),
          own.map((one) => one.bare.p95),
        ),
      ),
    ];
  });
  return [
    'Wake-up: long polls on one channel, one action by another desk. From the sending of the action (its durable answer, fold and index included) to each answer with the document; spread is from the first answer to the last but 5 %.',
    '',
    table(['waiters', 'hub p50 / p95 ms', 'bare p50 / p95 ms', 'hub spread ms', 'bare spread ms', 'hub ÷ bare at p95'], rows),
  ].join('\n');
}
