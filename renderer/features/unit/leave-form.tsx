/** 登记休假 (F15): by the person themselves or the office of their unit; saved on this device at once. */
import { Alert, Radio } from 'antd';
import { useState } from 'react';
import { ulid } from 'ulid';
import { GLOSSARY } from '../../../shared/hotline/glossary.ts';
import type { MatterId, PersonId } from '../../../shared/hotline/ids.ts';
import { standingDeputy } from '../../../shared/hotline/matters/duty/document.ts';
import { isOver } from '../../../shared/hotline/matters/leave/on-leave.ts';
import { toInstant } from '../../../shared/hotline/calendar.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { dayText, useDutySheets, useLeaves } from '../../ui/absences.ts';
import type { Values } from '../../ui/form-body.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { useKeptDraft } from '../../ui/kept-draft.ts';
import { Field } from '../../ui/labelled-field.tsx';
import { useSaving } from '../../ui/use-saving.ts';
import { ColleagueSelect } from './colleague-select.tsx';
import { DayPicker, today } from './day-picker.tsx';
import { colleagues, possibleDeputies } from './posts.ts';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  now: number;
  office: boolean;
  say: (text: string) => void;
  onClose: () => void;
}>;

const NEW = 'leave:new' as MatterId;
const REASONS = Object.entries(GLOSSARY.leaveReason).map(([value, label]) => ({ value, label }));
const NEEDED = { person: '请选择休假人', from: '请选择开始日期', to: '请选择结束日期', reason: '请选择事由' } as const;

function faultsOf(values: Values, now: number): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {};
  for (const [name, text] of Object.entries(NEEDED)) if (values[name] === undefined) faults[name] = text;
  const [from, to] = [values['from'], values['to']] as [string | undefined, string | undefined];
  if (from !== undefined && to !== undefined && to < from) faults['to'] = '结束日期不能早于开始日期';
  else if (to !== undefined && to < today(now)) faults['to'] = '结束日期不能早于今天';
  return faults;
}

export function LeaveForm({ replica, reference, now, office, say, onClose }: Props) {
  const { me } = replica;
  const draft = useKeptDraft(replica, NEW, 'recordLeave', office ? {} : { person: me.id });
  const sheet = useDutySheets(replica).get(me.unit)?.matter;
  const leaves = useLeaves(replica);
  const [tried, setTried] = useState(false);
  const { busy, problem, save } = useSaving(replica, draft, say, onClose);
  if (!draft.ready) return null;
  const person = draft.values['person'] as PersonId | undefined;
  const possible = person === undefined ? [] : possibleDeputies(reference, me.unit, person, now);
  const usual = person === undefined ? undefined : standingDeputy(sheet, person);
  // The usual one, until another is chosen: named in the record, so that every desk that holds it knows.
  const chosen = 'deputy' in draft.values ? (draft.values['deputy'] as PersonId | undefined) : usual;
  const deputy = possible.some((one) => one.id === chosen) ? chosen : undefined;
  const values = { ...draft.values, deputy };
  const faults = tried ? faultsOf(values, now) : {};
  const said = values as { from?: string; to?: string; reason?: string };
  const already = leaves.find(({ matter }) => matter.person === person && !isOver(matter, toInstant(now)))?.matter;
  const submit = async (): Promise<void> => {
    setTried(true);
    if (person === undefined || Object.keys(faultsOf(values, now)).length > 0) return;
    const { from, to, reason } = said;
    await save(`leave:${ulid()}` as MatterId, 'recordLeave', {
      unit: me.unit,
      person,
      from,
      to,
      reason,
      ...(deputy === undefined ? {} : { deputy }),
    });
  };
  return (
    <form
      noValidate
      className="task-form"
      data-testid="leave-form"
      aria-label="登记休假"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="task-pair">
        <Field id="leave-person" label="休假人" required fault={faults['person']}>
          <ColleagueSelect
            id="leave-person"
            people={colleagues(reference, me.unit, now)}
            value={person}
            placeholder="请选择"
            empty="没有符合的人员"
            disabled={!office}
            onChange={(next) => draft.change('person', next)}
          />
        </Field>
        <Field
          id="leave-deputy"
          label="代岗人"
          help={
            person !== undefined && possible.length === 0
              ? '没有岗位相同的同事。可先不填，或请管理员先授予岗位。'
              : '只能选岗位相同的同事，代岗不增加权限。'
          }
        >
          <ColleagueSelect
            id="leave-deputy"
            people={possible}
            value={deputy}
            placeholder={person === undefined ? '请先选择休假人' : '可不填'}
            empty="没有岗位相同的同事"
            clear
            onChange={(next) => draft.change('deputy', next)}
          />
        </Field>
        <Field id="leave-from" label="开始日期" required fault={faults['from']}>
          <DayPicker id="leave-from" value={said.from} now={now} onChange={(day) => draft.change('from', day)} />
        </Field>
        <Field id="leave-to" label="结束日期（含当天）" required fault={faults['to']}>
          <DayPicker
            id="leave-to"
            value={said.to}
            now={now}
            earliest={said.from ?? today(now)}
            onChange={(day) => draft.change('to', day)}
          />
        </Field>
      </div>
      <Field id="leave-reason" label="事由" required fault={faults['reason']}>
        <Radio.Group
          id="leave-reason"
          value={said.reason}
          options={REASONS}
          onChange={(event) => draft.change('reason', event.target.value)}
        />
      </Field>
      {already === undefined ? null : (
        <p className="warn">
          该同志已登记休假 {dayText(already.from, now)}至{dayText(already.to, now)}。如需延长，请在原记录上“调整”。
        </p>
      )}
      {problem === undefined ? null : <Alert type="warning" showIcon role="alert" title={problem} />}
      <FormEnd
        consequence="保存后本单位办公室、本人和代岗人能看到，其他单位和市级看不到。已下派的任务不会自动转走，请在保存后移交。"
        submitText="保存休假"
        cancelText="返回"
        busy={busy}
        kept={draft.kept}
        submitId="leave-save"
        onCancel={onClose}
      />
    </form>
  );
}
