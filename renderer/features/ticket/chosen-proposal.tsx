/** Where several proposals wait: which one is meant is chosen by the person, in words. */
import { Radio } from 'antd';
import type { Proposal } from '../../../shared/hotline/ticket.ts';
import type { Reference } from '../../replica/door.ts';
import { proposalName } from '../../ui/package-facts.tsx';
import { fullTime } from '../../ui/time-text.ts';

type Props = Readonly<{
  proposals: readonly Proposal[];
  reference: Reference;
  value: string | undefined;
  onChange: (id: string) => void;
}>;

export function ChosenProposal({ proposals, reference, value, onChange }: Props) {
  return (
    <div className="field chosen-proposal">
      <span className="field-label" id="chosen-proposal-label">
        针对哪一项
      </span>
      <Radio.Group
        aria-labelledby="chosen-proposal-label"
        data-testid="chosen-proposal"
        value={value}
        onChange={(event) => onChange(event.target.value as string)}
        options={proposals.map((one) => ({
          value: one.id as string,
          label: `${proposalName(one.kind)}（${reference.people.get(one.by)?.name ?? '其他人员'} ${fullTime(one.at)}）`,
        }))}
      />
    </div>
  );
}
