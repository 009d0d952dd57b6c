/** One ticket: what it is, what may be done now, how it stands, what has been done. */
import { Button, Tag } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import { isPending } from '../../../shared/hotline/proposals.ts';
import { of as just, scan } from 'rxjs';
import type { Reference, Replica, TicketView } from '../../replica/door.ts';
import { shownNumber, slimRow } from '../../replica/slim-rows.ts';
import { DeadlineLight } from '../../ui/deadline-light.tsx';
import { Limits } from '../../ui/limits.tsx';
import { LongText } from '../../ui/long-text.tsx';
import { useNow, useObservable } from '../../ui/use-observable.ts';
import { HasLeft, NotHere } from './absent-ticket.tsx';
import { AwaitedList } from './awaited-list.tsx';
import { DraftFromTicket } from '../knowledge/index.ts';
import { TicketGovernance, type Governing } from '../governance/index.ts';
import { PossibleDuplicates } from '../suggestion/index.ts';
import { EvidenceView } from './evidence-view.tsx';
import { HandlingCard } from './handling-card.tsx';
import { lastShown, type LastShown } from './has-left.ts';
import { FlagTags } from './flag-tags.tsx';
import { OversightCards } from './oversight-cards.tsx';
import { Proposals } from './proposals.tsx';
import { SameCaller } from './same-caller.tsx';
import { TicketActions } from './ticket-actions.tsx';
import { TicketFacts } from './ticket-facts.tsx';
import { TicketTimeline } from './timeline.tsx';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  id: TicketId;
  lookedUp?: TicketView | undefined;
  say: (text: string) => void;
  onLookedUp: (view: TicketView) => void;
  onBack: () => void;
  onOpen: (id: TicketId) => void;
  onGovern: (governing: Governing) => void;
  /** Through the lane without coming back to the list. */
  onStep: (by: 1 | -1) => void;
}>;

function Head({
  view,
  reference,
  now,
  lookedUp,
  onBack,
  onStep,
}: Omit<Props, 'replica' | 'id' | 'say' | 'onLookedUp'> & Readonly<{ view: TicketView; now: number }>) {
  const { ticket } = view;
  return (
    <header className="ticket-head">
      <div className="ticket-nav">
        <Button size="small" onClick={onBack} data-testid="back">
          返回列表
        </Button>
        <span className="quiet">{shownNumber(ticket)}</span>
        <span className="desk-spacer" />
        <Button size="small" onClick={() => onStep(-1)}>
          上一件
        </Button>
        <Button size="small" onClick={() => onStep(1)} data-testid="next">
          下一件
        </Button>
      </div>
      <h1 className="ticket-title" tabIndex={-1}>
        {ticket.title}
      </h1>
      <div className="ticket-tags">
        <Tag color="blue">{term('status', ticket.status)}</Tag>
        {ticket.urgency === 'normal' ? null : (
          <Tag color={ticket.urgency === 'emergency' ? 'red' : 'orange'}>{term('urgency', ticket.urgency)}</Tag>
        )}
        {ticket.confidential === 'none' ? null : <Tag color="purple">{term('confidential', ticket.confidential)}</Tag>}
        <FlagTags ticket={ticket} />
        <DeadlineLight of={slimRow(ticket, 0, view.context.pack)} reference={reference} now={now} whole />
        {lookedUp === undefined ? null : <Tag>联网查询，不存本机</Tag>}
      </div>
    </header>
  );
}

/** `last`: what is kept of it once it has been shown, until another ticket is opened. */
type Opened = Readonly<{ id: TicketId; view: TicketView | undefined; last: LastShown | undefined }>;

export function TicketPage(props: Props) {
  const { replica, reference, id, lookedUp, say } = props;
  const source = useMemo(() => {
    const views = lookedUp === undefined ? replica.ticket(id) : just(lookedUp);
    const first: Opened = { id, view: undefined, last: undefined };
    return views.pipe(scan((before, view) => ({ id, view, last: view === undefined ? before.last : lastShown(view) }), first));
  }, [replica, id, lookedUp]);
  const opened = useObservable<Opened | undefined>(source, undefined);
  const now = useNow();
  const pane = useRef<HTMLElement>(null);
  const [filling, setFilling] = useState(false);
  useEffect(() => {
    pane.current?.scrollTo({ top: 0 });
  }, [id]);
  // Read from the disk within a few milliseconds: no word flashes up meanwhile.
  if (opened?.id !== id) return <main className="pane" aria-busy="true" />;
  const { view, last } = opened;
  if (view === undefined) return last === undefined ? <NotHere {...props} /> : <HasLeft {...props} last={last} />;
  const { ticket } = view;
  // While a form is filled in, what it is about stands beside it.
  const matter = (
    <section className="card">
      <h2>诉求内容</h2>
      <LongText key={id} text={ticket.content} />
    </section>
  );
  // Before it is dispatched it decides where it goes; afterwards what is done comes first.
  const caller = <SameCaller key={`caller-${id}`} replica={replica} reference={reference} ticket={ticket} onOpen={props.onOpen} />;
  return (
    <main
      ref={pane}
      className="pane"
      data-testid="ticket-page"
      data-status={ticket.status}
      data-assignment={ticket.assignment?.state ?? ''}
      aria-label={`工单 ${shownNumber(ticket)}`}
    >
      <Head {...props} view={view} now={now} />
      <AwaitedList ticket={ticket} reference={reference} now={now} />
      <div className="ticket-columns">
        <div className="ticket-main">
          <TicketActions key={id} replica={replica} reference={reference} view={view} say={say} onFilling={setFilling} />
          <Proposals proposals={ticket.proposals.filter(isPending)} reference={reference} />
          <OversightCards me={replica.me} ticket={ticket} reference={reference} now={now} />
          {filling ? null : matter}
          {replica.me.audience === 'city' ? null : (
            <HandlingCard key={`card ${id}`} replica={replica} view={view} reference={reference} say={say} />
          )}
          {ticket.disposal.publicReply === undefined ? null : (
            <section className="card">
              <h2>公开答复</h2>
              <LongText text={ticket.disposal.publicReply} />
              <DraftFromTicket replica={replica} reference={reference} ticket={ticket} say={say} />
            </section>
          )}
          <Proposals proposals={ticket.proposals.filter((one) => !isPending(one))} reference={reference} />
          <EvidenceView replica={replica} ticket={id} entries={ticket.evidence} />
        </div>
        <div className="ticket-side">
          {filling ? matter : null}
          {ticket.status === 'registered' ? <PossibleDuplicates replica={replica} matter={ticket} onOpen={props.onOpen} /> : null}
          {ticket.status === 'registered' ? caller : null}
          <section className="card">
            <h2>基本情况</h2>
            <TicketFacts key={id} replica={replica} ticket={ticket} reference={reference} />
          </section>
          <section className="card">
            <h2>时限</h2>
            <Limits view={view} now={now} />
          </section>
          <section className="card">
            <h2>办理过程</h2>
            <TicketTimeline view={view} reference={reference} now={now} />
          </section>
          {ticket.status === 'registered' ? null : caller}
          <TicketGovernance replica={replica} ticket={ticket} say={say} onGovern={props.onGovern} />
        </div>
      </div>
    </main>
  );
}
