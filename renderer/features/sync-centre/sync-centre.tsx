/** 同步中心: what is unsent, sent, accepted, refused and why; rescue; what moved where; the age of the data (F61, F62, F76). */
import { Button, Descriptions, Drawer, Empty, List, Table, Tabs, Tag } from 'antd';
import { term } from '../../../shared/hotline/glossary.ts';
import type { ActivityItem, OutboxItem, Replica, RescueItem, SyncStatus } from '../../replica/door.ts';
import { writtenText } from '../../replica/rescue.ts';
import { shortTime } from '../../ui/time-text.ts';
import { useNow, useObservable } from '../../ui/use-observable.ts';

const COLORS: Readonly<Record<string, string>> = { saved: 'gold', sent: 'blue', accepted: 'green', refused: 'red', quarantined: 'red' };
const LINK: Readonly<Record<SyncStatus['link'], string>> = {
  online: '在线',
  offline: '离线，恢复后自动同步',
  passwordNeeded: '需要重新输入密码',
  revoked: '本设备已停用',
};
const NO_ITEMS: readonly OutboxItem[] = [];
const NO_RESCUE: readonly RescueItem[] = [];
const NO_ACTIVITY: readonly ActivityItem[] = [];

type Props = Readonly<{ replica: Replica; status: SyncStatus; onClose: () => void; say: (text: string) => void }>;

export function SyncCentre({ replica, status, onClose, say }: Props) {
  const now = useNow();
  const items = useObservable(replica.outbox, NO_ITEMS);
  const rescue = useObservable(replica.rescue, NO_RESCUE);
  const activity = useObservable(replica.activity, NO_ACTIVITY);
  const copy = (text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => say('已复制'),
      () => say('复制失败，请手动选择文字复制。'),
    );
  };
  const outbox = (
    <Table<OutboxItem>
      size="small"
      rowKey={(item) => item.action._id}
      dataSource={[...items].reverse()}
      locale={{ emptyText: '还没有提交过记录。' }}
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      columns={[
        { title: '事项', render: (_, item) => term('action', item.action.kind), width: 110 },
        { title: '内容', render: (_, item) => writtenText(item.action.body).slice(0, 80) || '—', ellipsis: true },
        { title: '时间', render: (_, item) => shortTime(item.action.occurredAt, now), width: 110 },
        {
          title: '状态',
          render: (_, item) => (
            <span data-testid={`outbox-${item.action.kind}`} data-state={item.state}>
              <Tag color={COLORS[item.state] ?? 'default'}>{term('outbox', item.state)}</Tag>
              {item.receivedAt === undefined ? '' : shortTime(item.receivedAt, now)}
              {item.reason === undefined ? null : <div className="entry-meta">{item.reason}</div>}
            </span>
          ),
          width: 300,
        },
        {
          title: '',
          render: (_, item) => (
            <Button size="small" onClick={() => copy(writtenText(item.action.body))}>
              复制文字
            </Button>
          ),
          width: 96,
        },
      ]}
    />
  );
  const rescued = (
    <List
      dataSource={[...rescue]}
      locale={{ emptyText: <Empty description="没有待找回的文字。工单改派移出本机时，您写过的内容会留在这里。" /> }}
      renderItem={(item) => (
        <List.Item
          actions={[
            <Button key="copy" size="small" onClick={() => copy(item.text)}>
              复制文字
            </Button>,
          ]}
          data-testid="rescue-item"
        >
          <List.Item.Meta
            title={`工单 ${item.ticketNo} · ${shortTime(item.at, now)}`}
            description={<span style={{ whiteSpace: 'pre-wrap' }}>{item.text}</span>}
          />
        </List.Item>
      )}
    />
  );
  return (
    <Drawer open size="large" title="同步中心" onClose={onClose}>
      <Descriptions size="small" column={2} style={{ marginBottom: 8 }}>
        <Descriptions.Item label="连接">{LINK[status.link]}</Descriptions.Item>
        <Descriptions.Item label="本机数据截至">{shortTime(status.dataAsOf, now)}</Descriptions.Item>
        <Descriptions.Item label="未送达">{status.unsent} 件</Descriptions.Item>
        <Descriptions.Item label="已送达待处理">{status.sent} 件</Descriptions.Item>
        <Descriptions.Item label="照片待送达">{status.evidence.waiting} 个</Descriptions.Item>
        <Descriptions.Item label="与市级核对">
          {status.complete ? '一致' : '数据未齐'}（修复 {status.repairs} 次）
        </Descriptions.Item>
      </Descriptions>
      <Button onClick={() => replica.syncNow()} style={{ marginBottom: 8 }}>
        立即同步
      </Button>
      <Tabs
        items={[
          { key: 'outbox', label: `我的记录 ${items.length}`, children: outbox },
          { key: 'rescue', label: `待找回 ${rescue.length}`, children: rescued },
          {
            key: 'activity',
            label: '动态',
            children: (
              <List
                size="small"
                dataSource={[...activity]}
                locale={{ emptyText: '没有动态。' }}
                renderItem={(item) => (
                  <List.Item>
                    {shortTime(item.at, now)} {item.text}
                  </List.Item>
                )}
              />
            ),
          },
        ]}
      />
    </Drawer>
  );
}
