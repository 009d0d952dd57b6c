import { BehaviorSubject, filter, firstValueFrom } from 'rxjs';
import { expect, test } from 'vitest';
import type { Instant, TicketId } from '../../../shared/hotline/ids.ts';
import type { SlimRow } from '../../replica/door.ts';
import { Neighbours } from './neighbours.ts';

function row(id: string, title: string, more: Partial<SlimRow> = {}): SlimRow {
  return {
    id: id as TicketId,
    no: `LN-${id}`,
    title,
    status: 'registered',
    urgency: 'normal',
    acceptedAt: '2026-11-25T01:00:00.000Z' as Instant,
    pending: [],
    owed: [],
    unsettled: 0,
    search: `ln-${id}\n${title}\n连续三天\n长白三街19号\n市容 道路`,
    ...more,
  };
}
type Rows = ReadonlyMap<TicketId, SlimRow>;

function rowsOf(...rows: readonly SlimRow[]): Rows {
  return new Map(rows.map((one) => [one.id, one]));
}

async function settled(neighbours: Neighbours, after: number): Promise<void> {
  await firstValueFrom(neighbours.state.pipe(filter(({ version }) => version > after)));
}

test('[F27] what is on the desk can be asked about; numbers and the category’s path are no part of the text', async () => {
  const neighbours = new Neighbours(new BehaviorSubject<Rows>(rowsOf(row('a', '路灯不亮', { phones: ['10010023757'] }))));
  await settled(neighbours, 0);
  const found = (title: string, phones: readonly string[] = []) =>
    neighbours.duplicates.find({ title, content: '', phones }, 5).map(({ id }) => id);
  expect(found('路灯不亮，连续三天')).toEqual(['a']);
  expect(found('', ['10010023757'])).toEqual(['a']);
  expect(found('市容道路 ln-a')).toEqual([]);
});

test('[proof L3] a ticket that leaves the desk is not found from the same moment, also one that was not read yet', async () => {
  const rows = new BehaviorSubject<Rows>(rowsOf(row('a', '路灯不亮', { phones: ['1'.repeat(11)] })));
  const neighbours = new Neighbours(rows);
  await settled(neighbours, 0);
  rows.next(rowsOf(row('b', '垃圾没有清运')));
  expect(neighbours.duplicates.find({ title: '路灯不亮', content: '', phones: ['1'.repeat(11)] }, 5)).toEqual([]);
  rows.next(new Map());
  await settled(neighbours, 1);
  expect(neighbours.index.size).toBe(0);
});

test('[proof L3] when most of it leaves at once, what stays is found and nothing else', async () => {
  const many = Array.from({ length: 500 }, (_, at) => row(`m${at}`, `第${at}号路灯不亮`, { phones: ['10010023757'] }));
  const stays = row('stays', '垃圾没有清运', { phones: ['10010023757'] });
  const rows = new BehaviorSubject<Rows>(rowsOf(stays, ...many));
  const neighbours = new Neighbours(rows);
  await settled(neighbours, 0);
  rows.next(rowsOf(stays));
  const found = () => neighbours.duplicates.find({ title: '路灯不亮', content: '', phones: ['10010023757'] }, 5).map(({ id }) => id);
  expect(found()).toEqual([]);
  await settled(neighbours, 1);
  expect(found()).toEqual(['stays']);
});

test('leads of earlier matters are counted by category and street', async () => {
  const lead = '210102021' as NonNullable<SlimRow['lead']>;
  const neighbours = new Neighbours(
    new BehaviorSubject<Rows>(
      rowsOf(
        row('a', '路灯不亮', { category: '01', street: '210102021', lead }),
        row('b', '路灯不亮', { category: '01', street: '210102019', lead }),
        row('c', '路灯不亮', { category: '02', street: '210102021', lead }),
      ),
    ),
  );
  expect(neighbours.leadsOf('01', '210102021')).toEqual([lead]);
  expect(neighbours.leadsOf('01', undefined)).toHaveLength(2);
  expect(neighbours.leadsOf(undefined, '210102021')).toEqual([]);
});
