/**
 * Short forms for the schemas of the trade: closed objects, choices, bounded texts, and the words a form shows.
 *
 * The desk builds its forms from a body's schema. Each field carries `title` (the label), mostly `description` (help),
 * and `x-widget`: `text`, `longText`, `instant`, `yesNo` (with `x-labels`: [no, yes]), `choice` (with `x-labels` in the order
 * of its values), `unit`, `person`, `community`, `category`, `article`, `address`, `region`, `texts` (a list of lines), `group` (a
 * nested object), `evidence`, `proposal` and `assignment` (filled in by the page: which one is meant), `clause`,
 * `clauseEvidence` (the fields of the chosen clause's own schema, `closing/index.ts`).
 */
import Type, { type TSchema, type TUnsafe } from 'typebox';
import { Instant, PersonId, UnitCode } from './ids.ts';

export const closed = { additionalProperties: false } as const;
type Options = Readonly<Record<string, unknown>>;

export function oneOf<const T extends readonly string[]>(values: T, options: Options = {}): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>(
    Type.Union(
      values.map((value) => Type.Literal(value)),
      { ...options },
    ),
  );
}

export function text(maxLength: number, options: Options = {}) {
  return Type.String({ maxLength, ...options });
}

function help(description: string | undefined): Options {
  return description === undefined ? {} : { description };
}

/** A line of text with its label; never only blanks. */
export function line(title: string, maxLength: number, description?: string) {
  return Type.String({ title, minLength: 1, maxLength, pattern: '\\S', 'x-widget': 'text', ...help(description) });
}

/** A text area with its label; never only blanks. */
export function prose(title: string, maxLength: number, description?: string) {
  return Type.String({ title, minLength: 1, maxLength, pattern: '\\S', 'x-widget': 'longText', ...help(description) });
}

/** One of the ids of a glossary group, shown in its words. */
export function choice<const T extends Readonly<Record<string, string>>>(
  title: string,
  words: T,
  description?: string,
): TUnsafe<Extract<keyof T, string>> {
  const labels = { title, 'x-widget': 'choice', 'x-labels': Object.values(words), ...help(description) };
  return Type.Unsafe<Extract<keyof T, string>>(oneOf(Object.keys(words), labels));
}

export function yesNo(title: string, labels: readonly [no: string, yes: string] = ['否', '是'], description?: string) {
  return Type.Boolean({ title, 'x-widget': 'yesNo', 'x-labels': labels, ...help(description) });
}

export function instantField(title: string, description?: string) {
  return Type.Unsafe<Instant>({ ...Instant, title, 'x-widget': 'instant', ...help(description) });
}

/** An entry of the knowledge base, cited (art. 17); free text where it has none. */
export function articleField(title: string, description?: string) {
  return Type.String({ title, minLength: 1, maxLength: 200, pattern: '\\S', 'x-widget': 'article', ...help(description) });
}

/** A schema with the word that people have for it, where no form is made from it. */
export function titled<T extends TSchema>(title: string, schema: T): T {
  return { ...schema, title };
}

export function unitField(title: string, description?: string) {
  return Type.Unsafe<UnitCode>({ ...UnitCode, title, 'x-widget': 'unit', ...help(description) });
}

export function personField(title: string, description?: string) {
  return Type.Unsafe<PersonId>({ ...PersonId, title, 'x-widget': 'person', ...help(description) });
}
