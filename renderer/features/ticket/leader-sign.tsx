/** 现场签批: a leader of the unit signs on the clerk's PC with their own password, also offline (hotline.md §4). */
import { Alert, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import type { PersonId, TicketId } from '../../../shared/hotline/ids.ts';
import { rolesAt } from '../../../shared/hotline/standing.ts';
import type { Proposal } from '../../../shared/hotline/ticket.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { PackageFacts, proposalName } from '../../ui/package-facts.tsx';
import type { Instant } from '../../../shared/hotline/ids.ts';

type Props = Readonly<{ replica: Replica; reference: Reference; ticket: TicketId; proposal: Proposal; onSaved: () => void }>;

export function LeaderSign({ replica, reference, ticket, proposal, onSaved }: Props) {
  const [open, setOpen] = useState(false);
  const [leader, setLeader] = useState<PersonId>();
  const [password, setPassword] = useState('');
  const [opinion, setOpinion] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const now = new Date().toISOString() as Instant;
  const leaders = [...reference.people.values()].filter((person) =>
    rolesAt(person, now).some((held) => held.role === 'leader' && held.unit === proposal.unit),
  );
  const chosen = leader ?? leaders[0]?._id;
  const sign = async (kind: 'leaderApprove' | 'leaderReturn'): Promise<void> => {
    if (chosen === undefined || password === '') {
      setProblem('请选择领导并输入其本人密码。');
      return;
    }
    if (kind === 'leaderReturn' && opinion.trim() === '') {
      setProblem('退回修改须写明意见。');
      return;
    }
    const body = { of: proposal.id, ...(opinion.trim() === '' ? {} : { opinion: opinion.trim() }) };
    setBusy(true);
    const outcome = await replica.asSigner(chosen, password, () => replica.act({ ticket, kind, body, actor: chosen }));
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
      <Button type="primary" onClick={() => setOpen(true)} data-testid="leader-sign">
        现场签批（{proposalName(proposal.kind)}）
      </Button>
      <Modal
        open={open}
        title={`现场签批：${proposalName(proposal.kind)}`}
        width={640}
        onCancel={() => setOpen(false)}
        footer={[
          <Button key="return" disabled={busy} onClick={() => void sign('leaderReturn')} data-testid="leader-sign-return">
            退回修改
          </Button>,
          <Button key="approve" type="primary" loading={busy} onClick={() => void sign('leaderApprove')} data-testid="leader-sign-approve">
            签批通过
          </Button>,
        ]}
      >
        <p>由分管领导本人在这台电脑上输入密码签批，断网时同样有效。领导须先在本机联网登录过一次。</p>
        <div className="signing-package">
          <PackageFacts of={proposal} reference={reference} />
        </div>
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
