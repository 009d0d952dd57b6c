/** The actions allowed now as buttons, the others with the reason why not; the form of the chosen one below. */
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { actionRule } from '../../../shared/hotline/actions/index.ts';
import { availableActions } from '../../../shared/hotline/available.ts';
import { term } from '../../../shared/hotline/glossary.ts';
import { refusalText } from '../../../shared/hotline/refusals.ts';
import type { Reference, Replica, TicketView } from '../../replica/door.ts';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { LeaderSign } from './leader-sign.tsx';

type Props = Readonly<{ replica: Replica; reference: Reference; view: TicketView; say: (text: string) => void }>;

/** Saved at one tap: nothing to fill in. */
const ONE_TAP = ['sign', 'acknowledge', 'arrive'];
/** The order of the work, most usual first. */
const ORDER = [
  'sign',
  'dispatch',
  'acknowledge',
  'arrive',
  'contact',
  'recordWork',
  'report',
  'assign',
  'checkReport',
  'leaderApprove',
  'leaderReturn',
  'submitResult',
  'decideProposal',
  'auditResult',
  'callback',
  'upperResult',
];

function rank(kind: string): number {
  const at = ORDER.indexOf(kind);
  return at === -1 ? ORDER.length : at;
}

export function TicketActions({ replica, reference, view, say }: Props) {
  const [chosen, setChosen] = useState<{ kind: string; of?: string }>();
  const available = useMemo(
    () => [...availableActions(view.ticket, replica.me.id, view.context)].sort((a, b) => rank(a.kind) - rank(b.kind)),
    [view, replica.me.id],
  );
  const act = async (kind: string, body: Record<string, unknown>): Promise<string | undefined> => {
    const outcome = await replica.act({ ticket: view.ticket._id, kind, body });
    if (!outcome.ok) return outcome.message;
    setChosen(undefined);
    say(`${term('action', kind)}：已保存`);
    return undefined;
  };
  const take = (kind: string, of: string | undefined): void => {
    if (ONE_TAP.includes(kind)) void act(kind, {}).then((problem) => problem !== undefined && say(problem));
    else setChosen(of === undefined ? { kind } : { kind, of });
  };
  const rule = chosen === undefined ? undefined : actionRule(chosen.kind);
  const denied = available.filter((one) => one.allowed === false);
  const waitsForLeader = replica.me.roles.includes('clerk')
    ? view.ticket.proposals.filter((one) => one.state === 'leaderReview' && one.unit === replica.me.unit)
    : [];
  return (
    <div className="card">
      <h2>可以办理</h2>
      <div className="actions">
        {waitsForLeader.map((proposal) => (
          <LeaderSign
            key={proposal.id}
            replica={replica}
            reference={reference}
            ticket={view.ticket._id}
            proposal={proposal}
            onSaved={() => say('审核：已保存')}
          />
        ))}
        {available.map((one) =>
          one.allowed === false ? null : (
            <Button
              key={one.kind}
              type={rank(one.kind) < ORDER.length && chosen === undefined ? 'primary' : 'default'}
              ghost={rank(one.kind) >= 5 && rank(one.kind) < ORDER.length && chosen === undefined}
              data-testid={`action-${one.kind}`}
              aria-pressed={chosen?.kind === one.kind}
              onClick={() => take(one.kind, one.of)}
            >
              {term('action', one.kind)}
            </Button>
          ),
        )}
        {available.every((one) => one.allowed === false) && waitsForLeader.length === 0 ? (
          <span className="entry-meta">当前没有需要您办理的事项。</span>
        ) : null}
      </div>
      {rule === undefined || chosen === undefined ? null : (
        <div style={{ marginTop: 14 }}>
          <SchemaForm
            key={chosen.kind}
            schema={rule.body}
            kind={chosen.kind}
            ticket={view.ticket}
            replica={replica}
            reference={reference}
            fixed={chosen.of === undefined ? {} : { of: chosen.of }}
            submitText={`保存${term('action', chosen.kind)}`}
            onSubmit={(body) => act(chosen.kind, body)}
            onCancel={() => setChosen(undefined)}
          />
        </div>
      )}
      {denied.length === 0 ? null : (
        <details style={{ marginTop: 10 }}>
          <summary className="entry-meta">暂不能办理的事项（{denied.length}）</summary>
          <ul className="why-not">
            {denied.map((one) => (
              <li key={one.kind} data-testid={`why-not-${one.kind}`}>
                {term('action', one.kind)}：{one.allowed === false ? refusalText(one.code, one.detail) : ''}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
