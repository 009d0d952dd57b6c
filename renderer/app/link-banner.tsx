/** What is not as usual with the connection, in one line with what to do: never a dialog in the way of the work. */
import { Button, Input, Modal, Progress } from 'antd';
import { useState } from 'react';
import type { Replica, SyncStatus } from '../replica/door.ts';
import { shortTime } from '../ui/time-text.ts';

type Props = Readonly<{ replica: Replica; status: SyncStatus; now: number; onSync: () => void }>;

function PasswordAgain({ replica }: Readonly<{ replica: Replica }>) {
  const [asking, setAsking] = useState(false);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const give = async (): Promise<void> => {
    const taken = await replica.giveToken(password);
    setPassword('');
    setProblem(taken ? undefined : '没有登录成功。请核对密码和网络后再试，未送达的记录不受影响。');
    if (taken) setAsking(false);
  };
  return (
    <>
      <Button size="small" type="primary" onClick={() => setAsking(true)} data-testid="password-again">
        输入密码
      </Button>
      <Modal
        open={asking}
        title="登录已过期，请重新输入密码"
        onCancel={() => setAsking(false)}
        onOk={() => void give()}
        okText="登录"
        cancelText="稍后再说"
      >
        <p>未送达的记录仍安全保存在本机，登录后自动送达。</p>
        <Input.Password
          aria-label="密码"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          onPressEnter={() => void give()}
        />
        {problem === undefined ? null : <p role="alert">{problem}</p>}
      </Modal>
    </>
  );
}

export function LinkBanner({ replica, status, now, onSync }: Props) {
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
          <PasswordAgain replica={replica} />
        </div>
      );
    case 'offline':
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
