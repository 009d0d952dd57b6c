/** The actions allowed now as buttons, the others with the reason why not; the form of the chosen one below. */
import { Alert, Button } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { actionRule } from '../../../shared/hotline/actions/index.ts';
import { availableActions } from '../../../shared/hotline/available.ts';
import { term } from '../../../shared/hotline/glossary.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Reference, Replica, TicketView } from '../../replica/door.ts';
import { refusalText } from '../../../shared/hotline/refusals.ts';
import { BeforeCall, EmergencyNoticeButton, hasNotice } from '../papers/index.ts';
import { suggestionsUnder } from '../suggestion/index.ts';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { actionGroups, reasonsWhyNot, type Allowed } from './action-groups.ts';
import type { Place } from './action-places.ts';
import { ChosenProposal } from './chosen-proposal.tsx';
import { LeaderSign } from './leader-sign.tsx';
import { meantProposals, namesProposal } from './meant-proposal.ts';
import { whatHappens } from './what-happens.ts';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  view: TicketView;
  say: (text: string) => void;
  onFilling: (filling: boolean) => void;
}>;

/** Saved at one tap: nothing to fill in. */
const ONE_TAP = ['sign', 'acknowledge', 'arrive'];
/** The rows of buttons below the work. */
const MORE: readonly (readonly [place: Place, name: string])[] = [
  ['intake', '受理'],
  ['apply', '申请'],
  ['seldom', '其他'],
];

/** What the page knows: which proposal, which assignment. */
function fixedFor({ kind, of: meant }: Allowed, of: string | undefined, { assignment }: Ticket): Record<string, unknown> {
  if (kind === 'superviseReply' || kind === 'answerInstruction') return meant === undefined ? {} : { of: meant };
  if (kind === 'recallAssignment' || kind === 'handOver') return assignment === undefined ? {} : { of: assignment.action };
  return namesProposal(kind) && of !== undefined ? { of } : {};
}

export function TicketActions({ replica, reference, view, say, onFilling }: Props) {
  const { ticket } = view;
  const [chosen, setChosen] = useState<Allowed>();
  const [named, setNamed] = useState<string>();
  const [busy, setBusy] = useState(false);
  const opened = useRef<HTMLElement>(null);
  const available = useMemo(() => availableActions(ticket, replica.me.id, view.context), [ticket, view.context, replica.me.id]);
  const groups = useMemo(() => actionGroups(available, ticket), [available, ticket]);
  const denied = available.filter((one) => one.allowed === false);
  const rule = chosen === undefined ? undefined : actionRule(chosen.kind);
  const waitsForLeader = replica.me.roles.includes('clerk')
    ? ticket.proposals.filter((one) => one.state === 'leaderReview' && one.unit === replica.me.unit)
    : [];
  useEffect(() => {
    onFilling(chosen !== undefined);
    if (chosen !== undefined) opened.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen, onFilling]);
  const act = async (kind: string, body: Record<string, unknown>): Promise<string | undefined> => {
    const outcome = await replica.act({ ticket: ticket._id, kind, body });
    if (!outcome.ok) return outcome.message;
    setChosen(undefined);
    say(`${term('action', kind)}：已保存`);
    return undefined;
  };
  const take = async (one: Allowed): Promise<void> => {
    const { kind } = one;
    if (!ONE_TAP.includes(kind)) {
      setChosen(one);
      return;
    }
    setBusy(true);
    const problem = await act(kind, {});
    setBusy(false);
    if (problem !== undefined) say(problem);
  };
  const button = (one: Allowed) => (
    <Button
      key={one.kind}
      type={one.kind === groups.next && chosen === undefined && waitsForLeader.length === 0 ? 'primary' : 'default'}
      disabled={busy}
      data-testid={`action-${one.kind}`}
      aria-pressed={chosen?.kind === one.kind}
      onClick={() => void take(one)}
    >
      {term('action', one.kind)}
    </Button>
  );
  const prints = hasNotice(ticket, replica.me);
  const nothing = available.length === denied.length && waitsForLeader.length === 0;
  const proposals = chosen === undefined ? [] : meantProposals(chosen.kind, ticket, replica.me.id, view.context);
  const of = proposals.find((one) => one.id === named)?.id ?? proposals[0]?.id ?? chosen?.of;
  return (
    <section className="card ticket-actions" aria-label="可以办理的事项" data-form={chosen !== undefined}>
      {nothing ? <p className="quiet">当前没有需要您办理的事项。</p> : null}
      {waitsForLeader.length === 0 ? null : (
        <div className="actions">
          {waitsForLeader.map((proposal) => (
            <LeaderSign
              key={proposal.id}
              replica={replica}
              reference={reference}
              ticket={ticket._id}
              proposal={proposal}
              onSaved={() => say('审核：已保存')}
            />
          ))}
        </div>
      )}
      {groups.work.length === 0 ? null : <div className="actions actions-work">{groups.work.map(button)}</div>}
      {MORE.map(([place, name]) =>
        groups[place].length === 0 && !(place === 'intake' && prints) ? null : (
          <div key={place} className="actions actions-more" role="group" aria-label={name}>
            <span className="actions-name">{name}</span>
            {groups[place].map(button)}
            {place === 'intake' && prints ? <EmergencyNoticeButton {...{ replica, reference, ticket, say }} /> : null}
          </div>
        ),
      )}
      {rule === undefined || chosen === undefined ? null : (
        <section ref={opened} className="action-form" aria-label={term('action', chosen.kind)}>
          <h2>{term('action', chosen.kind)}</h2>
          {chosen.allowed === true ? null : (
            <Alert type="warning" showIcon title={`${refusalText('copyLacks')}可能的情况：${refusalText(chosen.code)}`} />
          )}
          {chosen.kind === 'notifyEmergency' ? <BeforeCall {...{ replica, reference, ticket, say }} /> : null}
          {proposals.length < 2 ? null : <ChosenProposal proposals={proposals} reference={reference} value={of} onChange={setNamed} />}
          <SchemaForm
            key={chosen.kind}
            schema={rule.body}
            kind={chosen.kind}
            ticket={ticket}
            context={view.context}
            replica={replica}
            reference={reference}
            fixed={fixedFor(chosen, of, ticket)}
            under={suggestionsUnder(chosen.kind, { replica, reference, ticket, context: view.context })}
            submitText={`保存${term('action', chosen.kind)}`}
            consequence={whatHappens(rule, ticket, reference)}
            onSubmit={(body) => act(chosen.kind, body)}
            onCancel={() => setChosen(undefined)}
          />
        </section>
      )}
      {denied.length === 0 || chosen !== undefined ? null : (
        <details className="why-not" data-testid="why-not">
          <summary>暂不能办理的 {denied.length} 项及原因</summary>
          <ul>
            {reasonsWhyNot(denied, ticket, groups.next).map(({ kinds, reason }) => (
              <li key={reason}>
                {kinds.map((kind, at) => (
                  <b key={kind} data-testid={`why-not-${kind}`}>
                    {at === 0 ? '' : '、'}
                    {term('action', kind)}
                  </b>
                ))}
                ：{reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
