/** Who may record or change a leave, and which days and deputy it may name. */
import { civilDate, dayOf } from '../../calendar.ts';
import type { PersonId, UnitCode } from '../../ids.ts';
import type { Asked, Finding } from '../../rule.ts';
import { holds } from '../../standing.ts';
import { personName, shortTime } from '../../wording.ts';
import { ofOffice } from '../of-office.ts';
import type { Leave } from './document.ts';

const MOST_DAYS = 366;

/** The person themselves, or a clerk or leader of their unit. */
export function ownOrOffice(person: PersonId | undefined, unit: UnitCode | undefined, asked: Asked): Finding | undefined {
  const { actor, held } = asked;
  const own =
    person === actor && (unit === undefined || held.some((one) => one.unit === unit)) && holds(held, 'clerk', 'leader', 'gridWorker');
  return own ? undefined : ofOffice(unit, asked);
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`) / 86_400_000;
}

/** Days that exist, in their order, not all of them over, at most a year. */
export function fitsDays({ from, to }: Readonly<{ from: string; to: string }>, { context }: Asked): Finding | undefined {
  const real = [from, to].every((day) => civilDate(dayNumber(day)) === day);
  const over = to < civilDate(dayOf(context.effectiveAt));
  return real && from <= to && !over && dayNumber(to) - dayNumber(from) < MOST_DAYS ? undefined : { code: 'leaveDays' };
}

/** Who ended it, and when (collision 3 of hotline.md §5). */
export function notEnded({ endedBy, endedAt }: Leave, { context }: Asked): Finding | undefined {
  if (endedAt === undefined) return undefined;
  const detail = endedBy === undefined ? {} : { detail: `${personName(endedBy, context)} ${shortTime(endedAt)}` };
  return { code: 'alreadyDone', ...detail };
}
