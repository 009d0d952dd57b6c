/** From a body's schema to the fields of a form, and from what was filled in to a body: pure, so that it can be tested alone. */
import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { CLAUSE_RULES } from '../../shared/hotline/closing/index.ts';
import type { Clause } from '../../shared/hotline/ticket.ts';
import type { FieldSchema } from './field.ts';
import { isHidden, isRequired, missingText, type About } from './form-rules.ts';

export type Values = Readonly<Record<string, unknown>>;
type ObjectSchema = Readonly<{ properties: Readonly<Record<string, FieldSchema>>; required?: readonly string[] }>;
export type Field = Readonly<{ name: string; field: FieldSchema; required: boolean }>;

const FILLED_BY_THE_PAGE = ['proposal', 'assignment'];

/** The fields to show. Evidence of a clause is asked by the chosen clause's own schema (art. 14). */
export function fieldsOf(schema: TSchema, values: Values, about?: About): readonly Field[] {
  const { properties, required = [] } = schema as unknown as ObjectSchema;
  return Object.entries(properties).flatMap(([name, field]): Field[] => {
    if (isHidden(name, values, about)) return [];
    if (name === 'clauseEvidence') {
      const rule = CLAUSE_RULES[values['clause'] as Clause];
      if (rule === undefined) return [];
      return [{ name, required: true, field: { ...(rule.evidence as unknown as FieldSchema), title: `条款证据：${rule.asks}` } }];
    }
    return FILLED_BY_THE_PAGE.includes(field['x-widget'] ?? '')
      ? []
      : [{ name, field, required: required.includes(name) || isRequired(name, values, about) }];
  });
}

/** Empty texts are no values, blanks around a text are no text; a choice not made is absent. */
export function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, cleaned(one)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined && one !== '' && !(Array.isArray(one) && one.length === 0)));
}

/** The chosen clause's own fields: what was typed for another one stays in the draft, and out of the body. */
function statedFor(clause: unknown, stated: unknown): Values {
  const { properties } = (CLAUSE_RULES[clause as Clause]?.evidence ?? { properties: {} }) as unknown as ObjectSchema;
  return Object.fromEntries(Object.entries((stated ?? {}) as Values).filter(([name]) => Object.hasOwn(properties, name)));
}

/** The body as it will be signed: what was filled in, what the page knows, an empty group where the schema asks for one. */
export function bodyOf(schema: TSchema, values: Values, fixed: Values, about?: About): Record<string, unknown> {
  const { properties, required = [] } = schema as unknown as ObjectSchema;
  const all: Values = { ...values, ...fixed };
  const asked = Object.fromEntries(Object.entries(all).filter(([name]) => Object.hasOwn(properties, name) && !isHidden(name, all, about)));
  const { clauseEvidence, ...rest } = asked;
  const stated = required.includes('clauseEvidence') || rest['clause'] !== undefined;
  const evidence = stated ? { clauseEvidence: statedFor(rest['clause'], clauseEvidence) } : {};
  return cleaned({ ...rest, ...evidence }) as Record<string, unknown>;
}

/** What is wrong, by the path of its field (`told.how`), in words that say what to do. */
export function faultsOf(schema: TSchema, body: Values, about?: About, path = ''): Readonly<Record<string, string>> {
  let faults: Record<string, string> = {};
  for (const { name, field, required } of fieldsOf(schema, body, about)) {
    const value = body[name];
    const at = `${path}${name}`;
    if (value === undefined) {
      if (required && !isGroup(field))
        faults[at] = missingText(name, about) ?? `请${choosing(field) ? '选择' : '填写'}${field.title ?? ''}`;
      else if (required) faults = { ...faults, ...faultsOf(field as unknown as TSchema, {}, undefined, `${at}.`) };
    } else if (isGroup(field)) faults = { ...faults, ...faultsOf(field as unknown as TSchema, value as Values, undefined, `${at}.`) };
    else if (!Check(field as unknown as TSchema, value)) faults[at] = faultText(field, value);
  }
  return faults;
}

/** Fields of their own under one heading; a category or a region is chosen whole. */
function isGroup(field: FieldSchema): boolean {
  return field.properties !== undefined && (field['x-widget'] ?? 'group') === 'group';
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
