/** 红色清单 (art. 6; F13): what is overdue in the leader's unit or ends today, most urgent first, each with a 批示 at one tap. */
import { Alert, Button, Input, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { toInstant } from '../../../shared/hotline/calendar.ts';
import { term } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import { redList, type Owed, type Red } from '../../../shared/hotline/red-list.ts';
import type { Reference, Replica, SlimRow } from '../../replica/door.ts';
import { leftText, shortTime } from '../../ui/time-text.ts';
import { WeeklyBriefButton } from '../papers/index.ts';
import { INSTRUCTIONS } from '../../ui/usual-lines.tsx';

/** As many as are read at a glance. */
const SHOWN = 4;

type Props = Readonly<{
  rows: readonly SlimRow[];
  replica: Replica;
  reference: Reference;
  now: number;
  onSelect: (id: TicketId) => void;
  say: (text: string) => void;
}>;

function owedText({ what, at }: Owed, now: number): string {
  const name = what === 'supervision' ? '督办回复' : term('due', what);
  return `${name} ${leftText(at, now)}，${shortTime(at, now)} 到期`;
}

/** Said before, and what came of it: nobody is told the same thing twice by mistake. */
function Instructed({ row, now }: Readonly<{ row: SlimRow; now: number }>) {
  const { instruction } = row;
  if (instruction === undefined) return null;
  const end = instruction.waits ? '待落实' : instruction.reply === undefined ? '已报审' : `回复：${instruction.reply}`;
  return (
    <p className="red-said">
      已批示（{shortTime(instruction.at, now)}）：{instruction.text} <b className={instruction.waits ? 'warn' : ''}>{end}</b>
    </p>
  );
}

function Instruct({ row, replica, say, onDone }: Readonly<{ row: SlimRow; replica: Replica; say: Props['say']; onDone: () => void }>) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const send = async (words: string): Promise<void> => {
    setBusy(true);
    const outcome = await replica.act({ ticket: row.id, kind: 'instruct', body: { text: words } });
    setBusy(false);
    setProblem(outcome.ok ? undefined : outcome.message);
    if (!outcome.ok) return;
    say(`${term('action', 'instruct')}：已保存`);
    onDone();
  };
  return (
    <div className="red-instruct" role="group" aria-label={`批示：${row.title}`}>
      {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} />}
      <div className="usual-lines">
        {INSTRUCTIONS.map((line) => (
          <Button key={line} size="small" disabled={busy} onClick={() => void send(line)}>
            {line}
          </Button>
        ))}
      </div>
      <div className="red-own">
        <Input
          aria-label="自己写批示"
          placeholder="也可以自己写"
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="primary" disabled={busy || text.trim() === ''} onClick={() => void send(text.trim())}>
          发出批示
        </Button>
        <Button onClick={onDone}>取消</Button>
      </div>
      <p className="quiet">点一句即发出，断网时同样可以；调度员和承办人在工单上方看到，直到回复或报审。</p>
    </div>
  );
}

function Item({
  of: { of: row, owed, overdue },
  replica,
  reference,
  now,
  onSelect,
  say,
}: Omit<Props, 'rows'> & Readonly<{ of: Red<SlimRow> }>) {
  const [writing, setWriting] = useState(false);
  const who = row.assignee === undefined ? undefined : reference.people.get(row.assignee)?.name;
  return (
    <li data-testid="red-item">
      <div className="red-line">
        <button type="button" className="link red-title" onClick={() => onSelect(row.id)}>
          {row.title}
        </button>
        {row.urgency === 'emergency' || row.urgency === 'livelihood' ? (
          <Tag color={row.urgency === 'emergency' ? 'red' : 'orange'}>{term('urgency', row.urgency)}</Tag>
        ) : null}
        <span className={overdue ? 'red-due bad' : 'red-due warn'}>{owedText(owed, now)}</span>
        <Button
          size="small"
          aria-expanded={writing}
          aria-label={`批示：${row.title}`}
          onClick={() => setWriting(!writing)}
          data-testid="red-instruct"
        >
          {row.instruction?.waits === true ? '再批示' : '批示'}
        </Button>
      </div>
      <p className="quiet">
        {row.no} · {term('status', row.status)}
        {who === undefined
          ? ''
          : ` · ${who}${row.assignmentState === undefined ? '' : `（${term('assignmentState', row.assignmentState)}）`}`}
        {owed.what === 'co' ? ' · 本单位协办' : ''}
      </p>
      <Instructed row={row} now={now} />
      {writing ? <Instruct row={row} replica={replica} say={say} onDone={() => setWriting(false)} /> : null}
    </li>
  );
}

export function RedList(props: Props) {
  const { rows, replica, now } = props;
  const [all, setAll] = useState(false);
  const minute = Math.floor(now / 60_000) * 60_000;
  const found = useMemo(() => redList(rows, replica.me.unit, toInstant(minute)), [rows, replica.me.unit, minute]);
  const late = found.filter((one) => one.overdue).length;
  const shown = all ? found : found.slice(0, SHOWN);
  return (
    <section className="card" aria-labelledby="red-list-title" data-testid="red-list">
      <div className="pane-head">
        <h2 id="red-list-title">
          超期和今日到期 {found.length} 件{late === 0 ? '' : `，其中超期 ${late} 件`}
        </h2>
        <WeeklyBriefButton replica={replica} reference={props.reference} say={props.say} />
      </div>
      {found.length === 0 ? (
        <p className="quiet">本单位没有超期的工单，今天也没有到期的。</p>
      ) : (
        <ul className="red-list">
          {shown.map((one) => (
            <Item key={one.of.id} {...props} of={one} />
          ))}
        </ul>
      )}
      {found.length > shown.length ? (
        <Button size="small" type="link" onClick={() => setAll(true)}>
          显示其余 {found.length - shown.length} 件
        </Button>
      ) : null}
    </section>
  );
}
