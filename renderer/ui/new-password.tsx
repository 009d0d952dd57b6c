/** A new password, twice (F50): the same two fields wherever a person chooses one. */
import { Input } from 'antd';
import { REFUSALS } from '../../shared/hotline/refusals.ts';
import { LEAST_PASSWORD } from '../../shared/sync/password-rule.ts';

/** As typed so far. */
export type NewPassword = Readonly<{ next: string; again: string }>;
export const NO_NEW_PASSWORD: NewPassword = { next: '', again: '' };

/** What can be said without the hub; nothing when it may be sent. */
export function newPasswordFault({ next, again }: NewPassword): string | undefined {
  if (next.length < LEAST_PASSWORD) return REFUSALS.passwordShort;
  return next === again ? undefined : '两次输入的新密码不一致，请重新输入。';
}

type Props = Readonly<{
  value: NewPassword;
  onChange: (value: NewPassword) => void;
  /** Whether typing begins in the first of them. */
  autoFocus?: boolean;
}>;

export function NewPasswordFields({ value, onChange, autoFocus = false }: Props) {
  const fields = [
    [`新密码（至少 ${LEAST_PASSWORD} 个字符）`, 'new-password', value.next, (next: string) => onChange({ ...value, next })],
    ['再次输入新密码', 'new-password-again', value.again, (again: string) => onChange({ ...value, again })],
  ] as const;
  return fields.map(([label, id, text, set], at) => (
    <PasswordField key={id} id={id} label={label} complete="new-password" value={text} onChange={set} autoFocus={autoFocus && at === 0} />
  ));
}

type FieldProps = Readonly<{
  id: string;
  label: string;
  complete: 'current-password' | 'new-password';
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}>;

export function PasswordField({ id, label, complete, value, onChange, autoFocus = false }: FieldProps) {
  return (
    <div style={{ marginBottom: 12 }}>
      <label htmlFor={id}>{label}</label>
      <Input.Password
        id={id}
        data-testid={id}
        autoComplete={complete}
        autoFocus={autoFocus}
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
