import { describe, expect, test } from 'vitest';
import { Check } from 'typebox/value';
import { apply } from './apply.ts';
import { availableActions } from './available.ts';
import { decide, MAX_ENTRIES } from './decide.ts';
import { fold } from './fold.ts';
import { FULL_ENTRIES } from './history.ts';
import { refusalText, REFUSALS } from './refusals.ts';
import { GLOSSARY, term } from './glossary.ts';
import { ACTIONS } from './actions/index.ts';
import { contextAt, personId } from './testing/city.ts';
import { act, actionId, anAction, MORNING, step, ticketOf, type Told } from './testing/story.ts';
import { contacted, fedBack, movedToB, REACHED, RESULT, RETURN, returnReview, signed, workersCopy } from './testing/stages.ts';
import { Ticket } from './ticket.ts';

const HUB = contextAt(MORNING);
const DESK = contextAt(MORNING, { end: 'desk' });

describe('decide', () => {
  test('a kind of a newer version is refused with words, not with an exception', () => {
    const action = anAction(9, 'foretell', 'clerkA', {}, MORNING);
    expect(decide(ticketOf(signed()), action, HUB)).toEqual({ outcome: 'refuse', code: 'unknownAction' });
  });

  test('nobody acts on a ticket that is not there', () => {
    expect(decide(undefined, anAction(9, 'sign', 'clerkA', {}, MORNING), HUB)).toEqual({ outcome: 'refuse', code: 'ticketMissing' });
  });

  test('the same action twice is one action (collision 6)', () => {
    const told = signed();
    const again = anAction(3, 'sign', 'clerkA', {}, told.now);
    expect(decide(told.ticket, again, contextAt(told.now))).toEqual({ outcome: 'accept' });
    expect(apply(told.ticket, again, contextAt(told.now))).toBe(told.ticket);
  });

  test('a stranger is refused at the hub and not known on the desk', () => {
    const action = anAction(9, 'comment', 'stranger', { text: '你好' }, MORNING);
    expect(decide(ticketOf(signed()), action, HUB)).toEqual({ outcome: 'refuse', code: 'noRight' });
    expect(decide(ticketOf(signed()), action, DESK)).toEqual({ outcome: 'unknown', code: 'noRight' });
  });
});

describe('F56 the history', () => {
  function longHistory(entries: number) {
    let told = signed();
    while (ticketOf(told).history.length < entries) told = step(told, 'comment', 'clerkA', { text: '备注' });
    return told;
  }

  test(`beyond ${FULL_ENTRIES} entries the older keep id, kind and times`, () => {
    const ticket = ticketOf(longHistory(FULL_ENTRIES + 5));
    expect(Object.keys(ticket.history[4] ?? {}).sort()).toEqual(['audience', 'id', 'kind', 'occurredAt', 'receivedAt']);
    expect(ticket.history[5]).toMatchObject({ actor: personId('clerkA'), summary: '备注' });
    expect(Check(Ticket, ticket)).toBe(true);
  });

  test(`at ${MAX_ENTRIES} only the city acts`, () => {
    const told = longHistory(MAX_ENTRIES);
    expect(act(told, 'comment', 'clerkA', { text: '再一条' }).verdict).toEqual({ outcome: 'refuse', code: 'tooManyEntries' });
    expect(act(told, 'recall', 'dispatcher', { reason: '收回' }).verdict).toEqual({ outcome: 'accept' });
  });
});

describe('apply', () => {
  test('is total: what it cannot read leaves a bare entry', () => {
    const ticket = ticketOf(signed());
    const strange = apply(ticket, anAction(9, 'foretell', 'clerkA', {}, MORNING), HUB);
    expect(strange.history.at(-1)).toMatchObject({ kind: 'foretell', noEffect: 'unknownAction', audience: 'C' });
    const malformed = apply(ticket, anAction(10, 'contact', 'clerkA', { channel: 'pigeon' }, MORNING), HUB);
    expect(malformed.history.at(-1)).toMatchObject({ kind: 'contact', noEffect: 'malformed' });
    expect(Check(Ticket, apply(undefined, anAction(11, 'sign', 'clerkA', {}, MORNING), HUB))).toBe(true);
  });

  test('does not ask at which end it runs', () => {
    const action = anAction(9, 'contact', 'clerkA', REACHED, MORNING);
    expect(apply(ticketOf(signed()), action, DESK)).toEqual(apply(ticketOf(signed()), action, HUB));
  });
});

describe('fold', () => {
  test("a desk shows its own unsent actions over the hub's ticket [sync D3]", () => {
    const from = ticketOf(signed());
    const actions = [
      anAction(10, 'contact', 'clerkA', REACHED, MORNING),
      anAction(11, 'submitResult', 'clerkA', RESULT, MORNING),
      anAction(12, 'submitResult', 'secondClerkA', RESULT, MORNING),
    ];
    const { ticket, verdicts } = fold(actions, () => DESK, from);
    expect([...verdicts.values()].map((one) => one.outcome)).toEqual(['accept', 'accept', 'refuse']);
    expect(ticket?.proposals).toHaveLength(1);
    expect(fold(actions, () => DESK, ticket).ticket).toEqual(ticket);
  });
});

