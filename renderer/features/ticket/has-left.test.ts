import { expect, test } from 'vitest';
import type { Action } from '../../../shared/hotline/action.ts';
import { contextAt, personId, UNITS, type Who } from '../../../shared/hotline/testing/city.ts';
import { assigned, calledBack, closedTicket, dispatched, registered } from '../../../shared/hotline/testing/stages.ts';
import { anAction, ticketOf, type Told } from '../../../shared/hotline/testing/story.ts';
import type { UnitCode } from '../../../shared/hotline/ids.ts';
import type { Audience } from '../../../shared/hotline/roles.ts';
import type { Me, OutboxItem, TicketView } from '../../replica/door.ts';
import { lastShown, ownStanding, whyLeft } from './has-left.ts';

const UNKNOWN = '已不在您的办理范围，可能已改派、已办结或不再由您承办';

function me(who: Who, audience: Audience): Me {
  return { id: personId(who), name: who, roles: [], unit: UNITS.streetA as UnitCode, audience };
}
const CITY = me('dispatcher', 'city');

/** What the hub has, and what the desk shows on top of it by the last act. */
function shown(told: Told, base: Told | undefined, own: readonly OutboxItem[]): TicketView {
  return {
    ticket: ticketOf(told),
    ...(base === undefined ? {} : { base: ticketOf(base) }),
    own: new Map(own.map((item) => [item.action._id, item])),
    context: contextAt(told.now),
  };
}

function lastAct(told: Told, kind: string, who: Who): Action {
  const id = told.ids[kind];
  if (id === undefined) throw new Error(kind);
  return { ...anAction(1, kind, who, {}, told.now), _id: id };
}

function why(view: TicketView, own: readonly OutboxItem[], whose: Me = CITY): string {
  return whyLeft(lastShown(view), own, whose, (code) => `<${code}>`);
}

test('[sync D4] an own closing is the reason only once the hub has taken it, and not if it is kept without effect', () => {
  const closed = closedTicket();
  const action = lastAct(closed, 'callback', 'operator');
  const view = shown(closed, calledBack(), [{ action, state: 'saved' }]);
  for (const state of ['saved', 'sent', 'refused', 'quarantined'] as const) expect(why(view, [{ action, state }])).toBe(UNKNOWN);
  expect(why(view, [{ action, state: 'accepted', code: 'closed' }])).toBe(UNKNOWN);
  expect(why(view, [])).toBe(UNKNOWN);
  expect(why(view, [{ action, state: 'accepted' }])).toBe('已办结');
});

test('[sync C1] an office keeps what has ended, so that ending is not why a ticket leaves it', () => {
  const closed = closedTicket();
  for (const audience of ['office', 'person'] as const) expect(why(shown(closed, closed, []), [], me('clerkA', audience))).toBe(UNKNOWN);
});

test('[sync D4] what the hub’s own copy said is known without any record', () => {
  const closed = closedTicket();
  expect(why(shown(closed, closed, []), [])).toBe('已办结');
});

test('[sync C1] the city is told which unit has it; the unit itself is not told that it has gone to itself', () => {
  const sent = dispatched();
  const action = lastAct(sent, 'dispatch', 'dispatcher');
  const own: readonly OutboxItem[] = [{ action, state: 'accepted' }];
  const view = shown(sent, registered(), [{ action, state: 'sent' }]);
  expect(why(view, own)).toBe(`已转<${UNITS.streetA}>办理`);
  expect(why(view, [{ action, state: 'sent' }])).toBe(UNKNOWN);
  expect(why(shown(sent, sent, []), [], me('clerkA', 'office'))).toBe(UNKNOWN);
});

test('[sync C1] a grid worker whose task is another’s is told so; whose own it still was, is not', () => {
  const told = assigned();
  expect(why(shown(told, told, []), [], me('gridA', 'person'))).toBe(UNKNOWN);
  expect(why(shown(told, told, []), [], me('clerkB', 'person'))).toBe('任务已转给其他人员办理');
});

test('no word and no person of it is kept', () => {
  const told = dispatched({ complainant: { kind: 'natural', name: '王某某', phone: '13800001234' }, content: '三单元的灯坏了' });
  expect(ticketOf(told).complainant.phone).toBe('13800001234');
  const { no } = lastShown(shown(told, told, []));
  expect(lastShown(shown(told, told, []))).toEqual({
    id: ticketOf(told)._id,
    no,
    status: 'dispatched',
    lead: UNITS.streetA,
    assignees: [],
    ahead: [],
  });
});

test('[sync D2] own records: what is unsent is never said to have arrived, and none is said of none', () => {
  const action = anAction(1, 'close', 'dispatcher', {}, registered().now);
  const lines = (...items: readonly Omit<OutboxItem, 'action'>[]) => ownStanding(items.map((item) => ({ action, ...item })));
  expect(lines()).toEqual([]);
  expect(lines({ state: 'accepted' })).toEqual(['您在该工单上的记录市级均已收到并处理。']);
  expect(lines({ state: 'accepted' }, { state: 'saved' })).toEqual([
    '您有 1 条记录还没有送达，已保存在本机，联网后自动送达，不必重新办理。',
  ]);
  expect(lines({ state: 'sent' })).toEqual(['您有 1 条记录已送达市级，正在等待处理。']);
  expect(lines({ state: 'refused' }, { state: 'quarantined' })).toEqual(['您有 2 条记录未被接受，原因见下。']);
  expect(lines({ state: 'accepted', code: 'moved' })).toEqual(['您有 1 条记录已留存、未生效，原因见下。']);
});
