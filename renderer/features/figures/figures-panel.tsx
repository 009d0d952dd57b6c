/** 督办考核 (art. 7, 15; F08, F14, F44): units of a period for those who supervise, one's own for a leader. Online, not stored here. */
import { Alert, Button, Checkbox, DatePicker, Drawer, Input, Segmented, Spin } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import type { UnitCode } from '../../../shared/hotline/ids.ts';
import { CITY } from '../../../shared/hotline/standing.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import { type Figure, LONGEST_DAYS, type MeasuresAnswer, returnsOf } from '../../../shared/hotline/unit-figures.ts';
import type { FigurePeriod, Reference, Replica, TicketView } from '../../replica/door.ts';
import { fullTime } from '../../ui/time-text.ts';
import { Definitions } from './definitions.tsx';
import { FiguresTable } from './figures-table.tsx';
import { type PeriodName, periodNamed, PERIODS } from './periods.ts';
import { ReferralShares } from './referral-shares.tsx';
import { saveFile } from './save-file.ts';
import { TicketsBehind } from './tickets-behind.tsx';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  now: number;
  onClose: () => void;
  onOpen: (view: TicketView) => void;
  onSelect: (id: Ticket['_id']) => void;
}>;

export function FiguresPanel({ replica, reference, now, onClose, onOpen, onSelect }: Props) {
  const [named, setNamed] = useState<PeriodName | ''>('本月');
  const [period, setPeriod] = useState<FigurePeriod>(() => periodNamed('本月', now));
  const [answer, setAnswer] = useState<MeasuresAnswer>();
  const [problem, setProblem] = useState<string>();
  const [behind, setBehind] = useState<Readonly<{ unit: UnitCode; figure: Figure }>>();
  const [sharing, setSharing] = useState(false);
  const [name, setName] = useState('');
  const [all, setAll] = useState(false);
  const [again, setAgain] = useState(0);
  useEffect(() => {
    let gone = false;
    setAnswer(undefined);
    setProblem(undefined);
    void replica.figures.of(period).then((found) => {
      if (gone) return;
      setAnswer(found.ok ? found.value : undefined);
      setProblem(found.ok ? undefined : found.message);
    });
    return () => {
      gone = true;
    };
  }, [replica, period, again]);
  const open = async (ticket: Ticket): Promise<void> => {
    const view = await replica.lookupTicket(ticket._id);
    if (view !== undefined) onOpen(view);
    else onSelect(ticket._id);
  };
  const exported = async (): Promise<void> => {
    const file = await replica.figures.exported(period);
    if (file.ok) saveFile(file.value.name, file.value.text, 'text/csv');
    else setProblem(file.message);
  };
  // 移送 is the city's alone (art. 16, F45); the hub decides the same.
  const sharesReferrals = replica.me.unit === CITY && replica.me.roles.includes('supervisor');
  const rows = (answer?.units ?? []).filter(
    (one) =>
      (all || answer?.scope === 'unit' || one.tickets > 0 || returnsOf(one) > 0) &&
      (reference.units.get(one.unit)?.name ?? '').includes(name.trim()),
  );
  return (
    <Drawer open title="督办考核" size="min(1420px, 100vw)" onClose={onClose}>
      {sharing ? (
        <ReferralShares replica={replica} period={period} now={now} onBack={() => setSharing(false)} />
      ) : behind === undefined ? (
        <>
          <div className="figures-bar">
            <Segmented
              aria-label="统计期间"
              options={[...PERIODS]}
              value={named as PeriodName}
              onChange={(next) => {
                setNamed(next);
                setPeriod(periodNamed(next, now));
              }}
            />
            <DatePicker.RangePicker
              aria-label="起止日期"
              format="YYYY年M月D日"
              className="figures-range"
              allowClear={false}
              value={[dayjs(period.from), dayjs(period.to)]}
              disabledDate={(day, { from }) =>
                day.isAfter(dayjs(now), 'day') || (from !== undefined && Math.abs(day.diff(from, 'day')) >= LONGEST_DAYS)
              }
              onChange={(next) => {
                const [from, to] = next ?? [];
                if (from === null || from === undefined || to === null || to === undefined) return;
                setNamed('');
                setPeriod({ from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') });
              }}
            />
            {answer === undefined || answer.scope === 'unit' ? null : (
              <>
                <Input
                  aria-label="单位名称"
                  placeholder="单位名称"
                  allowClear
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                  data-testid="figures-name"
                />
                <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
                  含没有工单的单位
                </Checkbox>
              </>
            )}
            <span className="figures-space" />
            {sharesReferrals ? (
              <Button onClick={() => setSharing(true)} data-testid="figures-shares">
                移送线索共享
              </Button>
            ) : null}
            <Button onClick={() => void exported()} disabled={answer === undefined} data-testid="figures-export">
              导出表格
            </Button>
          </div>
          {problem === undefined ? null : (
            <Alert
              role="alert"
              type="warning"
              showIcon
              title={problem}
              action={
                <Button size="small" onClick={() => setAgain(again + 1)}>
                  重试
                </Button>
              }
            />
          )}
          {answer === undefined && problem === undefined ? <Spin /> : null}
          {answer === undefined ? null : (
            <>
              <p className="quiet figures-note">
                截至 {fullTime(answer.asOf)}。数字可点开看工单，导出和查看明细会被记录。
                {answer.scope === 'unit' && answer.city === undefined ? '选“上月”等已结束的整月，可与全市平均对照。' : ''}
              </p>
              <FiguresTable rows={rows} answer={answer} reference={reference} onBehind={(unit, figure) => setBehind({ unit, figure })} />
            </>
          )}
          <Definitions />
        </>
      ) : (
        <TicketsBehind
          {...{ replica, reference, period, ...behind }}
          onBack={() => setBehind(undefined)}
          onOpen={(ticket) => void open(ticket)}
        />
      )}
    </Drawer>
  );
}
