import { expect, test } from 'vitest';
import { ACTIONS } from '../../../shared/hotline/actions/index.ts';
import type { Availability } from '../../../shared/hotline/available.ts';
import { GLOSSARY } from '../../../shared/hotline/glossary.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import { actionGroups } from './action-groups.ts';
import { hasPlace } from './action-places.ts';

const ALLOWED = (...kinds: readonly string[]): readonly Availability[] => kinds.map((kind) => ({ kind, allowed: true }));
const TICKET = { disposal: { contacts: [] }, status: 'inProgress' } as unknown as Ticket;

function kinds(list: readonly Readonly<{ kind: string }>[]): readonly string[] {
  return list.map((one) => one.kind);
}

/** The hub writes these itself: no person finds them on a page. */
const BY_THE_HUB = ['rate', 'archive', 'lift', 'nominate', 'recalculate', 'takeDuplicate', 'dropDuplicate', 'linkMain'];

test('every action that a person takes on a ticket has a place on its page, and a Chinese name', () => {
  const shown = ACTIONS.filter((rule) => rule.create === undefined && !BY_THE_HUB.includes(rule.kind)).map((rule) => rule.kind);
  expect(shown.filter((kind) => !hasPlace(kind))).toEqual([]);
  expect(shown.filter((kind) => !Object.hasOwn(GLOSSARY.action, kind))).toEqual([]);
});

test('what ends a matter or takes it away is never the next step, even where nothing else is allowed', () => {
  const groups = actionGroups(ALLOWED('void', 'close', 'recall', 'designate'), TICKET);
  expect(groups.next).toBeUndefined();
  expect(kinds(groups.seldom)).toEqual(['designate', 'recall', 'close', 'void']);
});

test('the operator’s ways out of article 9 stand together and none is urged: the matter waits for the dispatcher', () => {
  const groups = actionGroups(ALLOWED('guideOut', 'requestMaterial', 'notifyEmergency', 'directAnswer', 'reportAbuse'), TICKET);
  expect(kinds(groups.intake)).toEqual(['directAnswer', 'notifyEmergency', 'requestMaterial', 'guideOut']);
  expect(groups.next).toBeUndefined();
});

test('a clerk’s applications stand apart from the work, and the work begins with its next step', () => {
  const groups = actionGroups(ALLOWED('submitResult', 'contact', 'proposeReturn', 'proposeExtension', 'assign', 'comment'), TICKET);
  expect(groups.next).toBe('assign');
  expect(kinds(groups.work)).toEqual(['assign', 'contact', 'submitResult']);
  expect(kinds(groups.apply)).toEqual(['proposeExtension', 'proposeReturn']);
  expect(kinds(groups.seldom)).toEqual(['comment']);
});

test('a supervisor is not urged to supervise whatever they look at', () => {
  const groups = actionGroups(ALLOWED('urge', 'supervise'), TICKET);
  expect(groups.next).toBeUndefined();
  expect(kinds(groups.work)).toEqual(['supervise', 'urge']);
});

test('a checked report leads to the result', () => {
  const checked = { ...TICKET, assignment: { state: 'checked' } } as Ticket;
  expect(actionGroups(ALLOWED('assign', 'submitResult'), checked).next).toBe('submitResult');
});
