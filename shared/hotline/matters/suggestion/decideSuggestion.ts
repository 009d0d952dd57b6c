/**
 * 裁定建议: the city's dispatcher decides on the catalogue, its supervisor on the knowledge base and on handling cards (F18, F30, F48, F49). A grant says
 * itself what comes out: the text, its code and its version, so that the document is the same however often it is written [sync A3].
 */
import Type, { type Static } from 'typebox';
import type { Asked, Finding, Input } from '../../rule.ts';
import { closed, prose, titled, yesNo } from '../../schema-builders.ts';
import { CITY, unitsAs } from '../../standing.ts';
import { defineMatterRule, type SideDocument } from '../matter.ts';
import { About, aboutWhat, ArticleContent, CardContent, CategoryContent, type Suggestion } from './document.ts';
import { namesSomebody } from './identifiers.ts';
import { inState } from './in-state.ts';
import { versionId } from './versions.ts';

const body = Type.Object(
  {
    grant: yesNo('裁定', ['不采纳', '采纳']),
    answer: Type.Optional(prose('答复', 1000)),
    /** Of a grant: the code and version that come into force; version 1 is a new row or entry. */
    becomes: Type.Optional(titled('形成的编号和版本', About)),
    category: Type.Optional(titled('目录事项', CategoryContent)),
    article: Type.Optional(titled('知识条目', ArticleContent)),
    card: Type.Optional(titled('办理要点', CardContent)),
  },
  closed,
);
type Body = Static<typeof body>;

function complete({ grant, answer, becomes, category, article, card }: Body): Finding | undefined {
  if (!grant) return answer === undefined ? { code: 'reasonMissing' } : undefined;
  const contents = [category, article, card].filter((one) => one !== undefined);
  if (becomes === undefined || contents.length !== 1) return { code: 'contentMissing' };
  return [article, card].some((one) => one !== undefined && namesSomebody(one)) ? { code: 'identifierInside' } : undefined;
}

function mayDecide(matter: Suggestion | undefined, { held }: Asked): boolean {
  const roles =
    matter === undefined
      ? (['dispatcher', 'supervisor'] as const)
      : aboutWhat(matter) === 'category'
        ? (['dispatcher'] as const)
        : (['supervisor'] as const);
  return unitsAs(held, ...roles).includes(CITY);
}

/** The next version of what it is about, or the first of a code that nobody has; that very document, made by this action, is no obstacle. */
function becomesNext(matter: Suggestion, { action, body: said, context }: Input<Body>): Finding | undefined {
  const { grant, becomes } = said;
  if (!grant || becomes === undefined) return undefined;
  const of = aboutWhat(matter);
  if (said[of] === undefined) return { code: 'contentMissing' };
  const { code, version } = becomes;
  const made = context.document?.(versionId(of, code, version));
  if (made !== undefined) return made.by === action._id ? undefined : { code: version === 1 ? 'codeTaken' : 'newerVersion' };
  const changes = matter.about !== undefined;
  if (changes !== version > 1 || (changes && code !== matter.about?.code)) return { code: 'malformed' };
  if (context.document === undefined) return undefined;
  const before = version === 1 ? undefined : context.document(versionId(of, code, version - 1));
  return version > 1 && before === undefined ? { code: 'newerVersion' } : undefined;
}

export const decideSuggestion = defineMatterRule<Suggestion>()({
  kind: 'decideSuggestion',
  category: 'D',
  body,
  complete,
  right(matter, asked) {
    if (!mayDecide(matter, asked)) return { code: 'noRight' };
    // Two people: nobody grants what they proposed themselves.
    return matter?.by === asked.actor ? { code: 'sameAsSubmitter' } : undefined;
  },
  open: (matter, asked) => inState(matter, 'waiting', asked),
  guard: (matter, input) => (matter === undefined ? undefined : becomesNext(matter, input)),
  effect: (matter, { action, actor, body: { grant, answer, becomes }, context }) => ({
    ...matter,
    state: grant ? 'granted' : 'denied',
    decidedBy: actor,
    decidedAt: context.effectiveAt,
    ...(answer === undefined ? {} : { answer }),
    ...(grant && becomes !== undefined ? { granted: { ...becomes, action: action._id } } : {}),
  }),
  documents(_matter, { action, body: { grant, becomes, category, article, card }, context }): readonly SideDocument[] {
    if (!grant || becomes === undefined) return [];
    const common = { schema: 1 as const, ...becomes, by: action._id, since: context.effectiveAt };
    if (category !== undefined) return [{ _id: versionId('category', becomes.code, becomes.version), ...common, ...category }];
    if (card !== undefined) return [{ _id: versionId('card', becomes.code, becomes.version), ...common, ...card }];
    return article === undefined ? [] : [{ _id: versionId('article', becomes.code, becomes.version), ...common, ...article }];
  },
  summary: ({ body: { grant, answer, becomes } }) => {
    const what = grant ? `采纳，形成 ${becomes?.code ?? ''} 第 ${becomes?.version ?? 1} 版` : '不采纳';
    return answer === undefined ? what : `${what}：${answer}`;
  },
});
