/** A civil day in China, from today on. */
import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { toWallClock } from '../../ui/time-text.ts';

type Props = Readonly<{
  id: string;
  value: string | undefined;
  now: number;
  earliest?: string | undefined;
  onChange: (day: string | undefined) => void;
}>;

/** Shown as the first; typed as any of them. */
const TYPED = ['YYYY年M月D日', 'YYYY-M-D', 'YYYY-MM-DD', 'YYYY/M/D', 'YYYY.M.D', 'YYYYMMDD'];

export function today(now: number): string {
  return toWallClock(new Date(now).toISOString()).slice(0, 10);
}

export function DayPicker({ id, value, now, earliest, onChange }: Props) {
  return (
    <DatePicker
      id={id}
      data-testid={id}
      format={TYPED}
      placeholder="请选择日期"
      value={value === undefined ? null : dayjs(value)}
      disabledDate={(day: Dayjs) => earliest !== undefined && day.format('YYYY-MM-DD') < earliest}
      presets={[
        { label: '今天', value: () => dayjs(today(now)) },
        { label: '明天', value: () => dayjs(today(now)).add(1, 'day') },
        { label: '一周后', value: () => dayjs(today(now)).add(7, 'day') },
      ]}
      onChange={(next: Dayjs | null) => onChange(next === null ? undefined : next.format('YYYY-MM-DD'))}
      style={{ width: '100%' }}
    />
  );
}
