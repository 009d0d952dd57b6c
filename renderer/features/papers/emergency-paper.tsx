/** 打印通报单 (art. 9(1); F24): beside the emergency actions of a ticket, for whoever tells the services. */
import { Alert, Button, Checkbox } from 'antd';
import { useMemo, useState } from 'react';
import { toInstant } from '../../../shared/hotline/calendar.ts';
import type { PersonId, UnitCode } from '../../../shared/hotline/ids.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import { emergencyNotice, hidesReporter } from '../../../shared/papers/emergency-notice.ts';
import type { Me, Reference, Replica } from '../../replica/door.ts';
import { shownNumber } from '../../replica/slim-rows.ts';
import { PaperPreview } from './paper-preview.tsx';

type Props = Readonly<{ replica: Replica; reference: Reference; ticket: Ticket; say: (text: string) => void }>;

const WHO: readonly Me['roles'][number][] = ['operator', 'clerk', 'leader'];

function makesNotice({ roles }: Pick<Me, 'roles'>): boolean {
  return roles.some((role) => WHO.includes(role));
}

/** An emergency, or one that the services were told of. */
export function hasNotice({ urgency, flags }: Pick<Ticket, 'urgency' | 'flags'>, me: Pick<Me, 'roles'>): boolean {
  return makesNotice(me) && (urgency === 'emergency' || flags.emergencyNotified);
}

function Preview({ replica, reference, ticket, say, onClose }: Props & Readonly<{ onClose: () => void }>) {
  const { me } = replica;
  const [withReporter, setWithReporter] = useState(false);
  const [unrecorded, setUnrecorded] = useState(false);
  const [at] = useState(() => toInstant(Date.now()));
  const made = useMemo(
    () =>
      emergencyNotice({
        ticket,
        no: shownNumber(ticket),
        unit: reference.units.get(me.unit)?.name ?? '',
        person: me.name,
        at,
        unitName: (code: UnitCode) => reference.units.get(code)?.name ?? '',
        personName: (id: PersonId) => reference.people.get(id)?.name ?? '其他人员',
        withReporter,
      }),
    [ticket, reference, me, at, withReporter],
  );
  const told = (['name', 'phone'] as const).filter((field) => ticket.complainant[field] !== undefined);
  /** The preview shows them already: a look is recorded before it (F51). */
  const choose = async (wanted: boolean): Promise<void> => {
    setUnrecorded(false);
    for (const field of wanted ? told : []) {
      if (await replica.reveal(ticket._id, field)) continue;
      setUnrecorded(true);
      return;
    }
    setWithReporter(wanted);
  };
  return (
    <PaperPreview title="打印通报单" made={made} replica={replica} say={say} onClose={onClose}>
      {told.length > 0 && !hidesReporter(ticket) ? (
        <Checkbox checked={withReporter} onChange={(event) => void choose(event.target.checked)} data-testid="paper-reporter">
          写明报告人姓名和电话（救援须现场联系时才勾选，查看和打印逐项登记）
        </Checkbox>
      ) : null}
      {unrecorded ? <Alert role="alert" type="warning" showIcon title="本次查看未能记录，暂不能显示。请清理磁盘后重试。" /> : null}
    </PaperPreview>
  );
}

export function EmergencyNoticeButton(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} data-testid="print-notice">
        打印通报单
      </Button>
      {open ? <Preview {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** Above the form: the call comes first, with its words at hand; what was said is written down afterwards. */
export function BeforeCall(props: Props) {
  if (!makesNotice(props.replica.me)) return null;
  return (
    <p className="before-call">
      先打电话，照通报单上的通报稿读；通报后在这里登记接收人和答复。 <EmergencyNoticeButton {...props} />
    </p>
  );
}
