/** Entries of the knowledge base (art. 17; F22, F47, F49): found offline, in one's own words; cited, and reported when wrong. */
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { toInstant } from '../../../shared/hotline/calendar.ts';
import type { ArticleDocument } from '../../../shared/hotline/reference/article.ts';
import { expiryOf, type Expiry } from '../../../shared/knowledge/expiry.ts';
import { citationOf, findArticles } from '../../../shared/knowledge/find-articles.ts';
import type { Reference } from '../../replica/door.ts';
import { fullTime } from '../../ui/time-text.ts';
import { SearchHead } from './search-head.tsx';
import type { Asked } from './suggestion-draft.ts';

type Suggest = (asked: Asked) => void;
type Props = Readonly<{ reference: Reference; now: number; mayDraft: boolean; say: (text: string) => void; onSuggest: Suggest }>;

function ExpiryTag({ expiry }: Readonly<{ expiry: Expiry | undefined }>) {
  if (expiry === undefined) return null;
  return expiry === 'expired' ? <Tag color="red">已过期，仅供查询</Tag> : <Tag color="orange">即将到期</Tag>;
}

export function Entry({
  article,
  now,
  say,
  onSuggest,
}: Readonly<{ article: ArticleDocument; now: number; say: (text: string) => void; onSuggest: Suggest }>) {
  const copy = (): void => {
    void navigator.clipboard.writeText(citationOf(article)).then(
      () => say('已复制'),
      () => say('复制未成功。请选中文字后按 Ctrl+C 复制。'),
    );
  };
  return (
    <article className="knowledge-entry" data-testid={`article-${article.code}`} data-version={article.version}>
      <details>
        <summary>
          <b>{article.title}</b> <ExpiryTag expiry={expiryOf(article, toInstant(now))} />
        </summary>
        <p className="knowledge-body">{article.body}</p>
        <p className="quiet">
          {article.code}
          {article.version === 1 ? '' : `（第 ${article.version} 版）`}，出处：{article.source}
          {article.validTo === undefined ? '' : `，有效至 ${fullTime(article.validTo)}`}
        </p>
        <div className="actions">
          <Button size="small" onClick={copy}>
            复制引用
          </Button>
          <Button
            size="small"
            onClick={() => onSuggest({ target: 'articleChange', about: article })}
            data-testid={`report-${article.code}`}
          >
            报错
          </Button>
        </div>
      </details>
    </article>
  );
}

export function Articles({ reference, now, mayDraft, say, onSuggest }: Props) {
  const [question, setQuestion] = useState('');
  const found = findArticles(question, reference.articles.values(), toInstant(now));
  return (
    <>
      <SearchHead
        help="在本机查找，不用联网。可以直接用诉求人的话提问。"
        label="查找知识条目"
        placeholder="例如：暖气不热、低保怎么申请"
        question={question}
        found={
          found.length > 0
            ? `${found.length} 条`
            : reference.articles.size === 0
              ? '本机还没有知识条目，联网同步后即可使用。'
              : '没有找到。请换个说法，或起草一条新知识。'
        }
        begin={mayDraft ? { text: '起草新知识', id: 'suggest-new-article', act: () => onSuggest({ target: 'newArticle' }) } : undefined}
        onAsk={setQuestion}
      />
      {found.map(({ article }) => (
        <Entry key={article._id} article={article} now={now} say={say} onSuggest={onSuggest} />
      ))}
    </>
  );
}
