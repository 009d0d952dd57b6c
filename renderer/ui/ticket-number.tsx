/** Another ticket by its number, as people name it; found by number or title among those of this device, and named back. */
import { AutoComplete } from 'antd';
import { useMemo } from 'react';
import { term } from '../../shared/hotline/glossary.ts';
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { SlimRow } from '../replica/door.ts';
import { plain } from '../../shared/suggestion/grams.ts';
import { matcher } from '../replica/search.ts';
import type { WidgetProps } from './field.ts';
import { useObservable } from './use-observable.ts';

const NONE: ReadonlyMap<TicketId, SlimRow> = new Map();
/** As many as fit below the field. */
const SHOWN = 8;

function found(rows: ReadonlyMap<TicketId, SlimRow>, typed: string, own: TicketId | undefined): readonly SlimRow[] {
  if (typed.trim() === '') return [];
  const fits = matcher(typed);
  const first: SlimRow[] = [];
  for (const row of rows.values()) {
    if (row.id !== own && fits(plain(`${row.no}\n${row.title}`))) first.push(row);
    if (first.length === SHOWN) break;
  }
  return first;
}

export function TicketNumber({ id, name, described, field, value, onChange, replica, ticket }: WidgetProps) {
  const rows = useObservable(replica.rows, NONE);
  const typed = typeof value === 'string' ? value : '';
  const own = ticket?._id;
  const list = useMemo(() => found(rows, typed, own), [rows, typed, own]);
  const named = list.find((row) => row.no === typed.trim());
  return (
    <>
      <AutoComplete
        id={id}
        {...described}
        data-testid={`field-${name}`}
        value={typed}
        onChange={(next: string) => onChange(next)}
        options={named === undefined ? list.map((row) => ({ value: row.no, label: `${row.no}　${row.title}` })) : []}
        showSearch={{ filterOption: false }}
        popupMatchSelectWidth={460}
        maxLength={field.maxLength ?? 60}
        placeholder="输入编号，或输入标题查找"
      />
      {named === undefined ? null : (
        <span className="field-help" data-testid={`named-${name}`}>
          {named.title}（{term('status', named.status)}）
        </span>
      )}
      {typed.trim() === '' || list.length > 0 ? null : <span className="field-help">本机没有这个编号的工单，由市级核对。</span>}
    </>
  );
}
