/**
 * What an administrator watches, as Prometheus reads it. Labels name routes and kinds, never a person, a unit, a device or a ticket: the
 * page may be kept for years by a system outside the hub.
 */
import { statfs } from 'node:fs/promises';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Core } from '../core.ts';
import type { Waiting } from '../http/waiting.ts';

/** Seconds: an answer of a gate that forces to disk stands at about 0.02, a long poll at 25. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export type RequestTold = Readonly<{ method: string; route: string; status: number; ms: number }>;

export class HubMetrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #repairs: Counter;
  readonly #aside: Counter;
  readonly #faults: Counter;
  readonly #dropped: Counter;
  readonly #slowReaders: Counter;
  readonly #rows: Counter<'outcome'>;

  constructor(core: Core, waiting: Waiting) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Histogram({
      name: 'griddesk_request_seconds',
      help: 'Answers by route and status; long polls last as long as they wait',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    });
    this.#rows = new Counter({
      name: 'griddesk_gate_rows_total',
      help: 'Actions sent by desks: taken, quarantined, or to be sent again',
      labelNames: ['outcome'],
      registers,
    });
    this.#repairs = new Counter({
      name: 'griddesk_desk_repairs_total',
      help: 'Replicas that did not equal their digests and were repaired [sync P3]; more than a few a day: look for the cause',
      registers,
    });
    this.#aside = new Counter({
      name: 'griddesk_desk_rows_aside_total',
      help: 'Rows that a desk could not read and kept aside [sync D1]',
      registers,
    });
    this.#dropped = new Counter({
      name: 'griddesk_dropped_connections_total',
      help: 'Connections closed as they opened, because too many were open',
      registers,
    });
    this.#slowReaders = new Counter({
      name: 'griddesk_slow_readers_total',
      help: 'Connections ended because their answer was not taken',
      registers,
    });
    this.#faults = new Counter({ name: 'griddesk_faults_total', help: 'Errors in the log', registers });
    this.#gauges(core, waiting);
  }

  #gauges(core: Core, waiting: Waiting): void {
    const registers = [this.#registry];
    const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
      void new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    };
    gauge('griddesk_long_polls', 'Requests that wait for a change, at /desk and at the root', () => waiting.count);
    gauge('griddesk_backlog_actions', 'Actions that the authority has not settled', () => core.authority.backlog);
    gauge(
      'griddesk_undecided_actions',
      'Actions that the rules or the store failed on: see /admin/undecided',
      () => core.authority.undecided.length,
    );
    gauge(
      'griddesk_mended_conflicts',
      'Tickets that had conflicting revisions and were folded again [sync A5]',
      () => core.authority.mended,
    );
    gauge('griddesk_free_bytes', 'Free space where the hub keeps its data; below 256 MB it takes no work', async () => {
      const disk = await statfs(core.dataDir);
      return disk.bavail * disk.bsize;
    });
  }

  dropped(): void {
    this.#dropped.inc();
  }

  slowReader(): void {
    this.#slowReaders.inc();
  }

  request({ method, route, status, ms }: RequestTold): void {
    this.#requests.observe({ method, route, status }, ms / 1000);
  }

  /** One handshake's report of what happened since the last. */
  desk(repairs: number, aside: number): void {
    this.#repairs.inc(repairs);
    this.#aside.inc(aside);
  }

  gateRow(outcome: 'taken' | 'quarantined' | 'again'): void {
    this.#rows.inc({ outcome });
  }

  fault(): void {
    this.#faults.inc();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  close(): void {
    this.#registry.clear();
  }
}
