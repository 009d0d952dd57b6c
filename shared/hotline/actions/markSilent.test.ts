import { describe, expect, test } from 'vitest';
import { UNITS } from '../testing/city.ts';
import { contacted, RESULT } from '../testing/stages.ts';
import { at, step, ticketOf, type Told } from '../testing/story.ts';
import { judged } from '../testing/table.ts';

describe('markSilent 标记协办不配合 (art. 11, F33)', () => {
  const SILENT = { unit: UNITS.housing, note: '三次催促无回音' };
  const asked = (): Told => step(contacted(), 'requestCoHandling', 'clerkA', { unit: UNITS.housing, ask: '请配合' });
  const silent = (): Told => at(asked(), '2026-11-28T02:00:00.000Z');
  judged('markSilent', [
    [
      'after its date',
      () => silent(),
      'clerkA',
      SILENT,
      'accept',
      (t) => expect(t.coHandlers).toMatchObject([{ status: 'silent', silentAt: '2026-11-28T02:01:00.000Z' }]),
    ],
    ['before its date', () => asked(), 'clerkA', SILENT, 'noEffect:notSilent'],
    ['it has answered', () => step(silent(), 'coAnswer', 'clerkHousing', { result: '已配合' }), 'clerkA', SILENT, 'noEffect:notSilent'],
    ['another unit', () => silent(), 'clerkA', { ...SILENT, unit: UNITS.streetB }, 'noEffect:notSilent'],
    ['the helper itself', () => silent(), 'clerkHousing', SILENT, 'refuse:noRight'],
  ]);
  test('the result waits for it no longer, and it may still answer', () => {
    const marked = step(silent(), 'markSilent', 'clerkA', SILENT);
    const answered = step(marked, 'coAnswer', 'clerkHousing', { result: '晚了，已配合' });
    expect(ticketOf(answered).coHandlers[0]).toMatchObject({ status: 'answered' });
    expect(ticketOf(step(marked, 'submitResult', 'clerkA', RESULT)).proposals).toHaveLength(1);
  });
});
