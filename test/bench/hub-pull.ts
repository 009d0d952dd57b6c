/** First pull, by one desk and by four at once, beside the same bytes from the bare server. */
import type { HubScene } from './hub-scene.ts';
import type { LoadDesk } from './load-desk.ts';
import { costOf } from './process-cost.ts';
import { median, pairedRatio } from './statistics.ts';
import { figure, table, times } from './table.ts';

type Sample = Readonly<{ one: number; oneBare: number; four: number; fourBare: number; bytes: number; rows: number; cpu: number }>;

async function bareMs(scene: HubScene, desks: number, pages: readonly Buffer[]): Promise<number> {
  for (const [at, page] of pages.entries()) await scene.bare.put(`page${at}`, page);
  const started = performance.now();
  await Promise.all(
    Array.from({ length: desks }, async () => {
      for (const at of pages.keys()) await scene.bare.get(`page${at}`);
    }),
  );
  return performance.now() - started;
}

async function hubMs(desks: readonly LoadDesk[]): Promise<number> {
  const started = performance.now();
  await Promise.all(desks.map((desk) => desk.pull()));
  return performance.now() - started;
}

export async function pullOnce(scene: HubScene): Promise<Sample> {
  const { value: first, cpu } = await costOf(scene.hub.pid, () => (scene.pullers[0] as LoadDesk).pull());
  const oneBare = await bareMs(scene, 1, first.pages);
  const four = await hubMs(scene.pullers);
  const fourBare = await bareMs(scene, scene.pullers.length, first.pages);
  const rows = first.pages.reduce((sum, page) => sum + (JSON.parse(page.toString('utf8')) as { results: unknown[] }).results.length, 0);
  return { one: first.ms, oneBare, four, fourBare, bytes: first.bytes, rows, cpu };
}

export function pullTable(scene: HubScene, samples: readonly Sample[]): string {
  const { rows, bytes } = samples[0] as Sample;
  const line = (name: string, ms: readonly number[], bare: readonly number[], desks: number): string[] => [
    name,
    figure(median(ms)),
    figure((rows * desks * 1000) / median(ms)),
    figure(median(bare)),
    times(pairedRatio(ms, bare)),
  ];
  return [
    `First pull: ${scene.sizes.pulled} tickets of ${figure(scene.ticketBytes)} bytes and ${rows - scene.sizes.pulled} reference documents, pages of 500, ${figure(bytes / 1e6)} MB a desk; ${figure((1000 * median(samples.map((one) => one.cpu))) / rows)} µs of the hub's processor a document.`,
    '',
    table(
      ['', 'hub, ms', 'documents/s', 'bare server, same bytes, ms', 'hub ÷ bare'],
      [
        line(
          '1 desk',
          samples.map((one) => one.one),
          samples.map((one) => one.oneBare),
          1,
        ),
        line(
          `${scene.pullers.length} desks at once`,
          samples.map((one) => one.four),
          samples.map((one) => one.fourBare),
          scene.pullers.length,
        ),
      ],
    ),
  ].join('\n');
}
