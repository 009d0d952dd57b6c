/** 派单目录 (art. 8; F18): browsed and searched offline, with the units that lead; what is wrong with a row is said where it is seen. */
import { Button, Tag } from 'antd';
import { useState } from 'react';
import type { CategoryDocument } from '../../../shared/hotline/reference/documents.ts';
import type { Reference } from '../../replica/door.ts';
import { matcher } from '../../replica/search.ts';
import { plain } from '../../../shared/suggestion/grams.ts';
import { SearchHead } from './search-head.tsx';
import { unitNames } from './suggestion-card.tsx';
import type { Asked } from './suggestion-draft.ts';

type Props = Readonly<{ reference: Reference; maySuggest: boolean; onSuggest: (asked: Asked) => void }>;

function grouped(rows: readonly CategoryDocument[]): ReadonlyMap<string, readonly CategoryDocument[]> {
  const groups = new Map<string, CategoryDocument[]>();
  for (const row of rows) {
    const name = row.path.slice(0, 2).join(' / ');
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return groups;
}

export function Catalogue({ reference, maySuggest, onSuggest }: Props) {
  const [question, setQuestion] = useState('');
  const fits = matcher(question);
  const rows = [...reference.categories.values()]
    .filter((row) => fits(plain([...row.path, row.code, unitNames(row.units, reference)].join(' '))))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  return (
    <>
      <SearchHead
        help="在本机查找，不用联网。可以按事项、编号或承办单位查。"
        label="查找目录事项"
        placeholder="例如：路灯、供热、0201"
        question={question}
        found={
          rows.length > 0
            ? `${rows.length} 项`
            : reference.categories.size === 0
              ? '本机还没有目录，联网同步后即可使用。'
              : '没有找到。请换个词；确实缺少的，可以建议新增。'
        }
        begin={
          maySuggest ? { text: '建议新增事项', id: 'suggest-new-category', act: () => onSuggest({ target: 'newCategory' }) } : undefined
        }
        onAsk={setQuestion}
      />
      {[...grouped(rows)].map(([name, inside]) => (
        <section key={name} className="catalogue-group">
          <h2>{name}</h2>
          <ul>
            {inside.map((row) => (
              <li key={row.code} data-testid={`category-${row.code}`}>
                <span className="catalogue-name">
                  <b>{row.path.at(-1)}</b> <span className="quiet">{row.code}</span>
                  {row.version > 1 ? <Tag>第 {row.version} 版</Tag> : null}
                  {row.departmentOnly === true ? <Tag color="orange">只由部门承办</Tag> : null}
                </span>
                <span className="catalogue-units">{unitNames(row.units, reference)}</span>
                {maySuggest ? (
                  <Button
                    size="small"
                    type="link"
                    aria-label={`建议修改：${row.path.at(-1) ?? ''}`}
                    onClick={() => onSuggest({ target: 'categoryChange', about: row })}
                  >
                    建议修改
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
