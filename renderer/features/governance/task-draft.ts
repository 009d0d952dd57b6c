/** What is typed about a governance task, and the bodies of the actions it becomes. A change holds only what differs. */
import type { Instant, MatterId, PersonId, TicketId, UnitCode } from '../../../shared/hotline/ids.ts';
import type { Governance } from '../../../shared/hotline/matters/governance/document.ts';
import type { Values } from '../../ui/form-body.ts';

/** What an early warning, or a ticket, gives a new task to begin with. */
export type Seed = Readonly<{ title: string; category?: string; grid?: string; tickets: readonly TicketId[] }>;

/** Before it is saved it has no id of its own; the draft of another warning is another's. */
export function newKey(seed: Seed | undefined): MatterId {
  const of = seed === undefined ? 'new' : `new-${seed.category ?? seed.tickets.join('')}-${seed.grid ?? ''}`;
  return `governance:${of}` as MatterId;
}

/** A grid of another unit is left out: it would be refused. */
export function seedValues(seed: Seed | undefined, grids: readonly string[]): Values {
  if (seed === undefined) return { tickets: [] };
  const { title, category, grid, tickets } = seed;
  return {
    title,
    ...(category === undefined ? {} : { category }),
    ...(grid === undefined || !grids.includes(grid) ? {} : { grid }),
    tickets: [...tickets],
  };
}

function words(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

const NEEDED = { title: '请填写任务名称', plan: '请写明治理方案', responsible: '请选择责任人', due: '请选择完成时限' } as const;

/** What is missing, or cannot be, by the name of its field. */
export function taskFaults(values: Values, now: number): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {};
  for (const [name, text] of Object.entries(NEEDED)) if (words(values[name]) === '') faults[name] = text;
  if (faults['due'] === undefined && Date.parse(words(values['due'])) <= now) faults['due'] = '完成时限须在今后';
  return faults;
}

export function openBody(unit: UnitCode, values: Values): Record<string, unknown> {
  const grid = words(values['grid']);
  const category = words(values['category']);
  return {
    unit,
    title: words(values['title']),
    plan: words(values['plan']),
    responsible: values['responsible'] as PersonId,
    due: values['due'] as Instant,
    ...(category === '' ? {} : { category }),
    ...(grid === '' ? {} : { grid }),
    tickets: (values['tickets'] ?? []) as TicketId[],
  };
}

const FIELDS = ['title', 'plan', 'responsible', 'due', 'grid'] as const;

/** The task with what was typed over it; tickets by what was added and taken out, so that a colleague's stay. */
export function changedValues(task: Governance, typed: Values): Values {
  const { link = [], unlink = [] } = typed as { link?: TicketId[]; unlink?: TicketId[] };
  const tickets = [...new Set([...task.tickets, ...link])].filter((one) => !unlink.includes(one));
  const fields = FIELDS.map((name) => [name, typed[name] ?? task[name]]);
  return { ...Object.fromEntries(fields), reason: typed['reason'], tickets };
}

export function ticketsChanged(task: Governance, next: readonly TicketId[]): Readonly<{ link: TicketId[]; unlink: TicketId[] }> {
  return { link: next.filter((one) => !task.tickets.includes(one)), unlink: task.tickets.filter((one) => !next.includes(one)) };
}

/** Only what differs from the task as it stands now. */
export function changeBody(task: Governance, typed: Values): Record<string, unknown> {
  const shown = changedValues(task, typed);
  const fields = FIELDS.map((name) => [name, words(shown[name])] as const).filter(([name, said]) => said !== '' && said !== task[name]);
  const { link, unlink } = ticketsChanged(task, shown['tickets'] as TicketId[]);
  const reason = words(typed['reason']);
  return {
    ...Object.fromEntries(fields),
    ...(link.length === 0 ? {} : { link }),
    ...(unlink.length === 0 ? {} : { unlink }),
    ...(reason === '' ? {} : { reason }),
  };
}
