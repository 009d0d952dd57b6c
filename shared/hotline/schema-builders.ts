/** Short forms for the schemas of the trade: closed objects, choices, bounded texts, and the words a form shows. */
import Type, { type TUnsafe } from 'typebox';

export const closed = { additionalProperties: false } as const;

export function oneOf<const T extends readonly string[]>(values: T, options: Record<string, unknown> = {}): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>(
    Type.Union(
      values.map((value) => Type.Literal(value)),
      options,
    ),
  );
}

export function text(maxLength: number, options: Record<string, unknown> = {}) {
  return Type.String({ maxLength, ...options });
}

/** A required text with a Chinese label; `long` asks for a text area. */
export function words(title: string, maxLength: number, options: Record<string, unknown> = {}) {
  return Type.String({ title, minLength: 1, maxLength, ...options });
}

export const long = { 'x-widget': 'longText' } as const;
