/** 发起专项治理, 调整专项治理 (art. 19; F53): saved on this device at once, on the unit's other desks when there is a line. */
import { Alert, Input } from 'antd';
import { useState } from 'react';
import { ulid } from 'ulid';
import type { MatterId, TicketId } from '../../../shared/hotline/ids.ts';
import type { Governance } from '../../../shared/hotline/matters/governance/document.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { useKeptDraft } from '../../ui/kept-draft.ts';
import { Field } from '../../ui/labelled-field.tsx';
import { useRows } from './own-tasks.ts';
import { TaskFields } from './task-fields.tsx';
import { changeBody, changedValues, newKey, openBody, seedValues, taskFaults, ticketsChanged, type Seed } from './task-draft.ts';
import { useSaving } from '../../ui/use-saving.ts';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  now: number;
  /** The task that is changed; without it a new one is begun. */
  task?: Governance;
  seed?: Seed | undefined;
  say: (text: string) => void;
  onClose: () => void;
}>;

export function TaskForm({ replica, reference, now, task, seed, say, onClose }: Props) {
  const kind = task === undefined ? 'openGovernance' : 'changeGovernance';
  const rows = useRows(replica);
  const unit = task?.unit ?? replica.me.unit;
  const grids = reference.units.get(unit)?.grids.map((grid) => grid.code) ?? [];
  const draft = useKeptDraft(replica, task?._id ?? newKey(seed), kind, task === undefined ? seedValues(seed, grids) : {});
  const [tried, setTried] = useState(false);
  const { busy, problem, save } = useSaving(replica, draft, say, onClose);
  if (!draft.ready) return null;
  const values = task === undefined ? draft.values : changedValues(task, draft.values);
  const faults = tried ? taskFaults(values, now) : {};
  const missing = Object.values(faults);
  const body = task === undefined ? openBody(unit, values) : changeBody(task, draft.values);
  const change = (name: string, value: unknown): void => {
    if (task === undefined || name !== 'tickets') draft.change(name, value);
    else for (const [list, ids] of Object.entries(ticketsChanged(task, value as TicketId[]))) draft.change(list, ids);
  };
  const submit = async (): Promise<void> => {
    setTried(true);
    if (Object.keys(taskFaults(values, now)).length === 0) await save(task?._id ?? (`governance:${ulid()}` as MatterId), kind, body);
  };
  return (
    <form
      noValidate
      className={task === undefined ? 'card task-form' : 'task-form'}
      data-testid="task-form"
      aria-label={task === undefined ? '发起专项治理' : '调整专项治理'}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{task === undefined ? '发起专项治理' : '调整任务'}</h2>
      <TaskFields values={values} faults={faults} unit={unit} reference={reference} rows={rows} change={change} />
      {task === undefined ? null : (
        <Field id="task-reason" label="调整原因">
          <Input
            id="task-reason"
            maxLength={500}
            value={(draft.values['reason'] as string | undefined) ?? ''}
            onChange={(event) => draft.change('reason', event.target.value)}
          />
        </Field>
      )}
      {missing.length === 0 && problem === undefined ? null : (
        <Alert type="warning" showIcon role="alert" title={missing.length > 0 ? `还不能保存：${missing.join('；')}。` : problem} />
      )}
      <FormEnd
        consequence="保存后本单位人员、责任人和所选网格的网格员都能看到；其他单位看不到。断网时同样可以保存。"
        submitText="保存"
        cancelText="返回"
        busy={busy}
        kept={draft.kept}
        submitId="task-save"
        onCancel={onClose}
      />
    </form>
  );
}
