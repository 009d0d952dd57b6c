/** Instants as people here read them: UTC+8, whatever the machine's zone is [sync S4]. */
const OFFSET_MS = 8 * 3_600_000;

function parts(instant: string): { date: string; time: string } {
  const iso = new Date(Date.parse(instant) + OFFSET_MS).toISOString();
  return { date: iso.slice(0, 10), time: iso.slice(11, 16) };
}

/** `11-24 16:05`, with the year where it is another one. */
export function shortTime(instant: string | undefined, now: number): string {
  if (instant === undefined) return '—';
  const { date, time } = parts(instant);
  const year = new Date(now + OFFSET_MS).getUTCFullYear();
  return date.startsWith(String(year)) ? `${date.slice(5)} ${time}` : `${date} ${time}`;
}

export function clockTime(instant: string | undefined): string {
  return instant === undefined ? '—' : parts(instant).time;
}

/** For `<input type="datetime-local">`, in UTC+8. */
export function toLocalInput(instant: string): string {
  const { date, time } = parts(instant);
  return `${date}T${time}`;
}

export function fromLocalInput(value: string): string {
  return new Date(Date.parse(`${value}:00.000Z`) - OFFSET_MS).toISOString();
}

/** `剩 3 小时`, `超期 2 天` */
export function leftText(at: string, now: number): string {
  const minutes = Math.round((Date.parse(at) - now) / 60_000);
  const size = Math.abs(minutes);
  const text = size < 60 ? `${size} 分钟` : size < 2880 ? `${Math.round(size / 60)} 小时` : `${Math.round(size / 1440)} 天`;
  return minutes < 0 ? `超期 ${text}` : `剩 ${text}`;
}
