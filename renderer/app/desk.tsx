/** The desk of one person: header, inbox, ticket or board; panels for what is done now and then. No screen waits for the network. */
import { message } from 'antd';
import { useCallback, useEffect, useRef } from 'react';
import { term } from '../../shared/hotline/glossary.ts';
import { Board } from '../features/board/index.ts';
import { GovernancePanel } from '../features/governance/index.ts';
import { FiguresPanel } from '../features/figures/index.ts';
import { KnowledgeBase } from '../features/knowledge/index.ts';
import { RegisterForm } from '../features/register/index.ts';
import { Inbox, SUPERVISED } from '../features/inbox/index.ts';
import { Lookup } from '../features/lookup/index.ts';
import { SigningList } from '../features/signing/index.ts';
import { SyncCentre } from '../features/sync-centre/index.ts';
import { UnitPanel } from '../features/unit/index.ts';
import { TicketPage } from '../features/ticket/index.ts';
import type { Reference, Replica, SyncStatus } from '../replica/door.ts';
import { referenceOf } from '../replica/reference.ts';
import { useNow, useObservable } from '../ui/use-observable.ts';
import { Header } from './header.tsx';
import { LinkBanner } from './link-banner.tsx';
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
const NOTHING: Reference = referenceOf([]);

/** Toasts of this page so far: each carries its number, by which one is told from another of the same words. */
let said = 0;

export function Desk({ replica, onLeave, onWiped }: Readonly<{ replica: Replica; onLeave: () => void; onWiped: () => void }>) {
  const status = useObservable(replica.status, OFFLINE);
  useEffect(() => {
    if (status.wiped === true) onWiped();
  }, [status.wiped, onWiped]);
  const reference = useObservable(replica.reference, NOTHING);
  const now = useNow();
  const { selected, lookedUp, panel, governing, lane, filters, select, show, govern, open, narrow, visit, visits } = useScreen();
  const step = useRef<(by: 1 | -1) => void>(() => undefined);
  const [messages, holder] = message.useMessage();
  const say = useCallback(
    (text: string) => {
      said += 1;
      void messages.open({
        type: /^已|已保存/u.test(text) ? 'success' : 'warning',
        content: (
          <span data-testid="toast" data-said={said}>
            {text}
          </span>
        ),
      });
    },
    [messages],
  );
  const { me } = replica;
  const registers = me.roles.some((role) => role === 'operator' || role === 'clerk' || role === 'gridWorker');
  const rest = { replica, reference, onSelect: select, onGovern: govern, onUnit: () => show('unit') };
  const measures = me.roles.some((role) => role === 'supervisor' || role === 'leader');
  return (
    <div className="desk">
      <div aria-live="polite">{holder}</div>
      <Header
        replica={replica}
        reference={reference}
        status={status}
        now={now}
        onRegister={registers ? () => show('register') : undefined}
        onLookup={me.audience === 'city' ? () => show('lookup') : undefined}
        onFigures={measures ? () => show('figures') : undefined}
        onKnowledge={() => show('knowledge')}
        onGovern={() => govern({ tab: 'tasks' })}
        onUnit={() => show('unit')}
        onSync={() => show('sync')}
        onSupervised={() => visit(SUPERVISED.id)}
        onLeave={onLeave}
      />
      <LinkBanner replica={replica} status={status} now={now} onSync={() => show('sync')} say={say} />
      <div className={selected === undefined ? 'desk-body' : 'desk-body has-ticket'}>
        <Inbox
          replica={replica}
          reference={reference}
          status={status}
          selected={selected}
          laneId={lane}
          filters={filters}
          visits={visits}
          onLane={(id) => narrow(id, filters)}
          onFilters={(next) => narrow(lane, next)}
          onSelect={select}
          onOrder={(move) => {
            step.current = move;
          }}
        />
        {selected !== undefined ? (
          <TicketPage
            replica={replica}
            reference={reference}
            id={selected}
            lookedUp={lookedUp}
            say={say}
            onLookedUp={open}
            onBack={() => select(undefined)}
            onOpen={select}
            onGovern={govern}
            onStep={(by) => step.current(by)}
          />
        ) : me.roles.includes('leader') ? (
          <SigningList {...rest} say={say} />
        ) : (
          <Board {...rest} onWorker={(assignee) => narrow('all', { assignee })} onLane={visit} />
        )}
      </div>
      {panel === 'register' ? (
        <RegisterForm
          replica={replica}
          reference={reference}
          say={say}
          onClose={() => show(undefined)}
          onOpen={select}
          onLookedUp={open}
          onSaved={(id, kinds) => {
            select(id);
            say(kinds.map((kind) => `${term('action', kind)}：已保存`).join('；'));
          }}
        />
      ) : null}
      {panel === 'lookup' ? (
        <Lookup replica={replica} reference={reference} online={status.link === 'online'} onClose={() => show(undefined)} onOpen={open} />
      ) : null}
      {panel === 'figures' ? (
        <FiguresPanel replica={replica} reference={reference} now={now} onClose={() => show(undefined)} onOpen={open} onSelect={select} />
      ) : null}
      {panel === 'knowledge' ? (
        <KnowledgeBase replica={replica} reference={reference} now={now} say={say} onClose={() => show(undefined)} />
      ) : null}
      {panel === 'governance' ? (
        <GovernancePanel
          replica={replica}
          reference={reference}
          now={now}
          governing={governing}
          say={say}
          onOpen={select}
          onClose={() => show(undefined)}
        />
      ) : null}
      {panel === 'unit' ? (
        <UnitPanel replica={replica} reference={reference} now={now} say={say} onOpen={select} onClose={() => show(undefined)} />
      ) : null}
      {panel === 'sync' ? (
        <SyncCentre replica={replica} reference={reference} status={status} onClose={() => show(undefined)} onOpen={select} say={say} />
      ) : null}
    </div>
  );
}
