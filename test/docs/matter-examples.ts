/** Matters without a ticket (docs/adr/0009) at the stations of their way, and bodies to try on them: some that hold, some that do not. */
import type { Action } from '../../shared/hotline/action.ts';
import type { Instant, MatterId } from '../../shared/hotline/ids.ts';
import { applyMatter, decideMatter } from '../../shared/hotline/matters/fold-matter.ts';
import type { Matter } from '../../shared/hotline/matters/index.ts';
import { contextAt, GRID_A, personId, UNITS } from '../../shared/hotline/testing/city.ts';
import { actionId, type Actor } from '../../shared/hotline/testing/story.ts';
import type { Context } from '../../shared/hotline/verdict.ts';

export const AT = '2026-11-24T02:00:00.000Z' as Instant;
const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const TICKET = `ticket:${ULID}`;
const LATER = '2026-12-24T09:00:00.000Z';

/** Versions that are in force, so that a decision can name the next one. */
const THERE = new Map([
  ['article:ZS-0001', { version: 1 }],
  ['category:050103', { version: 1 }],
  ['card:BL-001', { version: 1 }],
]);
export const CONTEXT: Context = contextAt(AT, { document: (id) => THERE.get(id) });

type Step = readonly [who: Actor, kind: string, body: object];
export type Bodies = Readonly<{ good: readonly object[]; bad: readonly object[] }>;
export type Kind = Readonly<{
  prefix: string;
  id: MatterId;
  /** Each state with the matters that are in it; before it begins there is none. */
  states: ReadonlyMap<string, readonly (Matter | undefined)[]>;
  bodies: Readonly<Record<string, Bodies>>;
}>;

export function tried(id: MatterId, who: Actor, kind: string, body: object, n = 1): Action {
  return { _id: actionId(n), ticket: id, kind, body, actor: personId(who), occurredAt: AT } as unknown as Action;
}

/** A story that goes on as told, or the book is wrong. */
function told(id: MatterId, ...steps: readonly Step[]): Matter {
  let matter: Matter | undefined;
  steps.forEach(([who, kind, body], at) => {
    const action = tried(id, who, kind, body, at + 1);
    const verdict = decideMatter(matter, action, CONTEXT);
    if (verdict.outcome !== 'accept') throw new Error(`${kind} by ${who}: ${JSON.stringify(verdict)}`);
    matter = applyMatter(matter, action, CONTEXT);
  });
  if (matter === undefined) throw new Error('nothing was told');
  return matter;
}

const ARTICLE = { title: '供热报修', body: '先查阀门，再报供热单位。', source: '供热办', keywords: [] };
const CATEGORY = { path: ['城市建设', '市政道路', '路灯不亮'], units: [UNITS.streetA] };
const OF_ARTICLE = { target: 'articleChange', about: { code: 'ZS-0001', version: 1 }, reason: '电话已换', citation: '供热办通知' };
const OF_CATEGORY = { target: 'categoryChange', about: { code: '050103', version: 1 }, reason: '应由街道办理' };
const CARD = { title: '路灯', categories: ['0501'], steps: ['夜查'], basis: [], evidence: [], reply: '已修好。' };
const OF_CARD = { target: 'cardChange', about: { code: 'BL-001', version: 1 }, reason: '须夜间核实', card: CARD };
const NEW_ARTICLE = { target: 'newArticle', article: ARTICLE, reason: '常见问题' };

