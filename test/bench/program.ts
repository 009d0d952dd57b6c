/** What both benchmark programs share: options, a folder that goes away, output, and tables put into the document. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { replaceBetween } from './table.ts';

export type BenchOptions = Readonly<{
  quick: boolean;
  runs: number | undefined;
  /** Parts to measure; all when empty. */
  only: readonly string[];
  /** Put the tables into docs/performance.md. */
  write: boolean;
  profile: boolean;
  /** Sizes of the growing cities in tickets, where others than the usual ones are wanted. */
  cities: readonly number[];
  role: string | undefined;
}>;

export function benchOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      runs: { type: 'string' },
      only: { type: 'string', default: '' },
      write: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      cities: { type: 'string', default: '' },
      role: { type: 'string' },
    },
  });
  return {
    quick: values.quick,
    runs: values.runs === undefined ? undefined : Number(values.runs),
    only: values.only.split(',').filter((name) => name !== ''),
    write: values.write,
    profile: values.profile,
    cities: values.cities
      .split(',')
      .filter((size) => size !== '')
      .map(Number),
    role: values.role,
  };
}

/** Progress goes to stderr, so that stdout is the document's text. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

export async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'griddesk-bench-'));
  try {
    await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'performance.md');

export async function publish(name: string, about: string, tables: readonly string[], options: BenchOptions): Promise<void> {
  const [processor] = cpus();
  const where = `${cpus().length} × ${processor?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, ${process.platform}; ${new Date().toISOString().slice(0, 10)}`;
  const command = `npm run ${name}${options.quick ? ' -- --quick' : ''}`;
  const text = [`\`${command}\` on ${where}. ${about}`, ...tables].join('\n\n');
  process.stdout.write(`${text}\n`);
  if (!options.write) return;
  await writeFile(DOCUMENT, replaceBetween(await readFile(DOCUMENT, 'utf8'), name, text));
  say(`written into ${DOCUMENT}`);
}
