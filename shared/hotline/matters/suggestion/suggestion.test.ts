/** Rules of suggestions (F18, F48, F49), the same at the desk and at the hub; of matters in general (docs/adr/0009). */
import fc from 'fast-check';
import { Check } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import type { Action } from '../../action.ts';
import type { Instant, MatterId } from '../../ids.ts';
import { CardDocument } from '../../reference/card.ts';
import { contextAt, personId, type Who } from '../../testing/city.ts';
import type { Context, Verdict } from '../../verdict.ts';
import { applyMatter, decideMatter, mayActOn, sideDocuments } from '../fold-matter.ts';
import type { Suggestion } from './document.ts';
import { withoutIdentifiers } from './identifiers.ts';
import { mintArticleCode, mintCategoryCode } from './versions.ts';
import { blankTicket } from '../../new-ticket.ts';

const AT = '2026-11-24T02:00:00.000Z' as Instant;
const ID = 'suggestion:01ARZ3NDEKTSV4RRFFQ69G5FAV' as MatterId;
const TEXT = { title: '停暖退费', body: '凭合同办理。', source: '条例', keywords: [] };
const DRAFT = { target: 'newArticle', reason: '常问', article: TEXT };
const ERROR = { target: 'articleChange', about: { code: 'ZS-0001', version: 1 }, reason: '有误', citation: '新办法第三条' };

let count = 0;
function act(who: Who, kind: string, body: object): Action {
  count += 1;
  const id = `action:01ARZ3NDEKTSV4RRFFQ69G${String(count).padStart(4, '0')}`;
  return { _id: id, ticket: ID, kind, body, actor: personId(who), occurredAt: AT } as unknown as Action;
}
const THERE = ['article:ZS-0001', 'card:BL-001'];
const CONTEXT = contextAt(AT, { document: (id) => (THERE.includes(id) ? { version: 1 } : undefined) });

function code(verdict: Verdict): string {
  return verdict.outcome === 'accept' ? 'accept' : verdict.code;
}
function after(from: Suggestion | undefined, ...actions: readonly Action[]): Suggestion {
  return actions.reduce((matter, action) => {
    expect(decideMatter(matter, action, CONTEXT)).toEqual({ outcome: 'accept' });
    return applyMatter(matter, action, CONTEXT) as Suggestion;
  }, from) as Suggestion;
}
function verdict(from: Suggestion | undefined, who: Who, kind: string, body: object, context: Context = CONTEXT): string {
  return code(decideMatter(from, act(who, kind, body), context));
}

describe('who may suggest what', () => {
  test('F49 everybody who works with an article may say that it is wrong, with what is right; an administrator does not work with it', () => {
    for (const who of ['operator', 'clerkA', 'leaderA', 'gridA', 'dispatcher'] as const)
      expect(verdict(undefined, who, 'suggestChange', ERROR), who).toBe('accept');
    expect(verdict(undefined, 'admin', 'suggestChange', ERROR)).toBe('noRight');
    const { citation: _left, ...uncited } = ERROR;
    expect(verdict(undefined, 'clerkA', 'suggestChange', uncited)).toBe('citationMissing');
  });

  test('F48 a new article is refused when it names a mobile number or an identity card; a landline of an office stays', () => {
    const naming = (body: string) => verdict(undefined, 'clerkA', 'suggestChange', { ...DRAFT, article: { ...TEXT, body } });
    expect(naming('请拨 13800138000')).toBe('identifierInside');
    expect(naming('证号 21010219900101123X')).toBe('identifierInside');
    expect(naming('请拨 024-23456789 或 12345')).toBe('accept');
  });

  test('F48 a clerk’s draft waits for the leader; a leader’s own, and one of a unit whose clerk signs alone, for the city', () => {
    expect(after(undefined, act('clerkA', 'suggestChange', DRAFT)).state).toBe('leaderReview');
    expect(after(undefined, act('leaderA', 'suggestChange', DRAFT)).state).toBe('waiting');
    const alone = after(undefined, act('clerkAlone', 'suggestChange', DRAFT));
    expect(alone).toMatchObject({ state: 'waiting', history: [{ read: { signsAlone: true } }] });
    expect(after(undefined, act('clerkA', 'suggestChange', ERROR)).state).toBe('waiting');
  });

  test.each([
    ['a change of nothing', { ...ERROR, about: undefined }],
    ['an article under a row', { ...ERROR, target: 'categoryChange', article: TEXT }],
    ['a row with two levels', { target: 'newCategory', reason: '缺', category: { path: ['一', '二'], units: [] } }],
  ])('%s is malformed', (_name, body) => {
    expect(verdict(undefined, 'clerkA', 'suggestChange', JSON.parse(JSON.stringify(body)) as object)).toBe('malformed');
  });
});

