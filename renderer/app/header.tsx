/** Always in sight: whose desk, how old the data is, what is unsent, and what to do about it (F76). */
import { Badge, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { term } from '../../shared/hotline/glossary.ts';
import type { Replica, SyncStatus } from '../replica/door.ts';
import { shortTime } from '../ui/time-text.ts';

const LINK: Readonly<Record<SyncStatus['link'], string>> = {
  online: '在线',
  offline: '离线',
  passwordNeeded: '需重新输入密码',
  revoked: '已停用',
};
const DOT: Readonly<Record<SyncStatus['link'], 'success' | 'default' | 'warning' | 'error'>> = {
  online: 'success',
  offline: 'default',
  passwordNeeded: 'warning',
  revoked: 'error',
};

type Props = Readonly<{
  replica: Replica;
  status: SyncStatus;
  now: number;
  onRegister: (() => void) | undefined;
  onLookup: (() => void) | undefined;
  onSync: () => void;
  onLeave: () => void;
}>;

export function Header({ replica, status, now, onRegister, onLookup, onSync, onLeave }: Props) {
  const [asking, setAsking] = useState(false);
  const [password, setPassword] = useState('');
  const give = async (): Promise<void> => {
    if (await replica.giveToken(password)) setAsking(false);
    setPassword('');
  };
  const progress = status.progress === undefined || status.complete ? '' : `，首次同步 ${status.progress.got}/${status.progress.of}`;
  return (
    <header className="desk-header">
      <span className="desk-title">基层接诉工作台</span>
      <span
        className="desk-age"
        role="status"
        aria-live="polite"
        data-testid="header-status"
        data-link={status.link}
        data-complete={status.complete}
      >
        <Badge status={DOT[status.link]} /> {LINK[status.link]} · 本机数据截至 {shortTime(status.dataAsOf, now)}
        {status.complete ? '' : ` · 数据未齐${progress}`}
      </span>
      <span className="desk-spacer" />
      {status.link === 'passwordNeeded' ? (
        <Button size="small" type="primary" danger onClick={() => setAsking(true)}>
          输入密码
        </Button>
      ) : null}
      {onRegister === undefined ? null : (
        <Button size="small" onClick={onRegister} data-testid="register">
          登记
        </Button>
      )}
      {onLookup === undefined ? null : (
        <Button size="small" onClick={onLookup} data-testid="lookup">
          联网查询
        </Button>
      )}
      <Badge count={status.refused} size="small" title="被退回的记录">
        <Button size="small" onClick={onSync} data-testid="sync-centre">
          <span data-testid="header-unsent">未送达 {status.unsent} 件</span>
        </Button>
      </Badge>
      <Button size="small" ghost onClick={onLeave} data-testid="leave" title="换人">
        {replica.me.name} · {term('role', replica.me.roles[0])}
      </Button>
      <Modal
        open={asking}
        title="登录已过期，请重新输入密码"
        onCancel={() => setAsking(false)}
        onOk={() => void give()}
        okText="确定"
        cancelText="取消"
      >
        <p>未送达的记录仍安全保存在本机。</p>
        <Input.Password aria-label="密码" value={password} onChange={(event) => setPassword(event.target.value)} />
      </Modal>
    </header>
  );
}
