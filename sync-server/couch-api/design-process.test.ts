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
