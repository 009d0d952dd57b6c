/** The desk of one person: header, inbox, ticket; panels for what is done now and then. No screen waits for the network. */
import { message } from 'antd';
import { useCallback } from 'react';
import { RegisterForm } from '../features/register/index.ts';
import { Inbox } from '../features/inbox/index.ts';
import { Lookup } from '../features/lookup/index.ts';
import { SyncCentre } from '../features/sync-centre/index.ts';
import { TicketPage } from '../features/ticket/index.ts';
import type { Reference, Replica, SyncStatus } from '../replica/door.ts';
import { useNow, useObservable } from '../ui/use-observable.ts';
import { Header } from './header.tsx';
import { useScreen } from './screen-state.ts';

const OFFLINE: SyncStatus = {
  link: 'offline',
  complete: false,
  unsent: 0,
  sent: 0,
  refused: 0,
  repairs: 0,
  aside: 0,
  evidence: { waiting: 0, confirmed: 0 },
  drift: 0,
};
const NOTHING: Reference = { units: new Map(), people: new Map(), categories: new Map(), packs: new Map() };

export function Desk({ replica, onLeave }: Readonly<{ replica: Replica; onLeave: () => void }>) {
  const status = useObservable(replica.status, OFFLINE);
  const reference = useObservable(replica.reference, NOTHING);
  const now = useNow();
  const { selected, lookedUp, panel, select, show, open } = useScreen();
  const [messages, holder] = message.useMessage();
  const say = useCallback(
    (text: string) => {
      void messages.open({
        type: text.includes('已保存') || text === '已复制' ? 'success' : 'warning',
        content: <span data-testid="toast">{text}</span>,
      });
    },
    [messages],
  );
  const registers = replica.me.roles.some((role) => role === 'operator' || role === 'clerk' || role === 'gridWorker');
  const city = replica.me.audience === 'city';
  return (
    <div className="desk">
      {holder}
      <Header
        replica={replica}
        status={status}
        now={now}
        onRegister={registers ? () => show('register') : undefined}
        onLookup={city ? () => show('lookup') : undefined}
        onSync={() => show('sync')}
        onLeave={onLeave}
      />
      <div className={selected === undefined ? 'desk-body' : 'desk-body has-ticket'}>
        <Inbox replica={replica} reference={reference} selected={selected} onSelect={select} />
        {selected === undefined ? (
          <main className="pane">
            <div className="empty">从左侧选择一件工单。上下方向键可以移动，登记、签收、下派、回报在断网时同样可用。</div>
          </main>
        ) : (
          <TicketPage
            replica={replica}
            reference={reference}
            id={selected}
            lookedUp={lookedUp}
            say={say}
            onBack={() => select(undefined)}
          />
        )}
      </div>
      {panel === 'register' ? (
        <RegisterForm
          replica={replica}
          reference={reference}
          onClose={() => show(undefined)}
          onSaved={(id) => {
            show(undefined);
            select(id);
            say('登记：已保存');
          }}
        />
      ) : null}
      {panel === 'lookup' ? <Lookup replica={replica} reference={reference} onClose={() => show(undefined)} onOpen={open} /> : null}
      {panel === 'sync' ? <SyncCentre replica={replica} status={status} onClose={() => show(undefined)} say={say} /> : null}
    </div>
  );
}
