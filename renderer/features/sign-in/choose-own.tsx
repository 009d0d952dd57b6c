/** 设置本人密码 (F50): the password that was typed is the administrator's, so nothing is opened before the person has chosen their own. */
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { newPasswordFault, NewPasswordFields, NO_NEW_PASSWORD } from '../../ui/new-password.tsx';

type Props = Readonly<{
  name: string;
  busy: boolean;
  /** What the hub said of the last choice. */
  problem: string | undefined;
  onChoose: (own: string) => void;
  onBack: () => void;
}>;

export function ChooseOwn({ name, busy, problem, onChoose, onBack }: Props) {
  const [value, setValue] = useState(NO_NEW_PASSWORD);
  const [fault, setFault] = useState<string>();
  const choose = (): void => {
    const wrong = newPasswordFault(value);
    setFault(wrong);
    if (wrong === undefined && !busy) onChoose(value.next);
  };
  const shown = fault ?? problem;
  return (
    <form
      data-testid="choose-own"
      onSubmit={(event) => {
        event.preventDefault();
        choose();
      }}
    >
      <h2 style={{ fontSize: 16, margin: '14px 0 8px' }}>{name}，请设置本人密码</h2>
      <p style={{ marginBottom: 12 }}>
        您刚才输入的密码是管理员设置的，只用于第一次登录。请换成只有您自己知道的密码；以后登录本机（断网时也一样）都用新密码。
      </p>
      <NewPasswordFields value={value} onChange={setValue} autoFocus />
      {shown === undefined ? null : <Alert role="alert" type="warning" showIcon title={shown} style={{ marginBottom: 12 }} />}
      <div style={{ display: 'flex', gap: 8 }}>
        <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="choose-own-save">
          保存并进入工作台
        </Button>
        <Button size="large" onClick={onBack} disabled={busy}>
          返回
        </Button>
      </div>
      <p className="quiet">设置时须联网。忘记新密码的，请联系管理员重置。</p>
    </form>
  );
}