describe('F30 a handling card', () => {
  const CARD = {
    title: '路灯',
    categories: ['0501'],
    steps: ['夜查', '报修'],
    basis: [],
    evidence: ['修后照片'],
    reply: '〔日期〕已修好。',
  };
  const CHANGE = { target: 'cardChange', about: { code: 'BL-001', version: 1 }, reason: '须夜间核实', card: CARD };
  const signed = (): Suggestion =>
    after(undefined, act('clerkA', 'suggestChange', CHANGE), act('leaderA', 'signSuggestion', { pass: true }));

  test('F30 a clerk’s proposal is let out by their leader; the knowledge supervisor grants it, and it is the next version of the card', () => {
    expect(after(undefined, act('clerkA', 'suggestChange', CHANGE)).state).toBe('leaderReview');
    const decision = act('supervisor', 'decideSuggestion', { grant: true, becomes: { code: 'BL-001', version: 2 }, card: CARD });
    const granted = after(signed(), decision);
    expect(granted).toMatchObject({ state: 'granted', granted: { code: 'BL-001', version: 2 } });
    const documents = sideDocuments(granted, decision, CONTEXT);
    expect(documents).toEqual([{ _id: 'card:BL-001@2', schema: 1, code: 'BL-001', version: 2, by: decision._id, since: AT, ...CARD }]);
    expect(Check(CardDocument, documents[0])).toBe(true);
    expect(verdict(signed(), 'dispatcher', 'decideSuggestion', { grant: false, answer: '不妥' })).toBe('noRight');
  });

  test('F30 not from a grid worker, not without its text or the card it is about, not naming anybody, not as another thing', () => {
    expect(verdict(undefined, 'gridA', 'suggestChange', CHANGE)).toBe('noRight');
    expect(verdict(undefined, 'clerkA', 'suggestChange', { target: 'cardChange', about: CHANGE.about, reason: '无' })).toBe(
      'contentMissing',
    );
    expect(verdict(undefined, 'clerkA', 'suggestChange', { target: 'cardChange', card: CARD, reason: '无' })).toBe('malformed');
    const naming = { ...CARD, steps: ['请打 13800138000'] };
    expect(verdict(undefined, 'clerkA', 'suggestChange', { ...CHANGE, card: naming })).toBe('identifierInside');
    expect(verdict(undefined, 'clerkA', 'suggestChange', { ...ERROR, card: CARD })).toBe('malformed');
    const grant = (more: object) => verdict(signed(), 'supervisor', 'decideSuggestion', { grant: true, ...more });
    expect(grant({ becomes: { code: 'BL-001', version: 2 }, article: TEXT })).toBe('contentMissing');
    expect(grant({ becomes: { code: 'BL-001', version: 3 }, card: CARD })).toBe('newerVersion');
  });
});

describe('the leader', () => {
  const drafted = after(undefined, act('clerkA', 'suggestChange', DRAFT));
  test('F48 of the author’s unit signs, another unit’s does not; sent back needs a reason; a second signature has no effect', () => {
    expect(verdict(drafted, 'leaderB', 'signSuggestion', { pass: true })).toBe('noRight');
    expect(verdict(drafted, 'leaderA', 'signSuggestion', { pass: false })).toBe('reasonMissing');
    const signed = after(drafted, act('leaderA', 'signSuggestion', { pass: true }));
    expect(signed).toMatchObject({ state: 'waiting', signedBy: personId('leaderA') });
    expect(decideMatter(signed, act('secondLeaderA', 'signSuggestion', { pass: true }), CONTEXT)).toMatchObject({
      outcome: 'noEffect',
      code: 'alreadyDone',
      detail: 'leaderA 11-24 10:00',
    });
    expect(after(drafted, act('leaderA', 'signSuggestion', { pass: false, opinion: '出处不清' })).state).toBe('returned');
  });
  test('the city decides nothing that the leader has not signed', () => {
    expect(verdict(drafted, 'supervisor', 'decideSuggestion', { grant: false, answer: '否' })).toBe('unsigned');
  });
});

