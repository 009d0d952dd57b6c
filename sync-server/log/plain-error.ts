/** An error in words that name no person: what is said of a fault goes to logs and consoles, which hold no personal data. */

const FRAMES = 6;

/** Names, numbers and texts of matters come in quotes, in Chinese or as long digits; ids of tickets and actions say nobody's name. */
function withoutPeople(message: string): string {
  return message
    .replaceAll(/person:[\w-]+/gu, 'person:…')
    .replaceAll(/[^\x20-\x7e]+/gu, '…')
    .replaceAll(/[0-9]{5,}(?![0-9A-Z])/gu, '…')
    .slice(0, 200);
}

export type PlainError = Readonly<{ name: string; message: string; code?: string; at: readonly string[]; cause?: PlainError }>;

export function plainError(error: unknown, depth = 3): PlainError {
  if (!(error instanceof Error)) return { name: typeof error, message: withoutPeople(String(error)), at: [] };
  const { code } = error as { code?: unknown };
  const at = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /u.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());
  return {
    name: error.name,
    message: withoutPeople(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    at,
    ...(error.cause === undefined || depth === 0 ? {} : { cause: plainError(error.cause, depth - 1) }),
  };
}

/** One line for a console. */
export function errorLine(error: unknown): string {
  const { name, message, code, cause } = plainError(error);
  const why = cause === undefined ? '' : ` (${cause.name}: ${cause.message})`;
  return `${name}${code === undefined ? '' : ` ${code}`}: ${message}${why}`;
}
