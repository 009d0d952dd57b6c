/** 领导批示 and its answer (art. 6; F13; docs/adr/0011). */
import { describe, expect, test } from 'vitest';
import { availableActions } from '../available.ts';
import { openInstructions } from '../instructions.ts';
import { contextAt, personId, UNITS } from '../testing/city.ts';
import { assigned, closedTicket, contacted, dispatched, fedBack, of, registered, RESULT, signed } from '../testing/stages.ts';
import { act, step, ticketOf, type Told } from '../testing/story.ts';
import { GRID_DESK, judged } from '../testing/table.ts';

const LINE = { text: '请今日内办结。' };
const DONE = { text: '已到场处置，明日复查' };

function instructed(from: Told = assigned()): Told {
  return step(from, 'instruct', 'leaderA', LINE);
}

describe('instruct 批示', () => {
  judged('instruct', [
    [
      'the leader of the unit, and the worker may read it',
      () => assigned(),
      'leaderA',
      LINE,
      'accept',
      (ticket) => {
        expect(openInstructions(ticket)).toMatchObject([{ text: '请今日内办结。', by: personId('leaderA'), unit: UNITS.streetA }]);
        expect(ticket.history.at(-1)).toMatchObject({ audience: 'S', summary: '领导批示：请今日内办结。' });
      },
    ],
    ['before it is signed for', () => dispatched(), 'leaderA', LINE, 'accept'],
    ['the clerk writes no instruction', () => signed(), 'clerkA', LINE, 'refuse:noRight'],
    ['nor does another unit’s leader', () => signed(), 'leaderB', LINE, 'refuse:noRight'],
    ['nor the city', () => signed(), 'supervisor', LINE, 'refuse:noRight'],
    ['once the result is with the city there is nothing to hurry', () => fedBack(), 'leaderA', LINE, 'noEffect:wrongState'],
    ['nor when it is closed', () => closedTicket(), 'leaderA', LINE, 'noEffect:wrongState'],
    ['empty words', () => signed(), 'leaderA', { text: ' ' }, 'refuse:malformed'],
    [
      'the leader complained about',
      () =>
        step(registered({ respondent: { name: '某人', person: personId('leaderA') } }), 'dispatch', 'dispatcher', {
          unit: UNITS.streetB,
          reason: '属地',
        }),
      'leaderB',
      LINE,
      'accept',
    ],
  ]);
});

describe('answerInstruction 批示回复', () => {
  judged('answerInstruction', [
    [
      'the clerk',
      () => instructed(),
      'clerkA',
      DONE,
      'accept',
      (ticket) => {
        expect(openInstructions(ticket)).toEqual([]);
        expect(ticket.instructions).toMatchObject([{ reply: { text: '已到场处置，明日复查', by: personId('clerkA') } }]);
      },
    ],
    ['the worker who has the task', () => instructed(), 'gridA', DONE, 'accept', (ticket) => expect(openInstructions(ticket)).toEqual([])],
    ['the worker on their own desk', () => instructed(), 'gridA', DONE, 'accept', undefined, GRID_DESK],
    ['a worker who has it not', () => instructed(), 'gridB', DONE, 'refuse:noRight'],
    ['the leader does not answer themself', () => instructed(), 'leaderA', DONE, 'refuse:noRight'],
    ['nothing was asked', () => signed(), 'clerkA', DONE, 'noEffect:noInstruction'],
    ['answered by a colleague before', answeredOnce, 'gridA', DONE, 'noEffect:alreadyDone'],
    ['without a word', () => instructed(), 'clerkA', of('instruct'), 'refuse:malformed'],
  ]);

  test('F13 the second answer is kept without effect, and told who was first', () => {
    const once = answeredOnce();
    const again = act(once, 'answerInstruction', 'gridA', { ...of('instruct')(once), ...DONE });
    expect(again.verdict).toMatchObject({ outcome: 'noEffect', code: 'alreadyDone', detail: expect.stringContaining('clerkA') });
  });

  test('F13 of several each waits for its own answer; the form names the last', () => {
    const twice = step(instructed(), 'instruct', 'leaderA', { text: '请立即到现场处置' });
    const row = availableActions(ticketOf(twice), personId('clerkA'), contextAt(twice.now)).find((one) => one.kind === 'answerInstruction');
    expect(row).toEqual({ kind: 'answerInstruction', allowed: true, of: twice.ids['instruct'] });
    expect(openInstructions(ticketOf(step(twice, 'answerInstruction', 'clerkA', DONE)))).toMatchObject([{ text: '请今日内办结。' }]);
  });
});

describe('F13 what else ends an instruction', () => {
  test('the result that the leader signs; taken back, it waits again', () => {
    const submitted = step(instructed(contacted()), 'submitResult', 'clerkA', RESULT);
    expect(openInstructions(ticketOf(submitted))).toHaveLength(1);
    const approved = step(submitted, 'leaderApprove', 'leaderA', of('submitResult'));
    expect(openInstructions(ticketOf(approved))).toEqual([]);
    const back = step(approved, 'retract', 'leaderA', { ...of('submitResult')(approved), reason: '漏附照片' });
    expect(openInstructions(ticketOf(back))).toHaveLength(1);
  });

  test('sent back by the city it stays ended: the leader says anew what is to be done', () => {
    const submitted = step(instructed(contacted()), 'submitResult', 'clerkA', RESULT);
    const approved = step(submitted, 'leaderApprove', 'leaderA', of('submitResult'));
    const rework = step(approved, 'auditResult', 'supervisor', { ...of('submitResult')(approved), pass: false, reason: '未解决' });
    expect(ticketOf(rework).status).toBe('rework');
    expect(openInstructions(ticketOf(rework))).toEqual([]);
  });

  test('the city takes the matter away: the next unit is not told what another leader wanted', () => {
    const recalled = step(instructed(), 'recall', 'dispatcher', { reason: '改派' });
    const moved = step(recalled, 'dispatch', 'dispatcher', { unit: UNITS.streetB, reason: '属地' });
    expect(openInstructions(ticketOf(moved))).toEqual([]);
    expect(ticketOf(moved).instructions).toMatchObject([{ ended: 'left' }]);
  });
});

function answeredOnce(): Told {
  return step(instructed(), 'answerInstruction', 'clerkA', DONE);
}
