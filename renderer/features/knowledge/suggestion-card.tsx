/** One suggestion: what it is about, what it says, where it stands and who answered what. */
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { GLOSSARY, term } from '../../../shared/hotline/glossary.ts';
import type { UnitCode } from '../../../shared/hotline/ids.ts';
import {
  aboutWhat,
  type ArticleContent,
  type CardContent,
  type CategoryContent,
  type Suggestion,
} from '../../../shared/hotline/matters/suggestion/document.ts';
import { versionId } from '../../../shared/hotline/matters/suggestion/versions.ts';
import type { Reference } from '../../replica/door.ts';
import { LongText } from '../../ui/long-text.tsx';
import { SentState } from '../../ui/sent-state.tsx';
import { fullTime } from '../../ui/time-text.ts';
import type { SuggestionView } from './own-matters.ts';

const COLORS: Readonly<Record<Suggestion['state'], string>> = {
  leaderReview: 'gold',
  waiting: 'blue',
  granted: 'green',
  denied: 'red',
  returned: 'orange',
  retracted: 'default',
};

export function unitNames(units: readonly UnitCode[], reference: Reference): string {
  return units.length === 0 ? '事发地街道' : units.map((code) => reference.units.get(code)?.name ?? '其他单位').join('、');
}

function ArticleText({ article }: Readonly<{ article: ArticleContent }>) {
  return (
    <div className="suggest-content">
      <b>{article.title}</b>
      <LongText text={article.body} />
      <p className="quiet">
        出处：{article.source}
        {article.keywords.length === 0 ? '' : `；其他说法：${article.keywords.join('、')}`}
        {article.validTo === undefined ? '；长期有效' : `；有效至 ${fullTime(article.validTo)}`}
      </p>
    </div>
  );
}

function RowText({ row, reference }: Readonly<{ row: CategoryContent; reference: Reference }>) {
  return (
    <div className="suggest-content">
      <b>{row.path.join(' / ')}</b>
      <p className="quiet">
        承办：{unitNames(row.units, reference)}
        {row.departmentOnly === true ? '；只由部门承办' : ''}
      </p>
    </div>
  );
}

function CardText({ card }: Readonly<{ card: CardContent }>) {
  const lines = [
    ['步骤', card.steps],
    ['须留的证据', card.evidence],
    ['依据', card.basis],
  ] as const;
  return (
    <div className="suggest-content">
      <b>{card.title}</b>
      {lines.map(([name, said]) => (said.length === 0 ? null : <LongText key={name} text={`${name}：\n${said.join('\n')}`} />))}
      <LongText text={`答复参考：${card.reply}`} />
    </div>
  );
}

type Content = ArticleContent | CategoryContent | CardContent;

function ContentText({ content, reference }: Readonly<{ content: Content; reference: Reference }>) {
  if ('body' in content) return <ArticleText article={content} />;
  return 'steps' in content ? <CardText card={content} /> : <RowText row={content} reference={reference} />;
}

/** The version that the author saw, to compare with. */
export function Compared({ matter, reference }: Readonly<{ matter: Suggestion; reference: Reference }>) {
  const { about } = matter;
  const what = aboutWhat(matter);
  const before = about === undefined ? undefined : reference.versions.get(versionId(what, about.code, about.version));
  const proposed = matter[what];
  return (
    <>
      {before === undefined ? null : (
        <details className="suggest-before">
          <summary>现行内容（第 {before.version} 版）</summary>
          <ContentText content={before as Content} reference={reference} />
        </details>
      )}
      {proposed === undefined ? null : <ContentText content={proposed} reference={reference} />}
    </>
  );
}

function subject({ about, article, category, card, target }: Suggestion, reference: Reference): string {
  switch (aboutWhat({ target })) {
    case 'category': {
      const row = about === undefined ? undefined : reference.categories.get(about.code);
      return (row?.path ?? category?.path)?.at(-1) ?? '';
    }
    case 'card':
      return (about === undefined ? undefined : reference.cards.get(about.code)?.title) ?? card?.title ?? '';
    default:
      return (about === undefined ? undefined : reference.articles.get(about.code)?.title) ?? article?.title ?? '';
  }
}

export function SuggestionCard({
  view,
  reference,
  now,
  children,
}: Readonly<{ view: SuggestionView; reference: Reference; now: number; children?: ReactNode }>) {
  const { matter, own } = view;
  const name = (id: string | undefined): string => reference.people.get(id as never)?.name ?? '';
  const last = [...own.values()].at(-1);
  const answeredAt = matter.decidedAt ?? matter.signedAt;
  return (
    <article className="card suggest-card" data-testid="suggestion" data-state={matter.state} aria-label={subject(matter, reference)}>
      <header>
        <h2>
          <span className="kind">{GLOSSARY.suggestionTarget[matter.target]}</span>
          {subject(matter, reference)}
        </h2>
        <Tag color={COLORS[matter.state]}>{term('suggestionState', matter.state)}</Tag>
      </header>
      <p>
        {matter.problem === undefined ? '' : `${term('suggestionProblem', matter.problem)}：`}
        {matter.reason}
      </p>
      {matter.citation === undefined ? null : <p>正确的说法和出处：{matter.citation}</p>}
      <Compared matter={matter} reference={reference} />
      <p className="quiet">
        {reference.units.get(matter.unit)?.name ?? ''} {name(matter.by)} 于 {fullTime(matter.at)} 提出
      </p>
      {matter.answer === undefined && matter.granted === undefined ? null : (
        <p>
          {name(matter.decidedBy ?? matter.signedBy)}
          {answeredAt === undefined ? '' : ` 于 ${fullTime(answeredAt)}`}
          {matter.granted === undefined ? '' : ` 采纳，已成为 ${matter.granted.code} 第 ${matter.granted.version} 版`}
          {matter.answer === undefined ? '' : `：${matter.answer}`}
        </p>
      )}
      {last === undefined ? null : <SentState item={last} now={now} />}
      {children}
    </article>
  );
}
