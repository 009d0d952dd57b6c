/** What is not as usual with the connection, in one line with what to do: never a dialog in the way of the work. */
import { Button, Input, Modal, Progress } from 'antd';
import { useId, useState } from 'react';
import type { Replica, SyncStatus } from '../replica/door.ts';
import { newPasswordFault, NewPasswordFields, NO_NEW_PASSWORD } from '../ui/new-password.tsx';
import { shortTime } from '../ui/time-text.ts';
import { unanswered, useBusy } from '../ui/use-busy.ts';

type Props = Readonly<{ replica: Replica; status: SyncStatus; now: number; onSync: () => void; say: (text: string) => void }>;

function PasswordAgain({ replica, say }: Pick<Props, 'replica' | 'say'>) {
  const [asking, setAsking] = useState(false);
  const [password, setPassword] = useState('');
  const [choosing, setChoosing] = useState(false);
  const [chosen, setChosen] = useState(NO_NEW_PASSWORD);
  const [problem, setProblem] = useState<string>();
  const [busy, during] = useBusy();
  const form = useId();
  const give = async (): Promise<void> => {
    const fault = choosing ? newPasswordFault(chosen) : undefined;
    setProblem(fault);
    if (fault !== undefined || busy) return;
    const given = await during(replica.giveToken(password, choosing ? chosen.next : undefined), unanswered('登录'));
    if (!given.ok && given.chooseOwn === true) {
      // The first time nothing is wrong yet: it is only asked for.
      setProblem(choosing ? given.message : undefined);
      setChoosing(true);
      return;
    }
    setPassword('');
    setChosen(NO_NEW_PASSWORD);
    setChoosing(false);
    setProblem(given.ok ? undefined : given.message);
    if (!given.ok) return;
    setAsking(false);
    if (given.warning !== undefined) say(given.warning);
  };
  return (
    <>
      <Button size="small" type="primary" onClick={() => setAsking(true)} data-testid="password-again">
        输入密码
      </Button>
      <Modal
        open={asking}
        title={choosing ? '请设置本人密码' : '登录已过期，请重新输入密码'}
        onCancel={() => setAsking(false)}
        destroyOnHidden
        confirmLoading={busy}
        okButtonProps={{ htmlType: 'submit', form }}
        okText={choosing ? '保存并登录' : '登录'}
        cancelText="稍后再说"
      >
        <form
          id={form}
          onSubmit={(event) => {
            event.preventDefault();
            void give();
          }}
        >
          {choosing ? (
            <>
              <p>您刚才输入的密码是管理员重置的，须换成只有您自己知道的密码。未送达的记录仍安全保存在本机，设置后自动送达。</p>
              <NewPasswordFields value={chosen} onChange={setChosen} autoFocus />
            </>
          ) : (
            <>
              <p>未送达的记录仍安全保存在本机，登录后自动送达。</p>
              <Input.Password
                aria-label="密码"
                data-testid="password-given"
                autoComplete="current-password"
                autoFocus
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            </>
          )}
          {problem === undefined ? null : <p role="alert">{problem}</p>}
        </form>
      </Modal>
    </>
  );
}

/** Not offline: the hub answered, and said why it takes nothing. */
function HubBusy({ why, unsent }: Readonly<{ why: string; unsent: number }>) {
  return (
    <div className="banner banner-warn" role="status" data-testid="hub-busy-banner">
      <span>
        <b>服务器暂不收件</b>：可以照常办理和签批。{why}
        {unsent === 0 ? '' : `（未送达 ${unsent} 件）`}
      </span>
    </div>
  );
}

export function LinkBanner({ replica, status, now, onSync, say }: Props) {
  const { link, progress, complete, unsent } = status;
  const unsentText = unsent === 0 ? '' : `未送达的 ${unsent} 件保存在本机，`;
  switch (link) {
    case 'revoked':
      return (
        <div className="banner banner-bad" role="alert">
          本设备已停用，不能继续办理。未送达的记录正在上交市级隔离保存，请保持联网，并联系管理员。
        </div>
      );
    case 'passwordNeeded':
      return (
        <div className="banner banner-warn" role="status">
          <span>登录已过期：可以继续办理，{unsentText}重新输入密码后自动送达。</span>
          <PasswordAgain replica={replica} say={say} />
        </div>
      );
    case 'offline':
      if (status.hubBusy !== undefined) return <HubBusy why={status.hubBusy} unsent={unsent} />;
      return (
        <div className="banner banner-warn" role="status" data-testid="offline-banner">
          <span>
            <b>离线</b>：可以照常办理和签批，{unsentText}恢复网络后自动送达。
            {status.dataAsOf === undefined ? '本机还没有取回过数据。' : `市级在 ${shortTime(status.dataAsOf, now)} 之后的变化暂时看不到。`}
          </span>
          {unsent === 0 ? null : (
            <Button size="small" type="link" onClick={onSync}>
              查看
            </Button>
          )}
        </div>
      );
    case 'online':
      if (status.hubBusy !== undefined) return <HubBusy why={status.hubBusy} unsent={unsent} />;
      // [sync V1] The only thing said of a line that works.
      if (status.lastError !== undefined)
        return (
          <div className="banner banner-warn" role="status">
            {status.lastError}
          </div>
        );
      if (complete) return null;
      return (
        <div className="banner banner-info" role="status" data-testid="incomplete-banner">
          <span>
            <b>数据未齐</b>：
            {progress === undefined || progress.of === 0
              ? '正在与市级核对本机数据'
              : `正在取回本机应有的数据，已到 ${progress.got} / ${progress.of}`}
            。已到的工单可以先办，中断后自动接着取。
          </span>
          {progress === undefined || progress.of === 0 ? null : (
            <Progress percent={Math.floor((progress.got / progress.of) * 100)} size="small" aria-label="首次同步进度" />
          )}
        </div>
      );
  }
}
