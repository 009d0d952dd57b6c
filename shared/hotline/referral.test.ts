/** Art. 16: four triggers, and the unit's warning before each (F46). */
import { describe, expect, test } from 'vitest';
import { referralSigns, type ReferralSign } from './referral.ts';
import { contextAt } from './testing/city.ts';
import {
  ANSWERED,
  calledBack,
  closedTicket,
  contacted,
  fedBack,
  of,
  ofWith,
  registered,
  RETURN,
  signed,
  submitted,
} from './testing/stages.ts';
import { at, step, ticketOf, type Told } from './testing/story.ts';
import { judged } from './testing/table.ts';

const SUPERVISE = { level: '1', opinion: '请说明' };

function signs(told: Told): readonly ReferralSign[] {
  return referralSigns(ticketOf(told), told.now, contextAt(told.now));
}
function shown(told: Told): readonly string[] {
  return signs(told).map((one) => `${one.trigger} ${one.state} ${one.count}/${one.limit}`);
}
function supervisedTwice(): Told {
  const once = step(step(signed(), 'supervise', 'supervisor', SUPERVISE), 'superviseReply', 'leaderA', { text: '在办' });
  return step(once, 'supervise', 'supervisor', SUPERVISE);
}
/** On three grounds, each denied. */
function returnedThrice(times = 3): Told {
  return ['notOurArea', 'notOurDuty', 'provincialUnit'].slice(0, times).reduce((told, ground) => {
    const asked = step(step(told, 'proposeReturn', 'clerkA', { ...RETURN, ground }), 'leaderApprove', 'leaderA', of('proposeReturn'));
    return step(asked, 'decideProposal', 'dispatcher', ofWith('proposeReturn', { grant: false, reason: '属你单位' }));
  }, signed());
}

describe('what a unit is warned of, and when a trigger holds', () => {
  test('nothing, on a usual day', () => expect(shown(contacted())).toEqual([]));

  // Handling is due on Tuesday 2026-12-01 at 17:00; ten working days later is 12-15.
  test.each([
    ['2026-12-01T09:00:00.000Z', []],
    ['2026-12-01T10:00:00.000Z', ['overdue near 0/10']],
    ['2026-12-04T10:00:00.000Z', ['overdue near 3/10']],
    ['2026-12-15T09:00:00.000Z', ['overdue near 9/10']],
    ['2026-12-15T09:00:01.000Z', ['overdue met 11/10']],
  ])('overdue at %s: %j', (now, expected) => {
    const told = at(contacted(), now);
    expect(shown(told)).toEqual(expected);
    if (expected.length > 0) expect(signs(told)[0]?.at).toBe('2026-12-15T09:00:00.000Z');
  });

  test('done at last and a little late: the warning is over', () => {
    expect(shown(fedBack(at(submitted(), '2026-12-03T02:00:00.000Z')))).toEqual([]);
  });

  test('supervised by people, and still open; what the clock said does not count', () => {
    const once = step(signed(), 'supervise', 'supervisor', SUPERVISE);
    expect(shown(once)).toEqual(['supervised near 1/2']);
    expect(shown(supervisedTwice())).toEqual(['supervised met 2/2']);
    const byClock = step(at(contacted(), '2026-12-02T09:30:00.000Z'), 'supervise', 'clock', { ...SUPERVISE, limit: 'handle' });
    expect(shown(byClock)).toEqual(['overdue near 1/10']);
  });

  test('refused returns', () => {
    expect(shown(returnedThrice(2))).toEqual(['returned near 2/3']);
    expect(shown(returnedThrice())).toEqual(['returned met 3/3']);
  });

  test('reworks, and the earlier tickets of a repeated matter', () => {
    const repeated = registered({ complainant: { kind: 'natural', repeat: true, earlier: ['LN1', 'LN2'] } });
    expect(shown(repeated)).toEqual(['repeated near 2/3']);
    const thrice = registered({ complainant: { kind: 'natural', repeat: true, earlier: ['LN1', 'LN2', 'LN3'] } });
    expect(shown(thrice)).toEqual(['repeated met 3/3']);
    const reopened = step(closedTicket(), 'reopen', 'operator', { newFacts: '又坏' });
    expect(shown(reopened)).toEqual([]);
  });
});

describe('移送候选', () => {
  judged('nominate', [
    [
      'by the clock, when the time of the trigger has come',
      () => at(contacted(), '2026-12-16T02:00:00.000Z'),
      'clock',
      {},
      'accept',
      (t) => expect(t.flags.referralCandidate).toBe(true),
    ],
    ['a day too early', () => at(contacted(), '2026-12-14T02:00:00.000Z'), 'clock', {}, 'noEffect:notDueYet'],
    ['already one', () => supervisedTwice(), 'clock', {}, 'noEffect:alreadyDone'],
    [
      'a hub that was down supervises and nominates in one go: the reason stands in the history, and is no 未生效',
      () => step(at(contacted(), '2026-12-16T02:00:00.000Z'), 'supervise', 'clock', { ...SUPERVISE, limit: 'handle' }),
      'clock',
      {},
      'accept',
      (t) => expect(t.flags.referralCandidate).toBe(true),
    ],
    ['nobody but the clock', () => at(contacted(), '2026-12-16T02:00:00.000Z'), 'supervisor', {}, 'refuse:noRight'],
  ]);
  test('counts set it at once', () => {
    expect(ticketOf(supervisedTwice()).flags.referralCandidate).toBe(true);
    expect(ticketOf(returnedThrice()).flags.referralCandidate).toBe(true);
    expect(ticketOf(returnedThrice(2)).flags.referralCandidate).toBe(false);
  });
});

describe('refer 移送', () => {
  const REFER = { trigger: 'supervised', receiver: '市纪委监委派驻组', material: '督办单两份' };
  judged('refer', [
    [
      'a trigger holds',
      () => supervisedTwice(),
      'supervisor',
      REFER,
      'accept',
      (t) => expect(t.referrals).toMatchObject([{ trigger: 'supervised', receiver: '市纪委监委派驻组' }]),
    ],
    ['another one than the one that is named', () => supervisedTwice(), 'supervisor', { ...REFER, trigger: 'overdue' }, 'refuse:noTrigger'],
    ['none holds', () => signed(), 'supervisor', REFER, 'refuse:noTrigger'],
    ['referred already', () => step(supervisedTwice(), 'refer', 'supervisor', REFER), 'supervisor', REFER, 'refuse:alreadyDone'],
    ['closed meanwhile, and long overdue', () => fedLate(), 'supervisor', { ...REFER, trigger: 'overdue' }, 'accept'],
    ['a district', () => supervisedTwice(), 'districtSupervisor', REFER, 'refuse:noRight'],
    [
      'an office’s copy does not say whether it was',
      () => supervisedTwice(),
      'supervisor',
      REFER,
      'unknown:copyLacks',
      undefined,
      { end: 'desk', audience: 'office' },
    ],
  ]);
});

function fedLate(): Told {
  const late = fedBack(at(submitted(), '2026-12-21T02:00:00.000Z'));
  return step(calledBack(late), 'callback', 'operator', ANSWERED);
}
