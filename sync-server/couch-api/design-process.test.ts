/** [sync X2] What a design document's JavaScript can and cannot do in its own process. */
import { afterAll, expect, test } from 'vitest';
import { DesignProcesses, DesignThrow } from './design-process.ts';

const processes = new DesignProcesses();
afterAll(() => {
  processes.close();
});

const run = (key: string, fn: string, docs: readonly unknown[] = [{}]): Promise<boolean[]> =>
  processes.call<boolean[]>(key, {}, 'filter', { fn, docs, req: {} });

test('[X2] it maps, filters and validates', async () => {
  expect(await processes.call('a', {}, 'map', { fns: ['function (doc) { emit(doc.v, 1) }'], docs: [{ v: 1 }, { v: '字' }] })).toEqual([
    [[[1, 1]]],
    [[['字', 1]]],
  ]);
  expect(await run('a', 'function (doc) { return doc.v > 1 }', [{ v: 1 }, { v: 2 }])).toEqual([false, true]);
  await expect(
    processes.call('a', {}, 'validate', { fn: 'function (n) { throw({ forbidden: "no " + n.x }) }', doc: { x: 1 }, old: null, user: {} }),
  ).rejects.toMatchObject({ thrown: { forbidden: 'no 1' } });
});

test('[X2] modules of the design document are found, and only those', async () => {
  const design = { lib: { two: 'exports.two = require("./one").one + 1', one: 'exports.one = 1' } };
  const call = (fn: string): Promise<unknown> => processes.call('lib', design, 'filter', { fn, docs: [{}], req: {} });
  expect(await call('function () { return require("lib/two").two === 2 }')).toEqual([true]);
  await expect(call('function () { return require("fs") }')).rejects.toBeInstanceOf(DesignThrow);
});

test.each([
  ['process', 'function () { return typeof process !== "undefined" }'],
  ['fetch', 'function () { return typeof fetch !== "undefined" }'],
  [
    'the global object’s constructor',
    'function () { return globalThis.constructor.constructor("return typeof process")() !== "undefined" }',
  ],
  ['its own function’s constructor', 'function () { return (function () {}).constructor("return typeof process")() !== "undefined" }'],
  [
    'a stack of the outside',
    `function () { Error.prepareStackTrace = function (e, s) { return s };
      return new Error().stack.some(function (site) { var f = site.getFunction && site.getFunction();
        return f && f.constructor("return typeof process")() !== "undefined" }) }`,
  ],
])('[X2] nothing of the outside is reached by %s', async (_, fn) => {
  expect(await run('jail', fn).catch(() => [false])).toEqual([false]);
});

test('[X2] an import’s error carries nothing out', async () => {
  const leak = `function (doc) { import("node:fs").then(function () { globalThis.leak = "module" }, function (e) {
    try { globalThis.leak = e.constructor.constructor("return typeof process")() } catch (x) { globalThis.leak = "none" } }); return true }`;
  await run('import', leak);
  expect(await run('import', 'function () { return globalThis.leak === "none" || globalThis.leak === "undefined" }')).toEqual([true]);
});

test('[X2] what never ends is ended, and the next one is answered', async () => {
  await expect(run('slow', 'function () { for (;;) {} }')).rejects.toMatchObject({ status: 503, error: 'os_process_error' });
  expect(await run('slow', 'function () { return true }')).toEqual([true]);
}, 20_000);

test('[X2] what takes all memory is ended, and the hub is not', async () => {
  await expect(run('large', 'function () { var a = []; for (;;) a.push(new Array(100000).join("x") + a.length) }')).rejects.toMatchObject({
    status: 503,
  });
}, 20_000);

const LINE = 'x'.repeat(900_000);
const emitting = (times: number): object => ({
  fns: [`function (d) { for (var i = 0; i < ${times}; i += 1) emit(i, d.s) }`],
  docs: [{ s: LINE }],
});

test('[X2] an answer that is larger than any may be ends its process in the middle of a line, and not the hub', async () => {
  await expect(processes.call('huge', {}, 'map', emitting(40))).rejects.toMatchObject({ status: 503, error: 'os_process_error' });
  expect(await run('huge', 'function () { return true }')).toEqual([true]);
}, 20_000);

test('[X2] twice as many design documents as processes, each with 4 MB to say: none is ended for another, all are answered', async () => {
  const keys = Array.from({ length: 8 }, (_, n) => `eight ${n}`);
  const answers = await Promise.all(keys.map((key) => processes.call<[number, string][][][]>(key, {}, 'map', emitting(5))));
  const five = [0, 1, 2, 3, 4].map((at) => [at, LINE.length]);
  expect(answers.map((docs) => docs[0]?.[0]?.map(([at, text]) => [at, text.length]))).toEqual(keys.map(() => five));
}, 30_000);

test('[X2] with all processes at work the next waits; beyond what may wait it is told to come again, and nothing at work is ended', async () => {
  const few = new DesignProcesses({ processes: 1, waiting: 1 });
  const ask = (key: string): Promise<unknown> =>
    few.call(key, {}, 'filter', { fn: 'function () { for (var i = 0; i < 3e8; i += 1); return true }', docs: [{}], req: {} });
  const [first, second] = [ask('first'), ask('second')];
  await expect(ask('third')).rejects.toMatchObject({ status: 503 });
  expect(await Promise.all([first, second])).toEqual([[true], [true]]);
  few.close();
}, 20_000);

test('[X2] who has waited long enough for a process is told to come again', async () => {
  const few = new DesignProcesses({ processes: 1, waitMs: 50 });
  const first = few.call('first', {}, 'filter', { fn: 'function () { for (;;) {} }', docs: [{}], req: {} });
  await expect(few.call('second', {}, 'compile', { fn: 'function () {}' })).rejects.toMatchObject({ status: 503 });
  // Closed in the middle of it: what was at work is told so too, and what comes afterwards.
  few.close();
  await expect(first).rejects.toMatchObject({ status: 503 });
  await expect(few.call('third', {}, 'compile', { fn: 'function () {}' })).rejects.toMatchObject({ status: 503 });
}, 20_000);

test.each([
  ['no JSON at all', '"}{"'],
  ['another kind of answer', '"null"'],
  ['another kind of throw', `'{"thrown":null}'`],
])('[X2] a design document that makes its process write %s is ended, and the hub is not', async (_, written) => {
  const plain = 'function () { return true }';
  // From the next answer on.
  await run('forged', `function () { JSON.stringify = function () { return ${written} }; return true }`);
  await expect(run('forged', plain)).rejects.toMatchObject({ status: 503, error: 'os_process_error' });
  expect(await run('forged', plain)).toEqual([true]);
});
