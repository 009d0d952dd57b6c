/** 登记回执 of a file that went to the discipline inspection (F45): recorded once, so it is checked before. */
import { Alert, Button, DatePicker, Form, Input, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import type { ShareRecord } from '../../../shared/exchange/referral-share.ts';
import type { Replica } from '../../replica/door.ts';

type Props = Readonly<{ replica: Replica; share: ShareRecord; now: number; onClose: () => void; onDone: () => void }>;
type Typed = Readonly<{ receivedBy: string; receiptNo: string; receivedOn: Dayjs }>;

export function ReceiptForm({ replica, share, now, onClose, onDone }: Props) {
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const record = async ({ receivedBy, receiptNo, receivedOn }: Typed): Promise<void> => {
    setBusy(true);
    const said = { receivedBy: receivedBy.trim(), receiptNo: receiptNo.trim(), receivedOn: receivedOn.format('YYYY-MM-DD') };
    const answer = await replica.shares.receive(share.no, said);
    setBusy(false);
    if (answer.ok) onDone();
    else setProblem(answer.message);
  };
  return (
    <Modal open title={`登记第 ${share.no} 号的回执`} onCancel={onClose} footer={null}>
      <Form<Typed> layout="vertical" initialValues={{ receivedOn: dayjs(now) }} onFinish={(typed) => void record(typed)}>
        <Form.Item name="receivedBy" label="接收人" rules={[{ required: true, whitespace: true, message: '请填写接收人' }]}>
          <Input maxLength={60} autoComplete="off" data-testid="receipt-by" />
        </Form.Item>
        <Form.Item name="receiptNo" label="回执编号" rules={[{ required: true, whitespace: true, message: '请填写回执编号' }]}>
          <Input maxLength={60} autoComplete="off" data-testid="receipt-no" />
        </Form.Item>
        <Form.Item name="receivedOn" label="接收日期" rules={[{ required: true, message: '请选择接收日期' }]}>
          <DatePicker format="YYYY年M月D日" allowClear={false} disabledDate={(day) => day.isAfter(dayjs(now), 'day')} />
        </Form.Item>
        {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} style={{ marginBottom: 12 }} />}
        <p className="quiet">回执登记后不能修改，请与纸面核对。</p>
        <Button type="primary" htmlType="submit" loading={busy} data-testid="receipt-save">
          登记回执
        </Button>
      </Form>
    </Modal>
  );
}
