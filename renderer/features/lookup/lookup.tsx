/** 联网查询 [sync Q1]: any ticket of the city, shown and logged, not stored here. */
import { Alert, Button, Drawer, Input, Select, Table } from 'antd';
import { useState } from 'react';
import { GLOSSARY, term } from '../../../shared/hotline/glossary.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Reference, Replica, TicketView } from '../../replica/door.ts';
import { shownNumber } from '../../replica/slim-rows.ts';
import { fullTime } from '../../ui/time-text.ts';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  online: boolean;
  onOpen: (view: TicketView) => void;
  onClose: () => void;
}>;
type Found = Readonly<{ rows: readonly Ticket[]; total: number }>;

/** As many as one looks through; a narrower question is quicker than a longer list. */
const LIMIT = 100;

export function Lookup({ replica, reference, online, onOpen, onClose }: Props) {
  const [text, setText] = useState('');
  const [no, setNo] = useState('');
  const [state, setState] = useState<string>();
  const [unit, setUnit] = useState<string>();
  const [found, setFound] = useState<Found>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const search = async (): Promise<void> => {
    setBusy(true);
    const answer = await replica.lookup({
      ...(text.trim() === '' ? {} : { text: text.trim() }),
      ...(no.trim() === '' ? {} : { no: no.trim() }),
      ...(state === undefined ? {} : { state }),
      ...(unit === undefined ? {} : { unit }),
      limit: LIMIT,
    });
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.message);
    setFound(answer.ok ? { rows: answer.rows, total: answer.total } : undefined);
  };
  const open = async (ticket: Ticket): Promise<void> => {
    const view = await replica.lookupTicket(ticket._id);
    if (view === undefined) setProblem('查询需要联网，或您无权查看该工单。');
    else onOpen(view);
  };
  const units = [...reference.units.values()]
    .filter((one) => one.type === 'street' || one.type === 'department')
    .map((one) => ({ value: one.code as string, label: one.name }));
  return (
    <Drawer open title="联网查询" size="min(1100px, 100vw)" onClose={onClose}>
      <p className="quiet">查询全市工单，本机没有的也能查到。结果只供查看和裁定，不存本机；查询会被记录。</p>
      <form
        className="lookup-form"
        onSubmit={(event) => {
          event.preventDefault();
          void search();
        }}
      >
        <Input
          aria-label="编号"
          placeholder="工单编号"
          value={no}
          onChange={(event) => setNo(event.target.value)}
          data-testid="lookup-no"
        />
        <Input
          aria-label="文字"
          placeholder="标题或内容中的文字"
          value={text}
          onChange={(event) => setText(event.target.value)}
          data-testid="lookup-text"
          autoFocus
        />
        <Select
          aria-label="承办单位"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="承办单位"
          value={unit}
          onChange={setUnit}
          options={units}
        />
        <Select
          aria-label="状态"
          allowClear
          placeholder="状态"
          value={state}
          onChange={setState}
          options={Object.entries(GLOSSARY.status).map(([value, label]) => ({ value, label }))}
        />
        <Button type="primary" htmlType="submit" loading={busy} data-testid="lookup-search">
          查询
        </Button>
      </form>
      {online || problem !== undefined ? null : (
        <Alert type="info" showIcon title="现在离线，恢复网络后才能查询。本机的工单可在左侧列表查找。" />
      )}
      {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} />}
      {found?.total === 0 ? (
        <p className="empty" data-testid="lookup-nothing">
          没有找到。请换个词，或减少条件再查。
        </p>
      ) : null}
      {found === undefined || found.total === 0 ? null : (
        <Table<Ticket>
          size="small"
          rowKey="_id"
          dataSource={[...found.rows]}
          pagination={{
            pageSize: 12,
            showSizeChanger: false,
            showTotal: () => (found.total > LIMIT ? `共 ${found.total} 件，列出前 ${LIMIT} 件，请增加条件` : `共 ${found.total} 件`),
          }}
          onRow={(ticket) => ({ onClick: () => void open(ticket), className: 'clickable' })}
          columns={[
            {
              title: '标题',
              dataIndex: 'title',
              ellipsis: true,
              render: (title: string) => (
                <button type="button" className="link">
                  {title}
                </button>
              ),
            },
            { title: '状态', render: (_, ticket) => term('status', ticket.status), width: 150 },
            {
              title: '承办单位',
              render: (_, ticket) => (ticket.lead === undefined ? '尚未派单' : (reference.units.get(ticket.lead)?.name ?? '其他单位')),
              width: 150,
              ellipsis: true,
            },
            { title: '受理时间', render: (_, ticket) => fullTime(ticket.acceptedAt), width: 170 },
            {
              title: '工单编号',
              render: (_, ticket) => <span data-testid={`lookup-row-${ticket._id}`}>{shownNumber(ticket)}</span>,
              width: 200,
            },
          ]}
        />
      )}
    </Drawer>
  );
}
