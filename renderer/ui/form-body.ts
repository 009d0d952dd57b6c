/** From a body's schema to the fields of a form, and from what was filled in to a body: pure, so that it can be tested alone. */
import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { CLAUSE_RULES } from '../../shared/hotline/closing/index.ts';
import type { Clause } from '../../shared/hotline/ticket.ts';
import type { FieldSchema } from './field.ts';

export type Values = Readonly<Record<string, unknown>>;
type ObjectSchema = Readonly<{ properties: Readonly<Record<string, FieldSchema>>; required?: readonly string[] }>;
export type Field = Readonly<{ name: string; field: FieldSchema; required: boolean }>;

const FILLED_BY_THE_PAGE = ['proposal', 'assignment'];

/** The fields to show. Evidence of a clause is asked by the chosen clause's own schema (art. 14). */
export function fieldsOf(schema: TSchema, values: Values): readonly Field[] {
  const { properties, required = [] } = schema as unknown as ObjectSchema;
  return Object.entries(properties).flatMap(([name, field]): Field[] => {
    if (name === 'clauseEvidence') {
      const rule = CLAUSE_RULES[values['clause'] as Clause];
      if (rule === undefined) return [];
      return [{ name, required: true, field: { ...(rule.evidence as unknown as FieldSchema), title: `条款证据：${rule.asks}` } }];
    }
    return FILLED_BY_THE_PAGE.includes(field['x-widget'] ?? '') ? [] : [{ name, field, required: required.includes(name) }];
  });
}

/** Empty texts are no values, blanks around a text are no text; a choice not made is absent. */
export function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, cleaned(one)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined && one !== '' && !(Array.isArray(one) && one.length === 0)));
}

/** The body as it will be signed: what was filled in, what the page knows, an empty group where the schema asks for one. */
export function bodyOf(schema: TSchema, values: Values, fixed: Values): Record<string, unknown> {
  const { required = [] } = schema as unknown as ObjectSchema;
  const evidence = required.includes('clauseEvidence') ? { clauseEvidence: {} } : {};
  return cleaned({ ...evidence, ...values, ...fixed }) as Record<string, unknown>;
}

/** What is wrong, by the path of its field (`told.how`), in words that say what to do. */
export function faultsOf(schema: TSchema, body: Values, path = ''): Readonly<Record<string, string>> {
  let faults: Record<string, string> = {};
  for (const { name, field, required } of fieldsOf(schema, body)) {
    const value = body[name];
    const at = `${path}${name}`;
    if (value === undefined) {
      if (required && field.properties === undefined) faults[at] = `请${choosing(field) ? '选择' : '填写'}${field.title ?? ''}`;
      else if (required) faults = { ...faults, ...faultsOf(field as unknown as TSchema, {}, `${at}.`) };
    } else if (field.properties !== undefined && (field['x-widget'] ?? 'group') === 'group')
      faults = { ...faults, ...faultsOf(field as unknown as TSchema, value as Values, `${at}.`) };
    else if (!Check(field as unknown as TSchema, value)) faults[at] = faultText(field, value);
  }
  return faults;
}

function choosing(field: FieldSchema): boolean {
  return (
    field.anyOf !== undefined ||
    field.type === 'boolean' ||
    ['unit', 'person', 'category', 'region', 'instant'].includes(field['x-widget'] ?? '')
  );
}

function faultText({ maxLength, title = '' }: FieldSchema, value: unknown): string {
  if (typeof value === 'string' && maxLength !== undefined && value.length > maxLength)
    return `${title}最多 ${maxLength} 字，现有 ${value.length} 字`;
  return `${title}格式不对，请检查`;
}
