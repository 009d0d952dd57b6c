/** 修改密码 (F50): the old one, the new one twice; needs a line, and says so before anything is typed in vain. */
import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { REFUSALS } from '../../../shared/hotline/refusals.ts';
import { LEAST_PASSWORD } from '../../../shared/sync/password-rule.ts';
import type { Replica, SyncStatus } from '../../replica/door.ts';

type Props = Readonly<{ replica: Replica; link: SyncStatus['link']; onClose: () => void; say: (text: string) => void }>;

const NEEDS_LINE = '修改密码需要联网。现在没有连接到服务器，请恢复网络后再修改。';

function faultOf(old: string, next: string, again: string): string | undefined {
  if (old === '') return '请输入原密码。';
  if (next.length < LEAST_PASSWORD) return REFUSALS.passwordShort;
  return next === again ? undefined : '两次输入的新密码不一致，请重新输入。';
}

export function OwnPassword({ replica, link, onClose, say }: Props) {
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<string>();
  const [warning, setWarning] = useState<string>();
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    const fault = faultOf(old, next, again);
    setProblem(fault);
    if (fault !== undefined || busy) return;
    setBusy(true);
    const changed = await replica.changePassword(old, next);
    setBusy(false);
    if (!changed.ok) {
      setProblem(changed.message);
      return;
    }
    if (changed.warning === undefined) {
      say('密码已修改。本人在其他设备上的登录已全部退出。');
      onClose();
    } else setWarning(changed.warning);
  };
  const fields: readonly (readonly [string, string, string, (value: string) => void, string])[] = [
    ['原密码', 'old-password', old, setOld, 'current-password'],
    [`新密码（至少 ${LEAST_PASSWORD} 个字符）`, 'new-password', next, setNext, 'new-password'],
    ['再次输入新密码', 'new-password-again', again, setAgain, 'new-password'],
  ];
  return (
    <Modal open title="修改密码" onCancel={onClose} footer={null} destroyOnHidden>
      {warning === undefined ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          {link === 'online' ? (
            <p className="quiet" style={{ marginBottom: 12 }}>
              修改后，本人在其他设备上的登录会立即退出；本机断网登录也改用新密码。
            </p>
          ) : (
            <Alert type="info" showIcon title={NEEDS_LINE} style={{ marginBottom: 12 }} />
          )}
          {fields.map(([label, id, value, set, complete]) => (
            <div key={id} style={{ marginBottom: 12 }}>
              <label htmlFor={id}>{label}</label>
              <Input.Password
                id={id}
                data-testid={id}
                autoComplete={complete}
                maxLength={200}
                value={value}
                onChange={(event) => set(event.target.value)}
              />
            </div>
          ))}
          {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} style={{ marginBottom: 12 }} />}
          <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8 }}>
            <Button onClick={onClose}>取消</Button>
            <Button type="primary" htmlType="submit" loading={busy} disabled={link !== 'online'} data-testid="save-password">
              修改密码
            </Button>
          </div>
        </form>
      ) : (
        <>
          <Alert role="alert" type="warning" showIcon title={warning} style={{ marginBottom: 12 }} />
          <Button type="primary" onClick={onClose}>
            知道了
          </Button>
        </>
      )}
    </Modal>
  );
}
