/** 现场签批 of a ticket's proposal or result (hotline.md §4). */
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Proposal } from '../../../shared/hotline/ticket.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { OnSiteSign } from '../../ui/on-site-sign.tsx';
import { PackageFacts, proposalName } from '../../ui/package-facts.tsx';

type Props = Readonly<{ replica: Replica; reference: Reference; ticket: TicketId; proposal: Proposal; onSaved: () => void }>;

export function LeaderSign({ replica, reference, ticket, proposal, onSaved }: Props) {
  return (
    <OnSiteSign
      replica={replica}
      reference={reference}
      unit={proposal.unit}
      by={proposal.by}
      name={proposalName(proposal.kind)}
      testId="leader-sign"
      sign={({ pass, opinion, actor }) => {
        const body = { of: proposal.id, ...(opinion === '' ? {} : { opinion }) };
        return replica.act({ ticket, kind: pass ? 'leaderApprove' : 'leaderReturn', body, actor });
      }}
      onSaved={onSaved}
    >
      <PackageFacts of={proposal} reference={reference} />
    </OnSiteSign>
  );
}
