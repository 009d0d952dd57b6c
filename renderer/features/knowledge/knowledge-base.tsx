/** 知识库 (article 17; F22, F47): found offline, in one's own words; an entry can be cited in an answer. */
import { Button, Drawer, Input, Tag } from 'antd';
import { useState } from 'react';
import { toInstant } from '../../../shared/hotline/calendar.ts';
import type { ArticleDocument } from '../../../shared/hotline/reference/article.ts';
import { citationOf, findArticles } from '../../../shared/knowledge/find-articles.ts';
import type { Reference } from '../../replica/door.ts';
import { fullTime } from '../../ui/time-text.ts';

type Props = Readonly<{ reference: Reference; now: number; say: (text: string) => void; onClose: () => void }>;

function Entry({ article, expired, say }: Readonly<{ article: ArticleDocument; expired: boolean; say: (text: string) => void }>) {
  const copy = (): void => {
    void navigator.clipboard.writeText(citationOf(article)).then(
      () => say('已复制'),
      () => say('复制未成功。请选中文字后按 Ctrl+C 复制。'),
    );
  };
  return (
    <article className="knowledge-entry" data-testid={`article-${article.code}`}>
      <details>
        <summary>
          <b>{article.title}</b> {expired ? <Tag color="red">已过期，仅供查询</Tag> : null}
        </summary>
        <p className="knowledge-body">{article.body}</p>
        <p className="quiet">
          {article.code}，出处：{article.source}
          {article.validTo === undefined ? '' : `，有效至 ${fullTime(article.validTo)}`}
        </p>
        <Button size="small" onClick={copy}>
          复制引用
        </Button>
      </details>
    </article>
  );
}

export function KnowledgeBase({ reference, now, say, onClose }: Props) {
  const [question, setQuestion] = useState('');
  const found = findArticles(question, reference.articles.values(), toInstant(now));
  return (
    <Drawer open title="知识库" size="min(760px, 100vw)" onClose={onClose}>
      <p className="quiet">在本机查找，不用联网。可以直接用诉求人的话提问。</p>
      <Input
        autoFocus
        allowClear
        aria-label="查找知识条目"
        placeholder="例如：暖气不热、低保怎么申请"
        value={question}
        onChange={(event) => setQuestion(event.target.value)}
      />
      <p className="quiet" role="status">
        {found.length === 0
          ? reference.articles.size === 0
            ? '本机还没有知识条目，联网同步后即可使用。'
            : '没有找到。请换个说法，或到“联网查询”查找以往的工单。'
          : `${found.length} 条`}
      </p>
      {found.map(({ article, expired }) => (
        <Entry key={article._id} article={article} expired={expired} say={say} />
      ))}
    </Drawer>
  );
}