describe('F16 availableActions', () => {
  test('what a clerk may do now, and the others with the reason why not', () => {
    const told = signed();
    const rows = availableActions(ticketOf(told), personId('clerkA'), contextAt(told.now));
    const allowed = rows.filter((row) => row.allowed === true).map((row) => row.kind);
    expect(allowed).toEqual(expect.arrayContaining(['assign', 'contact', 'recordWork', 'proposeReturn', 'draftResult', 'comment']));
    const refused = Object.fromEntries(rows.flatMap((row) => (row.allowed === false ? [[row.kind, row.code]] : [])));
    expect(refused).toMatchObject({
      sign: 'alreadyDone',
      recallAssignment: 'notFound',
      checkReport: 'nothingReported',
      proposeEscalation: 'noWorkYet',
      retract: 'notFound',
      submitResult: 'noContactYet',
      upperResult: 'wrongState',
    });
    // What is for the city, a leader or a worker is not offered at all.
    const others = ['dispatch', 'recall', 'leaderApprove', 'acknowledge', 'auditResult', 'close', 'register'];
    expect(rows.map((row) => row.kind).filter((kind) => others.includes(kind))).toEqual([]);
  });

  test("names the proposal for the leader's signing list and for the city", () => {
    const told = returnReview();
    const rows = availableActions(ticketOf(told), personId('dispatcher'), contextAt(told.now));
    expect(rows.find((row) => row.kind === 'decideProposal')).toEqual({
      kind: 'decideProposal',
      allowed: true,
      of: told.ids['proposeReturn'],
    });
  });

  test('of several proposals the one that is meant, whoever looks', () => {
    const base = ticketOf(returnReview());
    const [first] = base.proposals;
    if (first === undefined) throw new Error('no proposal');
    const made = (n: number, kind: 'extension' | 'exemption', state: 'leaderReview' | 'waiting') => ({
      ...first,
      id: actionId(n),
      kind,
      state,
    });
    const ticket = {
      ...base,
      status: 'inProgress' as const,
      proposals: [made(90, 'exemption', 'leaderReview'), made(91, 'extension', 'waiting')],
    };
    const meant = (who: 'leaderA' | 'supervisor', kind: string) => {
      const row = availableActions(ticket, personId(who), HUB).find((one) => one.kind === kind);
      return row !== undefined && 'of' in row ? row.of : row?.allowed;
    };
    expect(meant('leaderA', 'leaderApprove')).toBe(actionId(90));
    expect(meant('leaderA', 'leaderReturn')).toBe(actionId(90));
    expect(meant('supervisor', 'decideProposal')).toBe(actionId(91));
  });

  test('a result is named for the audit', () => {
    const told = fedBack();
    const row = availableActions(ticketOf(told), personId('supervisor'), contextAt(told.now)).find((one) => one.kind === 'auditResult');
    expect(row).toMatchObject({ allowed: true, of: told.ids['submitResult'] });
  });

  test('nothing to sign, nothing to sign of others, nothing to take back', () => {
    const code = (told: Told, who: 'leaderA' | 'clerkAndLeaderA' | 'clerkA', kind: string) => {
      const row = availableActions(ticketOf(told), personId(who), contextAt(told.now)).find((one) => one.kind === kind);
      return row?.allowed === false ? row.code : row?.allowed;
    };
    expect(code(signed(), 'leaderA', 'leaderApprove')).toBe('notFound');
    expect(code(returnReview(), 'leaderA', 'leaderApprove')).toBe('notFound');
    expect(code(step(signed(), 'proposeReturn', 'clerkAndLeaderA', RETURN), 'clerkAndLeaderA', 'leaderApprove')).toBe('sameAsSubmitter');
    expect(code(returnReview(), 'clerkA', 'retract')).toBe('leaderNeeded');
    expect(code(signed(), 'clerkA', 'retract')).toBe('notFound');
  });

  test('who has no role in it is offered nothing', () => {
    const told = signed();
    expect(availableActions(ticketOf(told), personId('admin'), contextAt(told.now))).toEqual([]);
    expect(availableActions(ticketOf(told), personId('gridB'), contextAt(told.now))).toEqual([]);
  });

  test("on a worker's copy what it cannot know is said to be unknown", () => {
    const told = workersCopy(movedToB(contacted()));
    const rows = availableActions(ticketOf(told), personId('clerkA'), contextAt(told.now, { end: 'desk', audience: 'person' }));
    expect(rows.filter((row) => row.allowed === 'unknown').map((row) => row.kind)).toContain('contact');
    expect(rows.some((row) => row.allowed === true)).toBe(false);
  });

  test('a conflict of interest is told, not hidden', () => {
    const about = { ...ticketOf(signed()), respondent: { person: personId('leaderA') } };
    const rows = availableActions(about, personId('clerkA'), HUB);
    expect(rows.find((row) => row.kind === 'contact')).toEqual({ kind: 'contact', allowed: false, code: 'conflictOfInterest' });
  });
});

describe('the words', () => {
  test('every refusal is a Chinese sentence with a next step', () => {
    for (const [code, sentence] of Object.entries(REFUSALS)) expect(`${code}: ${sentence}`).toMatch(/^\w+: [^a-zA-Z]+。$/u);
    expect(refusalText('alreadyDone', '王丽 11-24 09:05')).toBe(`${REFUSALS.alreadyDone}（王丽 11-24 09:05）`);
    expect(refusalText('foretold')).toMatch(/管理员。$/u);
  });

  test('every action has its word, and every field of its form a label', () => {
    for (const rule of ACTIONS) {
      expect(term('action', rule.kind)).not.toBe(rule.kind);
      const fields: Record<string, { title?: string }> = JSON.parse(JSON.stringify(rule.body))['properties'];
      for (const [name, field] of Object.entries(fields)) expect(`${rule.kind}.${name}: ${field.title ?? ''}`).toMatch(/: \p{Script=Han}/u);
    }
  });

  test('an id of a newer version shows as itself', () => {
    expect(term('status', 'teleported')).toBe('teleported');
    expect(term('status', 'toString')).toBe('toString');
    expect(term('status', undefined)).toBe('—');
    expect(Object.keys(GLOSSARY.status)).toHaveLength(17);
  });
});
