/** Papers out of the window (F24, F13): a whole file where the person said, or none and why. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DISK, type FileLayer } from '../durable-files/index.ts';
import { createHost } from '../host/index.ts';
import { printPaper, savePaper, type PaperOutput } from './index.ts';

const PDF = new TextEncoder().encode('%PDF-1.4 …');
let dir: string;
let made: number;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-papers-'));
  made = 0;
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

function output(more: Partial<PaperOutput> = {}): PaperOutput {
  return {
    print: () => Promise.resolve('printed'),
    saveAs: (name) => Promise.resolve(join(dir, `${name}.pdf`)),
    pdf: () => {
      made += 1;
      return Promise.resolve(PDF);
    },
    ...more,
  };
}

function failing(code: string): FileLayer {
  return { ...DISK, force: () => Promise.reject(Object.assign(new Error(code), { code })) };
}

test('F24 the PDF is where the person said, whole, and its name is told', async () => {
  expect(await savePaper(output(), DISK, '突发事件通报单 LN1')).toEqual({ ok: true, name: '突发事件通报单 LN1.pdf' });
  expect(new Uint8Array(await readFile(join(dir, '突发事件通报单 LN1.pdf')))).toEqual(PDF);
});

test('F24 thought better of: nothing is made', async () => {
  expect(await savePaper(output({ saveAs: () => Promise.resolve(undefined) }), DISK, '单')).toEqual({ ok: false, code: 'cancelled' });
  expect(made).toBe(0);
});

test('F24 no room, or a stick that was pulled out: said as such, and no half of a file is left', async () => {
  expect(await savePaper(output(), failing('ENOSPC'), '单')).toMatchObject({ ok: false, code: 'noRoom' });
  expect(await savePaper(output(), failing('EIO'), '单')).toMatchObject({ ok: false, code: 'io' });
  expect(await savePaper(output({ pdf: () => Promise.reject(new Error('no window')) }), DISK, '单')).toMatchObject({
    ok: false,
    code: 'io',
  });
  expect(await readdir(dir)).toEqual([]);
});

test.each([
  ['printed', { ok: true }],
  ['cancelled', { ok: false, code: 'cancelled' }],
  ['noPrinter', { ok: false, code: 'noPrinter' }],
  ['failed', { ok: false, code: 'io', detail: 'print' }],
] as const)('F24 the printer: %s', async (done, answer) => {
  expect(await printPaper(output({ print: () => Promise.resolve(done) }))).toEqual(answer);
});

test('F24 the page hands over a name, never a path or words to print; without a window nothing is printed', async () => {
  const host = createHost({ userData: dir, version: 'test', paper: output() });
  for (const name of ['../一', '/etc/passwd', 'C:\\一', '.hidden', '', 'a\u0000b', '长'.repeat(101)])
    await expect(host.call('paper.save', { name })).rejects.toThrow('malformed');
  await expect(host.call('paper.save', { name: '单', html: '<p>' } as never)).rejects.toThrow('malformed');
  expect(await host.call('paper.save', { name: '一周简报 长白街道 2026年11月23日' })).toMatchObject({ ok: true });
  const bare = createHost({ userData: dir, version: 'test' });
  expect(await bare.call('paper.print', {})).toEqual({ ok: false, code: 'noPrinter' });
  expect(await bare.call('paper.save', { name: '单' })).toEqual({ ok: false, code: 'cancelled' });
});
