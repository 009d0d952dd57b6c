/** [sync A1] What waits for the authority goes after the action it names, or when that has been missing for ten minutes. */
import { expect, test } from 'vitest';
import type { StoredAction } from '../../shared/hotline/action.ts';
import type { ActionId, Instant, SubjectId } from '../../shared/hotline/ids.ts';
import { WaitingActions } from './queue.ts';

const RECEIVED = '2026-11-24T01:00:00.000Z' as Instant;
const TICKET = 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV' as SubjectId;
const FIRST = 'action:1' as ActionId;

function action(id: string, counter: number, after?: ActionId): StoredAction {
  const received = { at: RECEIVED, counter, effectiveAt: RECEIVED };
  return { _id: id, ticket: TICKET, received, ...(after === undefined ? {} : { after }) } as StoredAction;
}

/** Two that name a third, which has not come, and what may go at a moment of the test's choosing. */
function waiting(
  settled: ReadonlySet<string> = new Set(),
): Readonly<{ queue: WaitingActions; at: (instant: string) => readonly string[] }> {
  let now: Instant = RECEIVED;
  const queue = new WaitingActions(
    (id) => settled.has(id),
    () => now,
  );
  queue.add([action('action:2', 2, FIRST), action('action:3', 3, 'action:2' as ActionId)]);
  const at = (instant: string): readonly string[] => {
    now = instant as Instant;
    return (queue.next().get(TICKET) ?? []).map(({ _id }) => _id);
  };
  return { queue, at };
}

test('[A1] an action whose `after` never came goes ten minutes after its own receipt, not before, and takes with it what names it', () => {
  const { at } = waiting();
  expect(at(RECEIVED)).toEqual([]);
  expect(at('2026-11-24T01:09:59.999Z')).toEqual([]);
  expect(at('2026-11-24T01:10:00.000Z')).toEqual(['action:2', 'action:3']);
});

test('[A1] it goes at once, and behind the one it names, when that comes late', () => {
  const { queue, at } = waiting();
  expect(at('2026-11-24T01:05:00.000Z')).toEqual([]);
  // Received first, and told of last.
  queue.add([action(FIRST, 1)]);
  expect(at('2026-11-24T01:05:00.000Z')).toEqual([FIRST, 'action:2', 'action:3']);
});

test('[A1] it goes at once when the one it names is settled: in the index, or here and not yet indexed', () => {
  expect(waiting(new Set([FIRST])).at(RECEIVED)).toEqual(['action:2', 'action:3']);
  const { queue, at } = waiting();
  queue.settle(FIRST, false);
  expect(at(RECEIVED)).toEqual(['action:2', 'action:3']);
});
