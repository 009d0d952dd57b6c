/** Who holds a matter [sync C1] (docs/adr/0009). */
import { expect, test } from 'vitest';
import type { Governance } from '../hotline/matters/governance/document.ts';
import type { Leave } from '../hotline/matters/leave/document.ts';
import type { Suggestion } from '../hotline/matters/suggestion/document.ts';
import { channelsOf } from './channels.ts';

function suggestion(more: Partial<Record<keyof Suggestion, unknown>>): Suggestion {
  return { _id: 'suggestion:1', by: 'person:a', unit: '210102001', target: 'articleChange', state: 'waiting', ...more } as Suggestion;
}

test('[C1] F30 F48 a drafted article or card is held by its author and their office, by the city only while it waits there', () => {
  const drafted = suggestion({ target: 'newArticle', state: 'leaderReview' });
  expect(channelsOf(drafted)).toEqual(['office:210102001', 'person:person:a']);
  expect(channelsOf({ ...drafted, state: 'waiting' } as Suggestion)).toEqual(['city', 'office:210102001', 'person:person:a']);
  expect(channelsOf({ ...drafted, state: 'granted' } as Suggestion)).toEqual(['office:210102001', 'person:person:a']);
  expect(channelsOf({ ...drafted, target: 'cardChange' } as Suggestion)).toEqual(['office:210102001', 'person:person:a']);
});

test('[C1] F18 F49 an error report is between its author and the city: not the business of the office', () => {
  expect(channelsOf(suggestion({}))).toEqual(['city', 'person:person:a']);
  expect(channelsOf(suggestion({ state: 'denied' }))).toEqual(['person:person:a']);
});

test('[C1] F53 a governance task is held by its office, by who answers for it and by the workers of its grid: by no other, open or done', () => {
  const workers = Array.from({ length: 10 }, (_, at) => `person:${at}`);
  const task = { _id: 'governance:1', unit: '210102001', responsible: 'person:z', workers, state: 'open' } as unknown as Governance;
  const channels = ['office:210102001', ...workers.map((one) => `person:${one}`), 'person:person:z'];
  expect(channelsOf(task)).toEqual(channels);
  expect(channelsOf({ ...task, state: 'done' } as Governance)).toEqual(channels);
});

test('[C1] F15 a leave stays inside the unit: its office, the person, who stands in; whom to call is for everybody', () => {
  const leave = { _id: 'leave:1', unit: '210102001', person: 'person:a', deputy: 'person:b', reason: 'sick' } as unknown as Leave;
  expect(channelsOf(leave)).toEqual(['office:210102001', 'person:person:a', 'person:person:b']);
  expect(channelsOf({ _id: 'duty:210102001' })).toEqual(['everyone']);
});
