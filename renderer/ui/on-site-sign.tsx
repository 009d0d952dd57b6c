/** 现场签批: a leader of the unit signs on the clerk's PC with their own password, also offline (hotline.md §4; docs/adr/0005). */
import { Alert, Button, Input, Modal, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Instant, PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import { rolesAt } from '../../shared/hotline/standing.ts';
import type { ActOutcome, Reference, Replica } from '../replica/door.ts';

/** What the leader said, and as whom it is to be signed. */
export type Signature = Readonly<{ pass: boolean; opinion: string; actor: PersonId }>;

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  /** Whose leader signs. */
  unit: UnitCode;
  /** Who brought it up: never signs it too. */
  by: PersonId;
  name: string;
  testId: string;
  /** What is signed. */
  children: ReactNode;
  sign: (signature: Signature) => Promise<ActOutcome>;
  onSaved: () => void;
}>;

function leadersOf(reference: Reference, unit: UnitCode, by: PersonId) {
  const now = new Date().toISOString() as Instant;
  return [...reference.people.values()].filter(
    (person) => person._id !== by && rolesAt(person, now).some((held) => held.role === 'leader' && held.unit === unit),
  );
}

export function OnSiteSign({ replica, reference, unit, by, name, testId, children, sign, onSaved }: Props) {
  const [open, setOpen] = useState(false);
  const [leader, setLeader] = useState<PersonId>();
  const [password, setPassword] = useState('');
  const [opinion, setOpinion] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const leaders = leadersOf(reference, unit, by);
  const chosen = leader ?? leaders[0]?._id;
  const press = async (pass: boolean): Promise<void> => {
    if (chosen === undefined || password === '') {
      setProblem('请选择领导并输入其本人密码。');
      return;
    }
    if (!pass && opinion.trim() === '') {
      setProblem('退回修改须写明意见。');
      return;
    }
    setBusy(true);
    const outcome = await replica.asSigner(chosen, password, () => sign({ pass, opinion: opinion.trim(), actor: chosen }));
    setBusy(false);
    setPassword('');
    if (!outcome.ok) {
      setProblem(outcome.message);
      return;
    }
    setOpen(false);
    onSaved();
  };
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)} data-testid={testId}>
        现场签批（{name}）
      </Button>
      <Modal
        open={open}
        title={`现场签批：${name}`}
        width={640}
        style={{ top: 24 }}
        onCancel={() => setOpen(false)}
        footer={[
          <Button key="return" disabled={busy} onClick={() => void press(false)} data-testid={`${testId}-return`}>
            退回修改
          </Button>,
          <Button key="approve" type="primary" loading={busy} onClick={() => void press(true)} data-testid={`${testId}-approve`}>
            签批通过
          </Button>,
        ]}
      >
        <p>由分管领导本人在这台电脑上输入密码签批，断网时同样有效。领导须先在本机联网登录过一次。</p>
        <div className="signing-package">{children}</div>
        <Select
          aria-label="分管领导"
          style={{ width: '100%', marginBottom: 10 }}
          value={chosen}
          onChange={setLeader}
          options={leaders.map((person) => ({ value: person._id, label: person.name }))}
        />
        <Input.Password
          aria-label="领导密码"
          data-testid="leader-password"
          placeholder="领导本人密码"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          style={{ marginBottom: 10 }}
        />
        <Input.TextArea
          aria-label="审核意见"
          placeholder="审核意见（退回时必填）"
          value={opinion}
          onChange={(event) => setOpinion(event.target.value)}
        />
        {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} style={{ marginTop: 10 }} />}
      </Modal>
    </>
  );
}
