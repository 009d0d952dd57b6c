/** One's own records, newest first, by how far they have come; with the ticket, the words, and what to do when refused. */
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import { isMatterId, type TicketId } from '../../../shared/hotline/ids.ts';
import type { OutboxItem, SlimRow } from '../../replica/door.ts';
import { matterName, writtenText } from '../../replica/rescue.ts';
import { SentState } from '../../ui/sent-state.tsx';
import { shortTime } from '../../ui/time-text.ts';

type Which = 'all' | 'saved' | 'sent' | 'accepted' | 'refused';
const NAMES: Readonly<Record<Which, string>> = { all: '全部', refused: '未被接受', saved: '未送达', sent: '已送达', accepted: '已处理' };
/** More than anybody reads; the older ones have settled long ago. */
const SHOWN = 100;

type Props = Readonly<{
  items: readonly OutboxItem[];
  rows: ReadonlyMap<TicketId, SlimRow>;
  now: number;
  onOpen: (id: TicketId) => void;
  onCopy: (text: string) => void;
}>;

function whichOf(item: OutboxItem): Which {
  return item.state === 'quarantined' ? 'refused' : item.state;
}

export function Records({ items, rows, now, onOpen, onCopy }: Props) {
  const [which, setWhich] = useState<Which>('all');
  const count = (one: Which): number => (one === 'all' ? items.length : items.filter((item) => whichOf(item) === one).length);
  const shown = items.filter((item) => which === 'all' || whichOf(item) === which).toReversed();
  if (items.length === 0) return <p className="empty">您在这台电脑上还没有提交过记录。办理工单后，每条记录走到哪一步都能在这里看到。</p>;
  return (
    <>
      <Segmented<Which>
        className="records-which"
        value={which}
        onChange={setWhich}
        options={(Object.keys(NAMES) as Which[]).map((value) => ({ value, label: `${NAMES[value]} ${count(value)}` }))}
      />
      {shown.length === 0 ? <p className="empty">没有“{NAMES[which]}”的记录。</p> : null}
      <ul className="records">
        {shown.slice(0, SHOWN).map((item) => {
          const { ticket: about } = item.action;
          const row = isMatterId(about) ? undefined : rows.get(about);
          const text = writtenText(item.action.body);
          return (
            <li key={item.action._id} data-testid={`outbox-${item.action.kind}`} data-state={item.state}>
              <div className="record-head">
                <b>{term('action', item.action.kind)}</b>
                <span className="record-ticket">{isMatterId(about) ? matterName(about) : (row?.title ?? '工单已不在本机')}</span>
                <span className="quiet">{shortTime(item.action.occurredAt, now)} 保存</span>
              </div>
              {text === '' ? null : <p className="record-text">{text.replaceAll('\n', '，')}</p>}
              <SentState item={item} now={now} />
              <div className="record-acts">
                {row === undefined ? null : (
                  <Button size="small" type="link" onClick={() => onOpen(row.id)}>
                    打开工单
                  </Button>
                )}
                {text === '' ? null : (
                  <Button size="small" type="link" onClick={() => onCopy(text)}>
                    复制文字
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {shown.length > SHOWN ? <p className="quiet">只列出最近 {SHOWN} 条。</p> : null}
    </>
  );
}
