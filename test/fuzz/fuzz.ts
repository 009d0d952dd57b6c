/**
 * Every route of a running hub is asked in every way a seed gives. It fails on a crash, an answer that does not come, a fault that the hub
 * had to catch, any 5xx but 503, a member that all objects have afterwards, and a mark in an answer to whom it is not for.
 */
import { Agent, request as httpRequest } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../torture/random.ts';
import { requestOf, type FuzzRequest } from './requests.ts';
import { openScene, type Scene } from './scene.ts';
import { chance } from './values.ts';

export type FuzzOptions = Readonly<{ requests: number; seed: number; only?: string; atOnce?: number; say?: (line: string) => void }>;
export type Finding = Readonly<{ at: number; what: string; request: string }>;
export type FuzzReport = Readonly<{
  requests: number;
  routes: number;
  /** Methods and routes of the table that were never asked. */
  unasked: readonly string[];
  /** Those that nobody was ever answered by with anything but a refusal: what lies behind them was not fuzzed. */
  onlyRefused: readonly string[];
  statuses: Readonly<Record<string, number>>;
  /** Answers in which the asker saw a mark of their own: there was something to see. */
  seen: Readonly<Record<string, number>>;
  slowestMs: number;
  loopHeldMs: number;
  findings: readonly Finding[];
}>;

/** A view is made of a whole database, while eleven others ask. */
const HANGS_AFTER_MS = 25_000;
/** The hub's loop must not be held longer by one request, whoever else waits. */
const LOOP_HELD_MS = 3000;

type Answer = Readonly<{ status: number; text: string; ms: number }>;

function filled(text: string, words: ReadonlyMap<string, string>): string {
  return text.replace(/\{([a-zA-Z]+)\}/gu, (whole, name: string) => words.get(name) ?? whole);
}

function send(
  agent: Agent,
  port: number,
  scene: Scene,
  asked: FuzzRequest,
): Promise<Answer | 'left' | 'cut' | 'broken' | `hang ${string}`> {
  const began = performance.now();
  return new Promise((resolve) => {
    const body = typeof asked.body === 'string' ? filled(asked.body, scene.words) : asked.body;
    const size = body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    const headers = {
      'x-forwarded-for': asked.address,
      ...scene.headersOf(asked.actor),
      ...asked.headers,
      ...(body === undefined ? {} : { 'content-length': String(size) }),
    };
    const clean = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, filled(value, scene.words).replace(/[^\x20-\x7e]/gu, '')]),
    );
    const encoded = new Map([...scene.words].map(([word, value]) => [word, encodeURIComponent(value)]));
    const path = filled(asked.path, encoded).replace(/[^\x21-\x7e]/gu, (one) => encodeURIComponent(one));
    const sent = httpRequest({ host: '127.0.0.1', port, agent, method: asked.method, path, headers: clean }, (response) => {
      const chunks: string[] = [];
      response.setEncoding('latin1');
      response.on('data', (chunk: string) => chunks.push(chunk));
      // Headers came, and not the whole body: the honest end of a list whose database was deleted meanwhile.
      response.on('error', () => {
        end('cut');
      });
      response.on('end', () => {
        end({
          status: response.statusCode ?? 0,
          text: `${JSON.stringify(response.headers)}${chunks.join('')}`,
          ms: performance.now() - began,
        });
      });
      // A feed with heartbeats never ends: it is left after a while, as clients do.
      if (/feed=(?:continuous|eventsource)/u.test(path)) setTimeout(() => sent.destroy(), 500).unref();
    });
    const tooLong = async (): Promise<void> => {
      const jobs = asked.route === 'POST /_replicate' ? await stuckJobs(port, scene) : undefined;
      if (jobs === '') {
        timer = setTimeout(() => void tooLong(), HANGS_AFTER_MS);
        return;
      }
      end(`hang ${jobs ?? ''}`);
      sent.destroy();
    };
    let timer = setTimeout(() => void tooLong(), HANGS_AFTER_MS);
    const end = (answer: Answer | 'left' | 'cut' | 'broken' | `hang ${string}`): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    sent.on('error', () => {
      end(asked.leaves || /feed=(?:continuous|eventsource)/u.test(path) ? 'left' : 'broken');
    });
    if (asked.leaves) setTimeout(() => sent.destroy(), 3).unref();
    sent.end(body);
  });
}

/** A one-shot replication is answered at its end, however much there is: nothing while documents go over, or the jobs that stand still. */
async function stuckJobs(port: number, scene: Scene): Promise<string> {
  const moved = async (): Promise<string> => {
    const answer = await fetch(`http://127.0.0.1:${port}/_scheduler/jobs?limit=1000`, { headers: scene.headersOf('admin') });
    const { jobs } = (await answer.json()) as { jobs: readonly { id: string; info: object }[] };
    return JSON.stringify(jobs.map(({ id, info }) => [id, info]));
  };
  const before = await moved();
  await sleep(10_000);
  // No job any more: it was answered just now.
  const after = await moved();
  return after !== before || after === '[]' ? '' : after;
}

const told = (asked: FuzzRequest): string => {
  const body = typeof asked.body === 'string' ? asked.body : asked.body === undefined ? '' : `${asked.body.length} bytes`;
  return `${asked.actor} ${asked.method} ${asked.path} ${JSON.stringify(asked.headers)} ${body}`.slice(0, 1200);
};

