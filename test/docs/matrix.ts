/** What the code answers for every action, state and role: asked, not written down. */
import { ACTIONS } from '../../shared/hotline/actions/index.ts';
import { askedBy, rightOf } from '../../shared/hotline/decide.ts';
import type { RefusalCode } from '../../shared/hotline/refusals.ts';
import type { ActionRule } from '../../shared/hotline/rule.ts';
import { contextAt, personId } from '../../shared/hotline/testing/city.ts';
import type { Actor } from '../../shared/hotline/testing/story.ts';
import { STATUSES, type Status, type Ticket } from '../../shared/hotline/ticket.ts';
import { toInstant, millis } from '../../shared/hotline/calendar.ts';
import { examples } from './examples.ts';

/** Columns: a role, and how its holder stands to the ticket. */
export const COLUMNS = [
  { actor: 'operator', zh: '坐席', en: 'operator' },
  { actor: 'dispatcher', zh: '派单员', en: 'dispatcher' },
  { actor: 'supervisor', zh: '市督办', en: 'supervisor (city)' },
  { actor: 'districtSupervisor', zh: '区督办', en: 'supervisor (district)' },
  { actor: 'clerkA', zh: '主办调度员', en: "lead's clerk" },
  { actor: 'leaderA', zh: '主办领导', en: "lead's leader" },
  { actor: 'gridA', zh: '网格员', en: 'grid worker' },
  { actor: 'clerkHousing', zh: '协办调度员', en: "helper's clerk" },
  { actor: 'clerkB', zh: '他单位调度员', en: "another unit's clerk" },
  { actor: 'clock', zh: '时钟', en: 'clock' },
] as const satisfies readonly { actor: Actor; zh: string; en: string }[];

/**
 * `yes`: whatever the ticket is like; `some`: on some tickets of the state; `no`: never, for these reasons; `role`: not this
 * role's action; `state`: not in this state.
 */
export type Cell = Readonly<{ may: 'yes' | 'some' | 'no' | 'role' | 'state'; codes: readonly RefusalCode[] }>;
export type ActionMatrix = Readonly<{ rule: ActionRule; cells: ReadonlyMap<Status, readonly Cell[]> }>;

function answer(rule: ActionRule, ticket: Ticket, actor: Actor): RefusalCode | undefined {
  const last = ticket.history.at(-1)?.receivedAt ?? ticket.acceptedAt;
  const context = contextAt(toInstant(millis(last) + 60_000));
  const asked = askedBy(personId(actor), rule, context);
  return (rightOf(rule, ticket, asked) ?? rule.open(ticket, asked))?.code;
}

function cell(answers: readonly (RefusalCode | undefined)[]): Cell {
  const codes = [...new Set(answers.filter((one) => one !== undefined))];
  const reasons = codes.filter((code) => code !== 'noRight' && code !== 'wrongState');
  if (codes.length === 0) return { may: 'yes', codes: [] };
  if (answers.includes(undefined)) return { may: 'some', codes: reasons };
  if (reasons.length > 0) return { may: 'no', codes: reasons };
  return { may: codes.includes('wrongState') ? 'state' : 'role', codes: [] };
}

/** One matrix an action, `register` left out: it has no ticket yet. */
export function matrices(): readonly ActionMatrix[] {
  const tickets = examples();
  return ACTIONS.filter((rule) => rule.create === undefined).map((rule) => ({
    rule,
    cells: new Map(
      STATUSES.map((status) => [
        status,
        COLUMNS.map(({ actor }) => cell((tickets.get(status) ?? []).map((ticket) => answer(rule, ticket, actor)))),
      ]),
    ),
  }));
}
