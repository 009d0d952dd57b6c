/** 登记进展 and 办结 of a governance task (F53): each with its kept draft. */
import { Alert, Button, Input, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { GLOSSARY } from '../../../shared/hotline/glossary.ts';
import type { Governance } from '../../../shared/hotline/matters/governance/document.ts';
import type { Replica } from '../../replica/door.ts';
import { useKeptDraft } from '../../ui/kept-draft.ts';
import { Field } from '../../ui/labelled-field.tsx';
import { useSaving } from '../../ui/use-saving.ts';

type Props = Readonly<{ replica: Replica; task: Governance; say: (text: string) => void; onClose: () => void }>;

const OUTCOMES = Object.entries(GLOSSARY.governanceOutcome).map(([value, label]) => ({ value, label }));

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

type ActProps = Readonly<{
  saveText: string;
  saveId: string;
  busy: boolean;
  problem: string | undefined;
  onSubmit: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}>;

function ActForm({ saveText, saveId, busy, problem, onSubmit, onClose, children }: ActProps) {
  return (
    <form
      noValidate
      className="task-act"
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {children}
      {problem === undefined ? null : <Alert type="warning" showIcon role="alert" title={problem} />}
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={busy} data-testid={saveId}>
          {saveText}
        </Button>
        <Button onClick={onClose}>返回</Button>
      </div>
    </form>
  );
}

export function NoteForm({ replica, task, say, onClose }: Props) {
  const draft = useKeptDraft(replica, task._id, 'noteProgress', {});
  const [tried, setTried] = useState(false);
  const { busy, problem, save } = useSaving(replica, draft, say, onClose);
  if (!draft.ready) return null;
  const text = textOf(draft.values['text']);
  const submit = async (): Promise<void> => {
    setTried(true);
    if (text.trim() !== '') await save(task._id, 'noteProgress', { text: text.trim() });
  };
  return (
    <ActForm saveText="保存进展" saveId="task-note-save" busy={busy} problem={problem} onSubmit={submit} onClose={onClose}>
      <Field id="task-note" label="进展" required fault={tried && text.trim() === '' ? '请写明做了什么、还差什么' : undefined}>
        <Input.TextArea
          id="task-note"
          data-testid="task-note"
          autoFocus
          maxLength={500}
          showCount
          autoSize={{ minRows: 2, maxRows: 8 }}
          value={text}
          onChange={(event) => draft.change('text', event.target.value)}
        />
      </Field>
    </ActForm>
  );
}

export function FinishForm({ replica, task, say, onClose, stillOpen }: Props & Readonly<{ stillOpen: number }>) {
  const draft = useKeptDraft(replica, task._id, 'finishGovernance', {});
  const [tried, setTried] = useState(false);
  const { busy, problem, save } = useSaving(replica, draft, say, onClose);
  if (!draft.ready) return null;
  const outcome = draft.values['outcome'];
  const result = textOf(draft.values['result']);
  const submit = async (): Promise<void> => {
    setTried(true);
    if (outcome !== undefined && result.trim() !== '') await save(task._id, 'finishGovernance', { outcome, result: result.trim() });
  };
  return (
    <ActForm saveText="办结任务" saveId="task-finish-save" busy={busy} problem={problem} onSubmit={submit} onClose={onClose}>
      {stillOpen === 0 ? null : <p className="warn">还有 {stillOpen} 件关联工单没有办结。任务可以先办结，工单仍须各自按期办理。</p>}
      <Field id="task-outcome" label="治理结果" required fault={tried && outcome === undefined ? '请选择治理结果' : undefined}>
        <Radio.Group
          id="task-outcome"
          value={outcome}
          onChange={(event) => draft.change('outcome', event.target.value)}
          options={OUTCOMES}
        />
      </Field>
      <Field id="task-result" label="成效说明" required fault={tried && result.trim() === '' ? '请写明成效' : undefined}>
        <Input.TextArea
          id="task-result"
          data-testid="task-result"
          maxLength={2000}
          autoSize={{ minRows: 3, maxRows: 10 }}
          value={result}
          onChange={(event) => draft.change('result', event.target.value)}
        />
      </Field>
    </ActForm>
  );
}