/** A backup is made for the administrator, keys and all. */
const MAY_TELL_KEYS = /^(?:GET|POST|HEAD) \/admin\/backup$/u;

export async function fuzz({ requests, seed, only, atOnce = 12, say }: FuzzOptions): Promise<FuzzReport> {
  Error.stackTraceLimit = 40;
  const scene = await openScene();
  const { hub } = scene.city;
  const port = Number(new URL(hub.address).port);
  // `admin` is `/admin`: a shell on Windows makes a folder's name of what begins with a slash.
  const under = only === undefined || only.startsWith('/') ? only : `/${only}`;
  const routes = hub.routes.filter(({ path }) => under === undefined || path.startsWith(under));
  if (routes.length === 0) {
    await scene.close();
    throw new Error(`no route of the hub begins with ${under}`);
  }
  const findings: Finding[] = [];
  const [statuses, seen] = [new Map<string, number>(), new Map<string, number>()];
  const waysIn = new Set(routes.flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`)));
  const [unasked, onlyRefused] = [new Set(waysIn), new Set(waysIn)];
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce * 2 });
  const loop = monitorEventLoopDelay({ resolution: 20 });
  let [next, slowest, faults, held, lastGone] = [0, 0, scene.city.errors.length, 0, 0];
  const crash = (error: unknown): void => {
    findings.push({ at: next, what: `crash: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, request: '' });
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  loop.enable();

  const judge = (at: number, request: FuzzRequest, answer: Awaited<ReturnType<typeof send>>): void => {
    const found = (what: string): void => {
      findings.push({ at, what, request: told(request) });
    };
    const gone = request.method === 'DELETE' || request.route.endsWith('/_purge');
    if (gone) lastGone = performance.now();
    if (
      typeof answer === 'string' &&
      (answer.startsWith('hang') || answer === 'broken' || (answer === 'cut' && performance.now() - lastGone > 2000))
    )
      found(answer);
    if (typeof answer === 'string') return;
    if (answer.status < 400) onlyRefused.delete(request.route);
    const key = String(answer.status);
    statuses.set(key, (statuses.get(key) ?? 0) + 1);
    slowest = Math.max(slowest, answer.ms);
    if (answer.status >= 500 && answer.status !== 503) found(`status ${answer.status}: ${answer.text.slice(-300)}`);
    // The hub runs in this process: what one request leaves in all objects is seen here.
    const left = Object.keys(Object.prototype);
    if (left.length > 0) found(`every object has ${left.join()}`);
    for (const name of left) Reflect.deleteProperty(Object.prototype, name);
    for (const mark of scene.forbidden[request.actor])
      if (answer.text.includes(mark) && !(request.actor === 'admin' && MAY_TELL_KEYS.test(request.route)))
        found(`told ${mark.slice(0, 20)}`);
    if (scene.own[request.actor].some((mark) => answer.text.includes(mark))) seen.set(request.actor, (seen.get(request.actor) ?? 0) + 1);
  };

  const one = async (): Promise<void> => {
    while (next < requests) {
      const at = next;
      next += 1;
      // Each request has numbers of its own: the same seed asks the same, however they overtake each other.
      const random = seeded((seed * 1_000_003 + at) >>> 0);
      const request = requestOf(random, routes);
      unasked.delete(request.route);
      const answer = await send(agent, port, scene, request);
      judge(at, request, answer);
      for (; faults < scene.city.errors.length; faults += 1) {
        const error = scene.city.errors[faults];
        findings.push({
          at,
          what: `fault: ${error instanceof Error ? `${error.stack ?? error.message} ${JSON.stringify(error.cause)}` : JSON.stringify(error)}`,
          request: `about here: ${told(request)}`,
        });
      }
      const now = loop.max / 1e6;
      if (now > LOOP_HELD_MS && now > held)
        findings.push({ at, what: `the loop was held ${Math.round(now)} ms`, request: `about here: ${told(request)}` });
      held = Math.max(held, now);
      if (say !== undefined && at > 0 && at % 5000 === 0) say(`${at} of ${requests}, ${findings.length} found`);
      // What was deleted is made again now and then, so that later requests find something.
      if (chance(random, 0.005)) await scene.restore();
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, one));
    // Whatever was asked of it, it goes on serving: a worker gets what is theirs.
    const after = await fetch(`${hub.address}/desk/_changes?include_docs=true&timeout=0`, { headers: scene.headersOf('gridWorker') });
    const text = await after.text();
    if (after.status !== 200 || !text.includes('MARKOFFICEB'))
      findings.push({
        at: next,
        what: `ready ${String(hub.core.feed.ready)}, afterwards a worker got ${after.status} ${text.slice(0, 200)}`,
        request: '',
      });
  } finally {
    loop.disable();
    agent.destroy();
    await scene.close();
    process.off('uncaughtException', crash);
    process.off('unhandledRejection', crash);
  }
  return {
    requests,
    routes: waysIn.size,
    unasked: [...unasked],
    onlyRefused: [...onlyRefused],
    statuses: Object.fromEntries([...statuses].toSorted()),
    seen: Object.fromEntries(seen),
    slowestMs: Math.round(slowest),
    loopHeldMs: Math.round(held),
    findings,
  };
}
