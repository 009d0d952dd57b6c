/** Instants as people here read them: UTC+8, whatever the machine's zone is [sync S4], in the Chinese form. */
const OFFSET_MS = 8 * 3_600_000;

function parts(instant: string): { date: string; time: string } {
  const iso = new Date(Date.parse(instant) + OFFSET_MS).toISOString();
  return { date: iso.slice(0, 10), time: iso.slice(11, 16) };
}

function chineseDate(date: string, thisYear: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return `${year === thisYear ? '' : `${year}年`}${month}月${day}日`;
}

/** `今天 16:05`, `11月24日 16:05`, with the year where it is another one. */
export function shortTime(instant: string | undefined, now: number): string {
  if (instant === undefined) return '—';
  const { date, time } = parts(instant);
  const today = parts(new Date(now).toISOString()).date;
  return date === today ? `今天 ${time}` : `${chineseDate(date, Number(today.slice(0, 4)))} ${time}`;
}

/** `2026年11月24日 16:05`, for facts of record. */
export function fullTime(instant: string): string {
  const { date, time } = parts(instant);
  return `${chineseDate(date, 0)} ${time}`;
}

/** Wall clock in UTC+8, `2026-11-24T16:05`: what a date picker holds. */
export function toWallClock(instant: string): string {
  const { date, time } = parts(instant);
  return `${date}T${time}`;
}

export function fromWallClock(value: string): string {
  return new Date(Date.parse(`${value}:00.000Z`) - OFFSET_MS).toISOString();
}

/** `剩 3 小时`, `超期 2 天` */
export function leftText(at: string, now: number): string {
  const minutes = Math.round((Date.parse(at) - now) / 60_000);
  const size = Math.abs(minutes);
  const text = size < 60 ? `${size} 分钟` : size < 2880 ? `${Math.round(size / 60)} 小时` : `${Math.round(size / 1440)} 天`;
  return minutes < 0 ? `超期 ${text}` : `剩 ${text}`;
}
