/** 建议修改 of a handling card (art. 10; F30), where it is read: what the unit has learnt becomes everybody's next version. */
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { CardDocument } from '../../../shared/hotline/reference/card.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { SuggestForm } from './suggest-form.tsx';

type Props = Readonly<{ replica: Replica; reference: Reference; card: CardDocument; say: (text: string) => void }>;

export function SuggestCard({ replica, reference, card, say }: Props) {
  const [open, setOpen] = useState(false);
  if (!replica.me.roles.some((role) => role === 'clerk' || role === 'leader')) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} data-testid="suggest-card">
        建议修改
      </Button>
      {open ? (
        <Drawer open title="办理要点" size="min(760px, 100vw)" onClose={() => setOpen(false)}>
          <SuggestForm
            replica={replica}
            reference={reference}
            asked={{ target: 'cardChange', about: card }}
            say={say}
            onClose={() => setOpen(false)}
          />
        </Drawer>
      ) : null}
    </>
  );
}
