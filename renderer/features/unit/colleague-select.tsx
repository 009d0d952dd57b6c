/** A colleague, chosen by name. */
import { Select } from 'antd';
import type { PersonId } from '../../../shared/hotline/ids.ts';
import type { Colleague } from './posts.ts';

type Props = Readonly<{
  id: string;
  people: readonly Colleague[];
  value: PersonId | undefined;
  placeholder: string;
  empty: string;
  label?: string;
  disabled?: boolean;
  clear?: boolean;
  onChange: (person: PersonId | undefined) => void;
}>;

export function ColleagueSelect({ id, people, value, placeholder, empty, label, disabled = false, clear = false, onChange }: Props) {
  return (
    <Select
      id={id}
      data-testid={id}
      aria-label={label}
      showSearch={{ filterOption: (typed, option) => option?.label.includes(typed) === true }}
      allowClear={clear}
      disabled={disabled}
      placeholder={placeholder}
      notFoundContent={empty}
      value={value}
      options={people.map((one) => ({ value: one.id, label: `${one.name}（${one.posts}）` }))}
      onChange={(next: PersonId | undefined) => onChange(next)}
    />
  );
}
