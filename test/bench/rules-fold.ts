/** How many actions a second of processor time decides and folds, on a ticket that has 20 entries already. */
import type { Action } from '../../shared/hotline/action.ts';
import type { ActionKind } from '../../shared/hotline/actions/index.ts';
import { apply } from '../../shared/hotline/apply.ts';
import { decide } from '../../shared/hotline/decide.ts';
import { contextAt, personId, type Who } from '../../shared/hotline/testing/city.ts';
import { assigned, REACHED, signed } from '../../shared/hotline/testing/stages.ts';
import { anAction, step, ticketOf, type Told } from '../../shared/hotline/testing/story.ts';
import { fitsCompiled } from '../../sync-server/authority/compiled-schemas.ts';
import { figure, table } from './table.ts';
import { median } from './statistics.ts';

const ENTRIES = 20;
const AT_HAND = 200;

function lengthened(told: Told): Told {
  let next = told;
  while (ticketOf(next).history.length < ENTRIES) next = step(next, 'comment', 'clerkA', { text: '已电话联系，约定现场查看时间。' });
  return next;
}

type Case = Readonly<{ kind: ActionKind; actor: Who; from: Told; body: Record<string, unknown> }>;

function cases(): readonly Case[] {
  const [work, field] = [lengthened(signed()), lengthened(assigned())];
  return [
    { kind: 'comment', actor: 'clerkA', from: work, body: { text: '已与物业约定周五前修好。' } },
    { kind: 'contact', actor: 'clerkA', from: work, body: { ...REACHED, note: '已说明办理安排' } },
    { kind: 'recordWork', actor: 'clerkA', from: work, body: { note: '到现场查看，情况属实。' } },
    { kind: 'assign', actor: 'clerkA', from: work, body: { person: personId('gridA'), opinion: '请现场查看' } },
    { kind: 'acknowledge', actor: 'gridA', from: field, body: {} },
    { kind: 'recall', actor: 'dispatcher', from: work, body: { reason: '派单有误' } },
  ];
}

/** Decided and folded `times` times; throws where it would not be accepted, so that no refusal is timed. */
function once({ kind, actor, from, body }: Case, times: number): number {
  // As the hub folds, which compiles its schemas.
  const context = contextAt(from.now, { fits: fitsCompiled });
  const ticket = ticketOf(from);
  // Each action has its own body, as what comes over the wire has; no more of them than a hub has at hand.
  const actions: readonly Action[] = Array.from({ length: AT_HAND }, (_, at) =>
    anAction(1000 + at, kind, actor, structuredClone(body), from.now),
  );
  const before = process.cpuUsage();
  for (let turn = 0; turn < times; turn += 1) {
    const action = actions[turn % AT_HAND] as Action;
    const verdict = decide(ticket, action, context);
    if (verdict.outcome !== 'accept') throw new Error(`${kind}: ${JSON.stringify(verdict)}`);
    if (apply(ticket, action, context).history.length !== ENTRIES + 1) throw new Error(`${kind} was not folded`);
  }
  const { user, system } = process.cpuUsage(before);
  return (times / (user + system)) * 1e6;
}

export function foldTable(runs: number, times: number): string {
  const all = cases();
  const seen = new Map<string, number[]>(all.map(({ kind }) => [kind, []]));
  for (const one of all) once(one, times);
  for (let run = 0; run < runs; run += 1) for (const one of all) seen.get(one.kind)?.push(once(one, times));
  const rows = all.map(({ kind }) => [kind, figure(median(seen.get(kind) ?? []))]);
  const together = Array.from(
    { length: runs },
    (_, run) => all.length / all.reduce((sum, { kind }) => sum + 1 / (seen.get(kind)?.[run] ?? 1), 0),
  );
  return table(
    ['decide + apply, a ticket of 20 entries', 'a second of processor time'],
    [...rows, ['all of them in turn', figure(median(together))]],
  );
}