describe('the city', () => {
  const reported = after(undefined, act('clerkA', 'suggestChange', ERROR));
  const grant = { grant: true, becomes: { code: 'ZS-0001', version: 2 }, article: TEXT };
  test('F49 its supervisor decides on knowledge, its dispatcher on the catalogue; a district does not, nor the author', () => {
    expect(verdict(reported, 'supervisor', 'decideSuggestion', grant)).toBe('accept');
    for (const who of ['dispatcher', 'districtSupervisor', 'leaderA'] as const)
      expect(verdict(reported, who, 'decideSuggestion', grant), who).toBe('noRight');
    const own = after(undefined, act('supervisor', 'suggestChange', ERROR));
    expect(verdict(own, 'supervisor', 'decideSuggestion', grant)).toBe('sameAsSubmitter');
    const row = { target: 'newCategory', reason: '缺', category: { path: ['一', '二', '三'], units: [] } };
    const asked = after(undefined, act('clerkA', 'suggestChange', row));
    const made = { grant: true, becomes: { code: '010101', version: 1 }, category: row.category };
    expect(verdict(asked, 'dispatcher', 'decideSuggestion', made)).toBe('accept');
    expect(verdict(asked, 'supervisor', 'decideSuggestion', made)).toBe('noRight');
  });
  test('F49 the grant makes the next version and no other; one that is there already by another says so', () => {
    const becoming = (version: number, documents: Record<string, { version: number; by?: string }>) =>
      verdict(
        reported,
        'supervisor',
        'decideSuggestion',
        { ...grant, becomes: { code: 'ZS-0001', version } },
        { ...CONTEXT, document: (id) => documents[id] },
      );
    const first = { 'article:ZS-0001': { version: 1 } };
    expect(becoming(2, first)).toBe('accept');
    expect(becoming(3, first)).toBe('newerVersion');
    expect(becoming(1, {})).toBe('malformed');
    expect(becoming(2, { ...first, 'article:ZS-0001@2': { version: 2, by: 'action:other' } })).toBe('newerVersion');
  });
  test('[A3] its document comes from the action alone, and what it made itself does not stand in its way', () => {
    const action = act('supervisor', 'decideSuggestion', grant);
    const granted = after(reported, action);
    const [made] = sideDocuments(granted, action, CONTEXT);
    expect(made).toEqual({ _id: 'article:ZS-0001@2', schema: 1, code: 'ZS-0001', version: 2, by: action._id, since: AT, ...TEXT });
    const there: Context = { ...CONTEXT, document: () => ({ version: 2, by: action._id }) };
    expect(decideMatter(reported, action, there)).toEqual({ outcome: 'accept' });
  });
  test('its author takes it back while nobody has decided; afterwards nothing waits', () => {
    expect(verdict(reported, 'leaderA', 'retractSuggestion', {})).toBe('noRight');
    const gone = after(reported, act('clerkA', 'retractSuggestion', {}));
    expect(verdict(gone, 'supervisor', 'decideSuggestion', grant)).toBe('lapsed');
    expect(mayActOn(reported, 'decideSuggestion', personId('supervisor'), CONTEXT)).toBe(true);
    expect(mayActOn(gone, 'decideSuggestion', personId('supervisor'), CONTEXT)).toBe(false);
  });
});

test('[L8] decide and fold are total: any kind and body gets a verdict, and the matter of one prefix never takes a ticket’s action', () => {
  const drafted = after(undefined, act('clerkA', 'suggestChange', DRAFT));
  fc.assert(
    fc.property(
      fc.constantFrom('suggestChange', 'signSuggestion', 'decideSuggestion', 'register', 'x'),
      fc.object(),
      fc.boolean(),
      (kind, body, born) => {
        const action = act('supervisor', kind, body as object);
        const from = born ? drafted : undefined;
        const { outcome } = decideMatter(from, action, CONTEXT);
        const next = applyMatter(from, action, CONTEXT, outcome === 'refuse' ? 'malformed' : undefined);
        expect(next?.history.at(-1)?.id).toBe(action._id);
      },
    ),
    { numRuns: 300 },
  );
  expect(verdict(undefined, 'operator', 'register', {})).toBe('unknownAction');
  expect(verdict(drafted, 'clerkA', 'suggestChange', DRAFT)).toBe('exists');
  expect(verdict(undefined, 'leaderA', 'signSuggestion', { pass: true })).toBe('matterMissing');
});

test('F18 a code is minted by the path: its neighbours’ digits where there are any, else the next free ones', () => {
  const rows = [
    { code: '010101', path: ['住房', '物业', '电梯'] },
    { code: '010203', path: ['住房', '装修', '扰民'] },
    { code: '020101', path: ['供热', '供暖', '不热'] },
  ];
  expect(mintCategoryCode(['住房', '物业', '收费'], rows)).toBe('010102');
  expect(mintCategoryCode(['住房', '消防', '通道'], rows)).toBe('010301');
  expect(mintCategoryCode(['交通', '停车', '收费'], rows)).toBe('030101');
  expect(mintArticleCode([{ code: 'ZS-0002' }, { code: 'ZS-0013' }, { code: '旧' }])).toBe('ZS-0014');
});

test('F48 identifiers are taken out of a draft: name, telephones, address, card, number of the ticket', () => {
  const ticket = {
    ...blankTicket({ ticket: 'ticket:x' } as never, CONTEXT),
    no: 'LN210102-20261124-000001',
    complainant: { kind: 'natural' as const, name: '王女士', phone: '10000001' },
    address: { text: '丰乐街 5 号' },
  };
  const text = '王女士（10000001，13912345678）住丰乐街 5 号，证号 210102199001011234，见 LN210102-20261124-000001。';
  expect(withoutIdentifiers(text, ticket as never)).toBe(
    '诉求人（（电话略），（号码略））住（地址略），证号 （号码略），见 （工单编号略）。',
  );
});
