/** In the leader's list (F30, F48): drafts of the unit for the knowledge base and for handling cards, signed or sent back where they stand, also offline. */
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import type { Reference, Replica } from '../../replica/door.ts';
import { useSuggestions, type SuggestionView } from './own-matters.ts';
import { SuggestionCard } from './suggestion-card.tsx';

type Props = Readonly<{ replica: Replica; reference: Reference; now: number; say: (text: string) => void }>;

function Item({ replica, reference, now, say, view }: Props & Readonly<{ view: SuggestionView }>) {
  const [opinion, setOpinion] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const sign = async (pass: boolean): Promise<void> => {
    const said = opinion.trim();
    if (!pass && said === '') {
      setProblem('退回修改须写明意见。');
      return;
    }
    setBusy(true);
    const body = { pass, ...(said === '' ? {} : { opinion: said }) };
    const outcome = await replica.act({ ticket: view.matter._id, kind: 'signSuggestion', body });
    setBusy(false);
    setProblem(outcome.ok ? undefined : outcome.message);
    if (outcome.ok) say(`${pass ? '签批通过' : '退回修改'}：已保存`);
  };
  return (
    <SuggestionCard view={view} reference={reference} now={now}>
      {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} />}
      <div className="signing-acts">
        <Input.TextArea
          aria-label="审核意见"
          placeholder="审核意见（退回时必填）"
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={1000}
          value={opinion}
          onChange={(event) => setOpinion(event.target.value)}
        />
        <Button type="primary" loading={busy} onClick={() => void sign(true)} data-testid="suggestion-approve">
          签批通过
        </Button>
        <Button disabled={busy} onClick={() => void sign(false)} data-testid="suggestion-return">
          退回修改
        </Button>
      </div>
    </SuggestionCard>
  );
}

export function SuggestionSigning(props: Props) {
  const { toSign } = useSuggestions(props.replica);
  if (toSign.length === 0) return null;
  return (
    <>
      <h2 className="pane-subtitle">待签批的知识草稿和办理要点 {toSign.length} 份</h2>
      {toSign.map((view) => (
        <Item key={view.matter._id} {...props} view={view} />
      ))}
    </>
  );
}
