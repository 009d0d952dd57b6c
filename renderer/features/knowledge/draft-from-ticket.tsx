/** 起草新知识 out of a solved ticket (art. 17(2); F48): its public answer, without those whom it names. */
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { SuggestForm } from './suggest-form.tsx';

type Props = Readonly<{ replica: Replica; reference: Reference; ticket: Ticket; say: (text: string) => void }>;

const SOLVED: readonly Ticket['status'][] = ['closed', 'directAnswered', 'archived', 'callback'];

/** A 密件 is nobody's lesson. */
export function DraftFromTicket({ replica, reference, ticket, say }: Props) {
  const [open, setOpen] = useState(false);
  const writes = replica.me.roles.some((role) => role === 'clerk' || role === 'leader' || role === 'operator' || role === 'supervisor');
  if (!writes || !SOLVED.includes(ticket.status) || ticket.disposal.publicReply === undefined || ticket.confidential === 'sealed')
    return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} data-testid="draft-from-ticket">
        起草新知识
      </Button>
      {open ? (
        <Drawer open title="知识库" size="min(760px, 100vw)" onClose={() => setOpen(false)}>
          <SuggestForm
            replica={replica}
            reference={reference}
            asked={{ target: 'newArticle', from: ticket }}
            say={say}
            onClose={() => setOpen(false)}
          />
        </Drawer>
      ) : null}
    </>
  );
}
