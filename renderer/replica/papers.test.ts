/** Nothing leaves the desk before it is in the access log (F51; F24, F13). */
import { expect, test } from 'vitest';
import type { Instant, PersonId, TicketId } from '../../shared/hotline/ids.ts';
import type { Host } from '../../shared/host/contract.ts';
import { AccessRecords } from './access.ts';
import { papersDoor } from './papers.ts';

const TICKET = 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV' as TicketId;
const PAPER = {
  name: '通报单 LN1/2: "急"',
  stands: [
    { ticket: TICKET, field: 'content' },
    { ticket: TICKET, field: 'phone' },
  ],
} as const;

type Answers = Readonly<Record<string, unknown>>;

/** What happened, in order; `full`: the record from which on the disk is full. */
function desk(answers: Answers = {}, full = Infinity) {
  const seen: string[] = [];
  let records = 0;
  const host = {
    call(channel: string, args: { name?: string; draft?: { what: string; field: string } }): Promise<unknown> {
      if (channel !== 'access.append') {
        seen.push(args.name === undefined ? channel : `${channel} ${args.name}`);
        const answer = answers[channel] ?? { ok: true, ...(channel === 'paper.save' ? { name: '一.pdf' } : {}) };
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      }
      records += 1;
      seen.push(`${args.draft?.what} ${args.draft?.field}`);
      return Promise.resolve(records < full ? { ok: true } : { ok: false, code: 'noRoom' });
    },
  } as unknown as Host;
  const access = new AccessRecords({
    ...{ host, owner: 'person:lin' as PersonId, now: () => '2026-11-24T08:00:00.000Z' as Instant, log: () => undefined },
    recorded: () => undefined,
  });
  const papers = papersDoor({ host, access, tickets: () => Promise.resolve([]) });
  return { seen, print: (way: 'printer' | 'file') => papers.print(PAPER, way, (drawn) => seen.push(drawn ? 'drawn' : 'gone')) };
}

test('F51 each identifier is recorded, then the print view is drawn, printed and taken away', async () => {
  const { seen, print } = desk();
  expect(await print('printer')).toEqual({ ok: true });
  expect(seen).toEqual(['print content', 'print phone', 'drawn', 'paper.print', 'gone']);
});

test('F51 a file is an export; its name is one that every file system takes', async () => {
  const { seen, print } = desk();
  expect(await print('file')).toEqual({ ok: true, where: '一.pdf' });
  expect(seen).toEqual(['export content', 'export phone', 'drawn', 'paper.save 通报单 LN1 2   急', 'gone']);
});

test.each([1, 2])('F51 record %i could not be kept: nothing is drawn or printed, and it is said with what to do', async (full) => {
  const { seen, print } = desk({}, full);
  const outcome = await print('printer');
  expect(outcome).toMatchObject({ ok: false, message: '本次打印未能登记，没有打印。请清理磁盘后重试。' });
  expect(seen.filter((one) => one === 'drawn' || one.startsWith('paper'))).toEqual([]);
});

test('F24 cancelled is no problem; no printer and no room are said with a next step; the view is taken away in any case', async () => {
  expect(await desk({ 'paper.print': { ok: false, code: 'cancelled' } }).print('printer')).toMatchObject({ cancelled: true });
  expect(await desk({ 'paper.print': { ok: false, code: 'noPrinter' } }).print('printer')).toMatchObject({
    message: expect.stringContaining('没有找到打印机'),
  });
  expect(await desk({ 'paper.save': { ok: false, code: 'noRoom' } }).print('file')).toMatchObject({
    message: expect.stringContaining('磁盘空间不足'),
  });
  const broken = desk({ 'paper.print': new Error('gone') });
  expect(await broken.print('printer')).toMatchObject({ ok: false, message: expect.stringContaining('没有成功') });
  expect(broken.seen.at(-1)).toBe('gone');
});