function suggestions(): Kind {
  const id = `suggestion:${ULID}` as MatterId;
  const drafted: Step = ['clerkA', 'suggestChange', NEW_ARTICLE];
  const signed: Step = ['leaderA', 'signSuggestion', { pass: true }];
  const wrong: Step = ['clerkA', 'suggestChange', OF_ARTICLE];
  return {
    prefix: 'suggestion',
    id,
    states: new Map([
      ['none', [undefined]],
      ['leaderReview', [told(id, drafted)]],
      [
        'waiting',
        [
          told(id, drafted, signed),
          told(id, wrong),
          told(id, ['clerkA', 'suggestChange', OF_CATEGORY]),
          told(id, ['clerkA', 'suggestChange', OF_CARD], signed),
        ],
      ],
      [
        'granted',
        [told(id, wrong, ['supervisor', 'decideSuggestion', { grant: true, becomes: { code: 'ZS-0001', version: 2 }, article: ARTICLE }])],
      ],
      ['denied', [told(id, wrong, ['supervisor', 'decideSuggestion', { grant: false, answer: '原文无误' }])]],
      ['returned', [told(id, drafted, ['leaderA', 'signSuggestion', { pass: false, opinion: '请写明出处' }])]],
      ['retracted', [told(id, wrong, ['clerkA', 'retractSuggestion', {}])]],
    ]),
    bodies: {
      suggestChange: {
        good: [OF_ARTICLE, OF_CATEGORY, NEW_ARTICLE, OF_CARD],
        bad: [
          { ...NEW_ARTICLE, article: { ...ARTICLE, body: '请拨 13900000000' } },
          { target: 'newArticle', reason: '常见问题' },
          { ...OF_ARTICLE, citation: undefined },
        ],
      },
      signSuggestion: { good: [{ pass: true }], bad: [{ pass: false }] },
      decideSuggestion: {
        good: [
          { grant: true, becomes: { code: 'ZS-0001', version: 2 }, article: ARTICLE },
          { grant: true, becomes: { code: '050103', version: 2 }, category: CATEGORY },
          { grant: true, becomes: { code: 'ZS-0002', version: 1 }, article: ARTICLE },
          { grant: true, becomes: { code: 'BL-001', version: 2 }, card: CARD },
        ],
        bad: [
          { grant: false },
          { grant: true },
          { grant: true, becomes: { code: 'ZS-0001', version: 1 }, article: ARTICLE },
          { grant: true, becomes: { code: 'ZS-0001', version: 3 }, article: ARTICLE },
        ],
      },
      retractSuggestion: { good: [{}], bad: [] },
    },
  };
}

function governance(): Kind {
  const id = `governance:${ULID}` as MatterId;
  const open = {
    unit: UNITS.streetA,
    title: '路灯集中排查',
    plan: '逐杆排查',
    responsible: personId('gridA'),
    due: LATER,
    grid: GRID_A,
    tickets: [TICKET],
  };
  const begun: Step = ['clerkA', 'openGovernance', open];
  const end = { outcome: 'solved', result: '已更换' };
  return {
    prefix: 'governance',
    id,
    states: new Map([
      ['none', [undefined]],
      ['open', [told(id, begun)]],
      ['done', [told(id, begun, ['clerkA', 'finishGovernance', end])]],
    ]),
    bodies: {
      openGovernance: {
        good: [open],
        bad: [
          { ...open, due: AT },
          { ...open, grid: '210102002001001' },
          { ...open, responsible: personId('clerkB') },
        ],
      },
      changeGovernance: { good: [{ title: '路灯排查' }], bad: [{ reason: '无' }, { due: AT }, { responsible: personId('clerkB') }] },
      noteProgress: { good: [{ text: '已查十二杆' }], bad: [] },
      finishGovernance: { good: [end], bad: [] },
    },
  };
}

function leaves(): Kind {
  const id = `leave:${ULID}` as MatterId;
  const week = {
    unit: UNITS.streetA,
    person: personId('gridA'),
    from: '2026-11-25',
    to: '2026-11-27',
    deputy: personId('secondGridA'),
    reason: 'annual',
  };
  const recorded: Step = ['clerkA', 'recordLeave', week];
  return {
    prefix: 'leave',
    id,
    states: new Map([
      ['none', [undefined]],
      ['open', [told(id, recorded)]],
      ['ended', [told(id, recorded, ['clerkA', 'endLeave', {}])]],
    ]),
    bodies: {
      recordLeave: {
        good: [week],
        bad: [
          { ...week, to: '2026-11-24' },
          { ...week, deputy: personId('clerkA') },
          { ...week, deputy: week.person },
          { ...week, person: personId('gridB') },
        ],
      },
      changeLeave: { good: [{ to: '2026-11-30' }], bad: [{}, { to: '2026-11-01' }, { deputy: personId('clerkA') }] },
      endLeave: { good: [{}], bad: [] },
    },
  };
}

function dutySheets(): Kind {
  const id = `duty:${UNITS.streetA}` as MatterId;
  const phone = { phone: '024-23001234' };
  return {
    prefix: 'duty',
    id,
    states: new Map([
      ['none', [undefined]],
      ['kept', [told(id, ['clerkA', 'keepDutySheet', phone])]],
    ]),
    bodies: {
      keepDutySheet: { good: [phone], bad: [{}, { contact: personId('clerkB') }] },
      nameDeputy: {
        good: [{ person: personId('gridA'), deputy: personId('secondGridA') }],
        bad: [
          { person: personId('gridA'), deputy: personId('clerkA') },
          { person: personId('gridA'), deputy: personId('gridA') },
          { person: personId('gridA'), deputy: personId('gridB') },
        ],
      },
    },
  };
}

export function matterExamples(): readonly Kind[] {
  return [suggestions(), governance(), leaves(), dutySheets()];
}
