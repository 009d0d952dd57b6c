/** 同一事项 (art. 9(4)): the earlier ticket's progress in words that can be told, from this device, else asked of the city. */
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { GLOSSARY } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Status, Ticket } from '../../../shared/hotline/ticket.ts';
import { of as just } from 'rxjs';
import type { Reference, Replica, SlimRow, TicketView } from '../../replica/door.ts';
import { shownNumber } from '../../replica/slim-rows.ts';
import { fullTime } from '../../ui/time-text.ts';
import { useObservable } from '../../ui/use-observable.ts';

const NONE: ReadonlyMap<TicketId, SlimRow> = new Map();
/** What was answered is told once the city has seen it (art. 13). */
const ANSWERED: readonly Status[] = ['callback', 'closed', 'archived', 'directAnswered', 'guidedOut'];

export function progressWords(ticket: Ticket, reference: Reference): string {
  const unit = ticket.lead === undefined ? undefined : reference.units.get(ticket.lead)?.name;
  const due = ticket.due.rework ?? ticket.due.handle;
  const working = ['dispatched', 'inProgress', 'rework'].includes(ticket.status);
  const reply = ANSWERED.includes(ticket.status) ? ticket.disposal.publicReply : undefined;
  return [
    `您反映的“${ticket.title}”（编号 ${shownNumber(ticket)}）${GLOSSARY.publicState[ticket.status]}`,
    ...(unit === undefined ? [] : [`承办单位是${unit}`]),
    ...(working && due !== undefined ? [`办理时限至 ${fullTime(due.at)}`] : []),
  ]
    .join('，')
    .concat('。', reply === undefined ? '' : `答复内容：${reply}`);
}

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  no: string;
  onTell: (words: string) => void;
}>;

export function EarlierMatter({ replica, reference, no, onTell }: Props) {
  const rows = useObservable(replica.rows, NONE);
  const held = useMemo(() => [...rows.values()].find((row) => row.no === no.trim())?.id, [rows, no]);
  const source = useMemo(() => (held === undefined ? just(undefined) : replica.ticket(held)), [replica, held]);
  const view = useObservable<TicketView | undefined>(source, undefined);
  const [fetched, setFetched] = useState<Ticket>();
  const [problem, setProblem] = useState<string>();
  const found = view?.ticket ?? (fetched?.no === no.trim() ? fetched : undefined);
  const ask = async (): Promise<void> => {
    const answer = await replica.lookup({ no: no.trim() });
    setFetched(answer.ok ? answer.rows[0] : undefined);
    setProblem(!answer.ok ? answer.message : answer.rows.length === 0 ? '市级没有这个编号的工单，请核对编号。' : undefined);
  };
  if (no.trim() === '') return <p className="quiet">填写此前工单编号后，这里显示办理进度。</p>;
  if (found === undefined)
    return (
      <div className="intake-note">
        {replica.me.audience === 'city' ? (
          <Button size="small" onClick={() => void ask()} data-testid="earlier-lookup">
            联网查进度
          </Button>
        ) : (
          '本机没有这件工单，请按系统内查到的情况写明进度。'
        )}
        {problem === undefined ? null : <span role="alert"> {problem}</span>}
      </div>
    );
  const words = progressWords(found, reference);
  return (
    <div className="intake-note" data-testid="earlier-progress">
      <p>{words}</p>
      <Button size="small" onClick={() => onTell(words)} data-testid="earlier-tell">
        填入说明
      </Button>
    </div>
  );
}
