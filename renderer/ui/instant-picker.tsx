/** A point in time, shown and typed in the Chinese form and in UTC+8, whatever the machine's zone is [sync S4]. */
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect } from 'react';
import { fromWallClock, toWallClock } from './time-text.ts';

dayjs.locale('zh-cn');
const WALL_CLOCK = 'YYYY-MM-DDTHH:mm';

type Props = Readonly<{
  id: string;
  value: unknown;
  onChange: (value: unknown) => void;
  required: boolean;
  /** What stands in the empty field. */
  empty: string;
  described: Readonly<Record<string, unknown>>;
}>;

export function InstantPicker({ id, value, onChange, required, empty, described }: Props) {
  // Most things are written down when they have just happened.
  useEffect(() => {
    if (required && value === undefined) onChange(new Date().toISOString());
  }, [required, value, onChange]);
  return (
    <DatePicker
      id={id}
      {...described}
      showTime={{ format: 'HH:mm' }}
      format="YYYY年M月D日 HH:mm"
      placeholder={required ? '请选择时间' : empty}
      value={typeof value === 'string' ? dayjs(toWallClock(value)) : null}
      onChange={(next) => onChange(next === null ? undefined : fromWallClock(next.format(WALL_CLOCK)))}
      style={{ width: 260 }}
    />
  );
}
