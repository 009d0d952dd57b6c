/**
 * A ticket that leaves this device while it is open on the screen [sync D4]: why, as far as it can be known, and how far the person's
 * own records have come. Pure; nothing is claimed that neither the last copy nor the outbox says.
 */
import type { TicketId, UnitCode } from '../../../shared/hotline/ids.ts';
import { assigneesOf, isOpen } from '../../../shared/hotline/standing.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Me, OutboxItem, TicketView } from '../../replica/door.ts';
import { shownNumber } from '../../replica/slim-rows.ts';

/** All that is kept of a ticket that was on the screen: no word and no person of it, not even its title, because it may have been sealed. */
export type LastShown = Readonly<{
  id: TicketId;
  no: string;
  status: Ticket['status'];
  lead?: Ticket['lead'];
  assignees: ReturnType<typeof assigneesOf>;
  /** Own records that it showed as done and the hub's copy had not: what it showed is known only if the hub has taken them. */
  ahead: readonly string[];
}>;

export function lastShown({ ticket, base, own }: TicketView): LastShown {
  const known = new Set<string>(base?.history.map((entry) => entry.id));
  return {
    id: ticket._id,
    no: shownNumber(ticket),
    status: ticket.status,
    ...(ticket.lead === undefined ? {} : { lead: ticket.lead }),
    assignees: assigneesOf(ticket.assignment),
    ahead: [...own.values()].flatMap(({ action, state }) =>
      known.has(action._id) || state === 'refused' || state === 'quarantined' ? [] : [action._id],
    ),
  };
}

/** How a matter ends, said of one that is over. */
const ENDS: Readonly<Partial<Record<Ticket['status'], string>>> = {
  closed: '已办结',
  archived: '已归档',
  guidedOut: '已告知其他办理渠道',
  directAnswered: '已直接答复',
  merged: '已与同一事项并单',
  void: '已作废',
};
/** With the unit that leads: nothing in it waits for the city. */
const WITH_UNIT: readonly Ticket['status'][] = ['dispatched', 'inProgress', 'rework'];
const UNKNOWN = '已不在您的办理范围，可能已改派、已办结或不再由您承办';

/** `own`: the person's records on it as the outbox has them now. `unit`: the name of a unit. */
export function whyLeft(last: LastShown, own: readonly OutboxItem[], me: Me, unit: (code: UnitCode) => string): string {
  const taken = (id: string): boolean =>
    own.some(({ action, state, code }) => action._id === id && state === 'accepted' && code === undefined);
  if (!last.ahead.every(taken)) return UNKNOWN;
  // An office keeps what has ended: one that leaves it was sealed or reopened, or is no longer this person's to see.
  if (!isOpen(last)) return (me.audience === 'city' ? ENDS[last.status] : undefined) ?? UNKNOWN;
  if (me.audience === 'city' && last.lead !== undefined && WITH_UNIT.includes(last.status)) return `已转${unit(last.lead)}办理`;
  if (me.audience === 'person' && last.assignees.length > 0 && !last.assignees.includes(me.id)) return '任务已转给其他人员办理';
  return UNKNOWN;
}

/** How far own records have come, and what to do. Nothing where there are none. */
export function ownStanding(own: readonly OutboxItem[]): readonly string[] {
  const count = (...states: readonly OutboxItem['state'][]): number => own.filter(({ state }) => states.includes(state)).length;
  const [unsent, sent, denied] = [count('saved'), count('sent'), count('refused', 'quarantined')];
  const kept = own.filter(({ state, code }) => state === 'accepted' && code !== undefined).length;
  const told = [
    ...(unsent === 0 ? [] : [`您有 ${unsent} 条记录还没有送达，已保存在本机，联网后自动送达，不必重新办理。`]),
    ...(sent === 0 ? [] : [`您有 ${sent} 条记录已送达市级，正在等待处理。`]),
    ...(denied === 0 ? [] : [`您有 ${denied} 条记录未被接受，原因见下。`]),
    ...(kept === 0 ? [] : [`您有 ${kept} 条记录已留存、未生效，原因见下。`]),
  ];
  return own.length > 0 && told.length === 0 ? ['您在该工单上的记录市级均已收到并处理。'] : told;
}
