/** 修改密码 (F50): the old one, the new one twice; needs a line, and says so before anything is typed in vain. */
import { Alert, Button, Modal } from 'antd';
import { useState } from 'react';
import type { Replica, SyncStatus } from '../../replica/door.ts';
import { newPasswordFault, NewPasswordFields, NO_NEW_PASSWORD, PasswordField } from '../../ui/new-password.tsx';
import { unanswered, useBusy } from '../../ui/use-busy.ts';

type Props = Readonly<{ replica: Replica; link: SyncStatus['link']; onClose: () => void; say: (text: string) => void }>;

const NEEDS_LINE = '修改密码需要联网。现在没有连接到服务器，请恢复网络后再修改。';

export function OwnPassword({ replica, link, onClose, say }: Props) {
  const [old, setOld] = useState('');
  const [chosen, setChosen] = useState(NO_NEW_PASSWORD);
  const [problem, setProblem] = useState<string>();
  const [warning, setWarning] = useState<string>();
  const [busy, during] = useBusy();
  const save = async (): Promise<void> => {
    const fault = old === '' ? '请输入原密码。' : newPasswordFault(chosen);
    setProblem(fault);
    if (fault !== undefined || busy) return;
    const changed = await during(replica.changePassword(old, chosen.next), unanswered('修改密码'));
    if (!changed.ok) {
      setProblem(changed.message);
      return;
    }
    if (changed.warning === undefined) {
      say('密码已修改。本人在其他设备上的登录已全部退出。');
      onClose();
    } else setWarning(changed.warning);
  };
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
          <PasswordField id="old-password" label="原密码" complete="current-password" value={old} onChange={setOld} autoFocus />
          <NewPasswordFields value={chosen} onChange={setChosen} />
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
