/** A point in time, shown and typed in the Chinese form and in UTC+8, whatever the machine's zone is [sync S4]. */
import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect } from 'react';
import { fromWallClock, toWallClock } from './time-text.ts';

dayjs.locale('zh-cn');
const WALL_CLOCK = 'YYYY-MM-DDTHH:mm';
/** Limits in working days end then (hotline.md §7). */
const END_OF_OFFICE = 17;

type Props = Readonly<{
  id: string;
  name: string;
  value: unknown;
  onChange: (value: unknown) => void;
  required: boolean;
  /** A date that is set, not one that has been. */
  ahead: boolean;
  /** What stands in the empty field. */
  empty: string;
  described: Readonly<Record<string, unknown>>;
}>;

/** Now, by the wall clock of UTC+8. */
function wallClockNow(): Dayjs {
  return dayjs(toWallClock(new Date().toISOString()));
}

function endOfOffice(day: Dayjs): Dayjs {
  return day.hour(END_OF_OFFICE).minute(0);
}

/** A review lies months off, all else a few days. */
function presets(name: string): { label: string; value: () => Dayjs }[] {
  const [unit, sizes] = name === 'reviewAt' ? (['month', [1, 3, 6]] as const) : (['day', [1, 3, 5]] as const);
  return sizes.map((size) => ({
    label: `${size} ${unit === 'month' ? '个月' : '天'}后`,
    value: () =>
      endOfOffice(
        wallClockNow()
          .add(size, unit)
          .subtract(unit === 'month' ? 1 : 0, 'day'),
      ),
  }));
}

export function InstantPicker({ id, name, value, onChange, required, ahead, empty, described }: Props) {
  // Most things are written down when they have just happened.
  useEffect(() => {
    if (required && !ahead && value === undefined) onChange(new Date().toISOString());
  }, [required, ahead, value, onChange]);
  return (
    <DatePicker
      id={id}
      {...described}
      showTime={{ format: 'HH:mm', ...(ahead ? { defaultOpenValue: endOfOffice(wallClockNow()) } : {}) }}
      format="YYYY年M月D日 HH:mm"
      placeholder={required ? '请选择时间' : empty}
      value={typeof value === 'string' ? dayjs(toWallClock(value)) : null}
      onChange={(next) => onChange(next === null ? undefined : fromWallClock(next.format(WALL_CLOCK)))}
      showNow={!ahead}
      {...(ahead ? { presets: presets(name), disabledDate: (day: Dayjs) => day.isBefore(wallClockNow(), 'day') } : {})}
      style={{ width: 260, maxWidth: '100%' }}
    />
  );
}
