/** 移送线索共享 (art. 16; F45): the sealed file of a period for the discipline inspection, those made before, and their receipts. */
import { Alert, Button, Form, Input, Spin, Table } from 'antd';
import { useEffect, useState } from 'react';
import type { ShareRecord, SharesAnswer } from '../../../shared/exchange/referral-share.ts';
import type { FigurePeriod, Replica } from '../../replica/door.ts';
import { fullTime } from '../../ui/time-text.ts';
import { ReceiptForm } from './receipt-form.tsx';
import { saveFile } from './save-file.ts';

type Props = Readonly<{ replica: Replica; period: FigurePeriod; now: number; onBack: () => void }>;

function Receipt({ share, onRecord }: Readonly<{ share: ShareRecord; onRecord: () => void }>) {
  const { no, receipt } = share;
  if (receipt === undefined)
    return (
      <Button size="small" onClick={onRecord} data-testid={`receipt-${no}`}>
        登记回执
      </Button>
    );
  return (
    <span data-testid={`received-${no}`}>
      {receipt.receivedOn} {receipt.receivedBy}，{receipt.receiptNo}
    </span>
  );
}

export function ReferralShares({ replica, period, now, onBack }: Props) {
  const [found, setFound] = useState<SharesAnswer>();
  const [problem, setProblem] = useState<string>();
  const [made, setMade] = useState<ShareRecord>();
  const [busy, setBusy] = useState(false);
  const [receiving, setReceiving] = useState<ShareRecord>();
  const [again, setAgain] = useState(0);
  useEffect(() => {
    let gone = false;
    void replica.shares.all().then((answer) => {
      if (gone) return;
      if (answer.ok) setFound(answer.value);
      else setProblem(answer.message);
    });
    return () => {
      gone = true;
    };
  }, [replica, again]);
  const make = async ({ receiver }: Readonly<{ receiver: string }>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    setMade(undefined);
    const answer = await replica.shares.make({ ...period, receiver: receiver.trim() });
    setBusy(false);
    if (!answer.ok) {
      setProblem(answer.message);
      return;
    }
    saveFile(answer.value.name, answer.value.text, 'application/json');
    setMade(answer.value.record);
    setAgain(again + 1);
  };
  return (
    <section aria-labelledby="shares-title" data-testid="referral-shares">
      <div className="figures-bar">
        <Button onClick={onBack} data-testid="shares-back" autoFocus>
          返回考核表
        </Button>
        <h3 id="shares-title">移送线索共享</h3>
        <span className="quiet">
          {period.from} 至 {period.to}，已移送的工单和仍符合移送情形的工单，不含诉求人和经办人。期间在考核表上选择。
        </span>
      </div>
      <Form layout="inline" className="figures-bar" onFinish={(typed: { receiver: string }) => void make(typed)}>
        <Form.Item name="receiver" label="接收机关" rules={[{ required: true, whitespace: true, message: '请填写接收机关' }]}>
          <Input maxLength={100} autoComplete="off" data-testid="share-receiver" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy} data-testid="share-make">
          生成并保存文件
        </Button>
      </Form>
      {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} />}
      {made === undefined ? null : (
        <Alert
          role="status"
          type="success"
          showIcon
          title={`第 ${made.no} 号已生成，工单 ${made.matters} 件${made.withheld > 0 ? `，另有 ${made.withheld} 件密件或您无权查看的只计数，请另行移交` : ''}。送达后请登记回执。`}
          data-testid="share-made"
        />
      )}
      {found === undefined && problem === undefined ? <Spin /> : null}
      {found === undefined ? null : (
        <>
          <Table<ShareRecord>
            size="small"
            rowKey="no"
            dataSource={[...found.records]}
            pagination={{ pageSize: 12, showSizeChanger: false, hideOnSinglePage: true }}
            locale={{ emptyText: '还没有生成过共享文件。' }}
            columns={[
              { title: '编号', dataIndex: 'no', width: 90 },
              { title: '期间', width: 200, render: (_, { from, to }) => `${from} 至 ${to}` },
              { title: '接收机关', dataIndex: 'receiver', ellipsis: true },
              { title: '工单', dataIndex: 'matters', width: 64, align: 'right' },
              { title: '另行移交', dataIndex: 'withheld', width: 90, align: 'right' },
              { title: '生成时间', width: 170, render: (_, { madeAt }) => fullTime(madeAt) },
              { title: '校验值（SHA-256）', width: 290, render: (_, { sha256 }) => <code className="share-hash">{sha256}</code> },
              { title: '回执', width: 230, render: (_, share) => <Receipt share={share} onRecord={() => setReceiving(share)} /> },
            ]}
          />
          <p className="quiet">
            密钥指纹：<code className="share-hash">{found.fingerprint}</code>
            。请以书面告知接收机关，对方用“griddesk-hub verify-export 文件 --key 指纹”核对文件。每次生成都会被记录。
          </p>
        </>
      )}
      {receiving === undefined ? null : (
        <ReceiptForm
          replica={replica}
          share={receiving}
          now={now}
          onClose={() => setReceiving(undefined)}
          onDone={() => {
            setReceiving(undefined);
            setAgain(again + 1);
          }}
        />
      )}
    </section>
  );
}
