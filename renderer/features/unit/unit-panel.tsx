/** 单位档案 (art. 7; F15): whom to call, who is away, who stands in. Everything of it without a network. A grid worker has their own leave here. */
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { toInstant } from '../../../shared/hotline/calendar.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import { isAway, isOver } from '../../../shared/hotline/matters/leave/on-leave.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { dayText, nameOf, useDutySheets, useLeaves } from '../../ui/absences.ts';
import { ContactSection } from './contact-section.tsx';
import { DeputiesSection } from './deputies-section.tsx';
import { LeaveCard } from './leave-card.tsx';
import { LeaveForm } from './leave-form.tsx';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  now: number;
  say: (text: string) => void;
  onOpen: (id: TicketId) => void;
  onClose: () => void;
}>;

/** As many of those that are over as anybody asks about. */
const OVER_SHOWN = 20;

function Leaves(props: Props & Readonly<{ office: boolean }>) {
  const { replica, reference, now, office } = props;
  const [recording, setRecording] = useState(false);
  const { me } = replica;
  const at = toInstant(now);
  const all = useLeaves(replica);
  const standing = all.filter(({ matter }) => !isOver(matter, at) && (office ? matter.unit === me.unit : matter.person === me.id));
  const forOthers = office ? [] : all.filter(({ matter }) => matter.deputy === me.id && isAway(matter, at));
  const over = all.filter(({ matter }) => isOver(matter, at)).toReversed();
  return (
    <section aria-labelledby="leaves-title" data-testid="leaves">
      <div className="task-head">
        <h2 id="leaves-title">休假</h2>
        {recording ? null : (
          <Button type="primary" onClick={() => setRecording(true)} data-testid="leave-begin">
            登记休假
          </Button>
        )}
      </div>
      {recording ? (
        <div className="card">
          <LeaveForm {...props} onClose={() => setRecording(false)} />
        </div>
      ) : null}
      {forOthers.map(({ matter }) => (
        <p key={matter._id} className="card">
          您正在为{nameOf(matter.person, reference)}代岗，至 {dayText(matter.to, now)}。移交给您的任务在“我的任务”里。
        </p>
      ))}
      {standing.length === 0 && !recording ? (
        <p className="card quiet">{office ? '现在没有人休假，也没有登记今后的休假。' : '您没有登记休假。'}</p>
      ) : null}
      {standing.map((view) => (
        <LeaveCard key={view.matter._id} {...props} view={view} />
      ))}
      {over.length === 0 ? null : (
        <details className="task-done">
          <summary>已结束 {over.length} 次</summary>
          <ul className="task-notes">
            {over.slice(0, OVER_SHOWN).map(({ matter }) => (
              <li key={matter._id}>
                {nameOf(matter.person, reference)} {dayText(matter.from, now)}至{dayText(matter.to, now)}
                {matter.endedAt === undefined ? '' : `，${nameOf(matter.endedBy, reference)}销假`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

export function UnitPanel(props: Props) {
  const { replica, reference, onClose } = props;
  const { me } = replica;
  const view = useDutySheets(replica).get(me.unit);
  const office = me.roles.some((role) => role === 'clerk' || role === 'leader');
  const unit = reference.units.get(me.unit)?.name ?? '本单位';
  return (
    <Drawer open title={office ? `单位档案：${unit}` : '休假与代岗'} size="min(860px, 100vw)" onClose={onClose} rootClassName="governance">
      <Leaves {...props} office={office} />
      <ContactSection {...props} view={view} mayChange={office} />
      {office ? <DeputiesSection {...props} view={view} /> : null}
    </Drawer>
  );
}
