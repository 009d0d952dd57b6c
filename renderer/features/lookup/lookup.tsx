/** 联网查询 [sync Q1]: any ticket of the city, shown and logged, not stored here. */
import { Alert, Button, Drawer, Input, Select, Table } from 'antd';
import { useState } from 'react';
import { GLOSSARY, term } from '../../../shared/hotline/glossary.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Reference, Replica, TicketView } from '../../replica/door.ts';
import { shownNumber } from '../../replica/slim-rows.ts';

type Props = Readonly<{ replica: Replica; reference: Reference; onOpen: (view: TicketView) => void; onClose: () => void }>;

export function Lookup({ replica, reference, onOpen, onClose }: Props) {
  const [text, setText] = useState('');
  const [no, setNo] = useState('');
  const [state, setState] = useState<string>();
  const [rows, setRows] = useState<readonly Ticket[]>();
  const [total, setTotal] = useState(0);
  const [problem, setProblem] = useState<string>();
  const search = async (): Promise<void> => {
    const found = await replica.lookup({
      ...(text === '' ? {} : { text }),
      ...(no === '' ? {} : { no }),
      ...(state === undefined ? {} : { state }),
      limit: 100,
    });
    setProblem(found.ok ? undefined : found.message);
    setRows(found.ok ? found.rows : undefined);
    setTotal(found.ok ? found.total : 0);
  };
  const open = async (ticket: Ticket): Promise<void> => {
    const view = await replica.lookupTicket(ticket._id);
    if (view === undefined) setProblem('查询需要联网，或您无权查看该工单。');
    else onOpen(view);
  };
  return (
    <Drawer open title="联网查询（结果不存本机，查询会被记录）" size="large" onClose={onClose}>
      <div style={{ display: 'flex', gap: 8, marginBottom: 12, flexWrap: 'wrap' }}>
        <Input
          aria-label="编号"
          placeholder="编号"
          value={no}
          onChange={(event) => setNo(event.target.value)}
          style={{ width: 200 }}
          data-testid="lookup-no"
          onPressEnter={() => void search()}
        />
        <Input
          aria-label="文字"
          placeholder="标题或内容"
          value={text}
          onChange={(event) => setText(event.target.value)}
          style={{ width: 200 }}
          data-testid="lookup-text"
          onPressEnter={() => void search()}
        />
        <Select
          aria-label="状态"
          allowClear
          placeholder="状态"
          value={state}
          onChange={setState}
          style={{ width: 160 }}
          options={Object.entries(GLOSSARY.status).map(([value, label]) => ({ value, label }))}
        />
        <Button type="primary" onClick={() => void search()} data-testid="lookup-search">
          查询
        </Button>
      </div>
      {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} style={{ marginBottom: 12 }} />}
      {rows === undefined ? null : (
        <Table<Ticket>
          size="small"
          rowKey="_id"
          dataSource={[...rows]}
          pagination={{ pageSize: 12, showTotal: () => `共 ${total} 件` }}
          onRow={(ticket) => ({ onClick: () => void open(ticket), style: { cursor: 'pointer' } })}
          columns={[
            {
              title: '编号',
              render: (_, ticket) => <span data-testid={`lookup-row-${ticket._id}`}>{shownNumber(ticket)}</span>,
              width: 210,
            },
            { title: '标题', dataIndex: 'title', ellipsis: true },
            { title: '状态', render: (_, ticket) => term('status', ticket.status), width: 150 },
            {
              title: '承办单位',
              render: (_, ticket) => (ticket.lead === undefined ? '—' : (reference.units.get(ticket.lead)?.name ?? ticket.lead)),
              width: 140,
            },
          ]}
        />
      )}
    </Drawer>
  );
}
