/** In a ticket's place when it is not on this device: it has left while it was looked at, or was not here to begin with. */
import { Button } from 'antd';
import { term } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { OutboxItem, Reference, Replica, RescueItem, TicketView } from '../../replica/door.ts';
import { SentState } from '../../ui/sent-state.tsx';
import { shortTime } from '../../ui/time-text.ts';
import { useNow, useObservable } from '../../ui/use-observable.ts';
import { ownStanding, whyLeft, type LastShown } from './has-left.ts';

type Props = Readonly<{
  replica: Replica;
  id: TicketId;
  say: (text: string) => void;
  onBack: () => void;
  onLookedUp: (view: TicketView) => void;
}>;

const NO_ITEMS: readonly OutboxItem[] = [];
const NO_RESCUE: readonly RescueItem[] = [];
/** As many as are read at a glance; all of them are in the sync centre. */
const SHOWN = 5;

/** The city may look at the hub for what its desks do not keep [sync Q1]. */
function LookUp({ replica, id, say, onLookedUp }: Omit<Props, 'onBack'>) {
  const look = async (): Promise<void> => {
    const view = await replica.lookupTicket(id);
    if (view === undefined) say('没有找到，或现在离线。请检查网络后重试。');
    else onLookedUp(view);
  };
  if (replica.me.audience !== 'city') return null;
  return (
    <Button onClick={() => void look()} data-testid="gone-lookup">
      联网查看
    </Button>
  );
}

/** The city's desk keeps what waits for the city: what has left it is looked at online. */
export function NotHere(props: Props) {
  return (
    <main className="pane" data-testid="ticket-page" aria-label="工单不在本机">
      <div className="card empty">
        <h1 className="ticket-title">该工单不在本机</h1>
        {props.replica.me.audience === 'city' ? (
          <p>本机只留等市级办理的工单。已转承办单位、已答复告知或已办结的，可以联网查看。</p>
        ) : (
          <p>可能已改派给其他单位，或办结后移出。您写过的文字没有丢：点右上角“未送达”，在“待找回”里复制。</p>
        )}
        <div className="actions gone-actions">
          <LookUp {...props} />
          <Button onClick={props.onBack} data-testid="back">
            返回列表
          </Button>
        </div>
      </div>
    </main>
  );
}

function OwnRecords({ own }: Readonly<{ own: readonly OutboxItem[] }>) {
  const now = useNow();
  if (own.length === 0) return null;
  return (
    <>
      <h2>您的记录</h2>
      <ul className="records" data-testid="left-records">
        {own
          .toReversed()
          .slice(0, SHOWN)
          .map((item) => (
            <li key={item.action._id} data-testid={`left-${item.action.kind}`} data-state={item.state}>
              <div className="record-head">
                <b>{term('action', item.action.kind)}</b>
                <span className="quiet">{shortTime(item.action.occurredAt, now)} 保存</span>
              </div>
              <SentState item={item} now={now} />
            </li>
          ))}
      </ul>
      {own.length > SHOWN ? <p className="quiet">只列出最近 {SHOWN} 条，其余在右上角“未送达”里。</p> : null}
    </>
  );
}

/** Of the ticket only the number stays on the screen. */
export function HasLeft({ last, reference, ...props }: Props & Readonly<{ last: LastShown; reference: Reference }>) {
  const { replica, id } = props;
  const { me } = replica;
  const own = useObservable(replica.outbox, NO_ITEMS).filter(({ action }) => action.ticket === id && action.actor === me.id);
  const rescued = useObservable(replica.rescue, NO_RESCUE).filter((item) => item.ticket === id && item.what !== 'action').length;
  const why = whyLeft(last, own, me, (code) => reference.units.get(code)?.name ?? '承办单位');
  return (
    <main className="pane" data-testid="ticket-page" aria-label={`工单 ${last.no} 已移出本机`}>
      <section className="card has-left" data-testid="ticket-left">
        <h1 className="ticket-title">{last.no}</h1>
        <div role="status">
          <p>
            <b>该工单已移出本机：</b>
            {why}，不再留存本机。
          </p>
          {ownStanding(own).map((line) => (
            <p key={line}>{line}</p>
          ))}
          {rescued === 0 ? null : <p>没写完的文字和照片没有丢：点右上角“未送达”，在“待找回”里找回。</p>}
        </div>
        <OwnRecords own={own} />
        <div className="actions">
          <Button type="primary" onClick={props.onBack} data-testid="back">
            返回列表
          </Button>
          <LookUp {...props} />
        </div>
      </section>
    </main>
  );
}
