/** RFC 8785 for what the access log holds (text, integers, booleans), written for the proof alone. */
export type Fields = Readonly<Record<string, unknown>>;
/** A head of the log at some time, kept outside the hub: `log-head` prints one. */
export type LogHead = Readonly<{ n: number; hash: string }>;

export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = value as Fields;
  const parts = Object.keys(fields)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .map((key) => `${JSON.stringify(key)}:${canonical(fields[key])}`);
  return `{${parts.join(',')}}`;
}

export function parsed(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
