/** 同步中心: what is unsent, sent, in force, not accepted and why; rescue; what moved where; the age of the data (F61, F62, F76). */
import { Button, Drawer, Tabs } from 'antd';
import { useState } from 'react';
import { isMatterId, type TicketId } from '../../../shared/hotline/ids.ts';
import type { ActivityItem, OutboxItem, Reference, Replica, RescueItem, SlimRow, SyncStatus } from '../../replica/door.ts';
import { shortTime } from '../../ui/time-text.ts';
import { useNow, useObservable } from '../../ui/use-observable.ts';
import { OwnPassword } from '../own-password/index.ts';
import { Records } from './records.tsx';
import { ReferenceFiles } from './reference-files.tsx';

const LINK: Readonly<Record<SyncStatus['link'], string>> = {
  online: '在线',
  offline: '离线，恢复网络后自动同步',
  passwordNeeded: '需要重新输入密码',
  revoked: '本设备已停用',
};
const NO_ITEMS: readonly OutboxItem[] = [];
const NO_RESCUE: readonly RescueItem[] = [];
const NO_ACTIVITY: readonly ActivityItem[] = [];
const NO_ROWS: ReadonlyMap<TicketId, SlimRow> = new Map();
const WHAT: Readonly<Record<RescueItem['what'], string>> = { draft: '没写完的草稿', action: '已提交的记录', photo: '照片' };

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  status: SyncStatus;
  onClose: () => void;
  onOpen: (id: TicketId) => void;
  say: (text: string) => void;
}>;

function Standing({ status, now }: Readonly<{ status: SyncStatus; now: number }>) {
  const facts: readonly (readonly [string, string])[] = [
    ['连接', status.link === 'offline' && status.hubBusy !== undefined ? '服务器暂不收件，自动重试' : LINK[status.link]],
    ...(status.hubBusy === undefined ? [] : [['服务器暂不收件的原因', status.hubBusy] as const]),
    ['本机数据截至', status.dataAsOf === undefined ? '还没有数据' : shortTime(status.dataAsOf, now)],
    ['与市级核对', status.complete ? `一致${status.repairs > 0 ? `（自动修复过 ${status.repairs} 次）` : ''}` : '数据未齐'],
    ['未送达', `${status.unsent} 件`],
    ['已送达，待市级处理', `${status.sent} 件`],
    ['照片和文件待送达', `${status.evidence.waiting} 个`],
    ...(status.aside === 0 ? [] : [['本版本读不懂、暂存的数据', `${status.aside} 条，请更新程序`] as const]),
  ];
  return (
    <dl className="facts-list standing">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function SyncCentre({ replica, reference, status, onClose, onOpen, say }: Props) {
  const now = useNow();
  const [changing, setChanging] = useState(false);
  const items = useObservable(replica.outbox, NO_ITEMS);
  const rows = useObservable(replica.rows, NO_ROWS);
  const rescue = useObservable(replica.rescue, NO_RESCUE);
  const activity = useObservable(replica.activity, NO_ACTIVITY);
  const copy = (text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => say('已复制'),
      () => say('复制失败，请手动选择文字复制。'),
    );
  };
  const keep = async (ticket: TicketId, file: NonNullable<RescueItem['file']>): Promise<void> => {
    const bytes = await replica.evidence(ticket, file.hash);
    if (bytes === undefined) {
      say('文件已不在本机。');
      return;
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: file.type }));
    link.download = file.name;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const rescued =
    rescue.length === 0 ? (
      <p className="empty">没有待找回的文字。工单改派移出本机时，您写过的内容会留在这里。</p>
    ) : (
      <ul className="rescue">
        {rescue.toReversed().map((item) => (
          <li key={item.id} data-testid="rescue-item">
            <div>
              <b>{WHAT[item.what]}</b>
              <span className="quiet">
                {' '}
                {isMatterId(item.ticket) ? item.ticketNo : `工单 ${item.ticketNo}`}，{shortTime(item.at, now)} 移出本机
              </span>
              <p>{item.text}</p>
            </div>
            {item.file === undefined ? (
              <Button onClick={() => copy(item.text)}>复制文字</Button>
            ) : (
              <Button onClick={() => item.file !== undefined && !isMatterId(item.ticket) && void keep(item.ticket, item.file)}>
                另存文件
              </Button>
            )}
          </li>
        ))}
      </ul>
    );
  const moved =
    activity.length === 0 ? (
      <p className="empty">没有动态。工单移出本机、找回文字等变化会记在这里。</p>
    ) : (
      <ul className="activity">
        {activity.map((item) => (
          <li key={item.id}>
            <span className="quiet">{shortTime(item.at, now)}</span> {item.text}
          </li>
        ))}
      </ul>
    );
  return (
    <Drawer
      open
      size="min(920px, 100vw)"
      title="同步中心"
      onClose={onClose}
      extra={
        <div style={{ display: 'flex', gap: 8 }}>
          <Button onClick={() => setChanging(true)} data-testid="change-password">
            修改密码
          </Button>
          <Button onClick={() => replica.syncNow()}>立即同步</Button>
        </div>
      }
    >
      {changing ? <OwnPassword replica={replica} link={status.link} onClose={() => setChanging(false)} say={say} /> : null}
      <Standing status={status} now={now} />
      <Tabs
        items={[
          {
            key: 'outbox',
            label: `我的记录 ${items.length}`,
            children: <Records items={items} rows={rows} now={now} onOpen={onOpen} onCopy={copy} />,
          },
          { key: 'rescue', label: `待找回 ${rescue.length}`, children: rescued },
          { key: 'activity', label: `动态 ${activity.length}`, children: moved },
          // A grid worker works by what the office has.
          ...(replica.me.audience === 'person'
            ? []
            : [
                {
                  key: 'reference',
                  label: '规则包与日历',
                  children: <ReferenceFiles replica={replica} reference={reference} now={now} />,
                },
              ]),
        ]}
      />
    </Drawer>
  );
}
