/** A form out of an action's body schema: labels and widgets come from the schema, words from the glossary. */
import { Alert, Button, Form } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { CLAUSE_RULES } from '../../shared/hotline/closing/index.ts';
import type { Clause } from '../../shared/hotline/ticket.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Reference, Replica } from '../replica/door.ts';
import { SchemaField, type FieldSchema } from './schema-field.tsx';

export type ObjectSchema = Readonly<{ properties: Readonly<Record<string, FieldSchema>>; required?: readonly string[] }>;

type Props = Readonly<{
  schema: TSchema;
  kind: string;
  ticket: Ticket;
  replica: Replica;
  reference: Reference;
  /** Filled in beforehand, as the proposal that is being answered. */
  fixed: Readonly<Record<string, unknown>>;
  submitText: string;
  onSubmit: (body: Record<string, unknown>) => Promise<string | undefined>;
  onCancel: () => void;
}>;

/** Kept within a second (F60). */
const DRAFT_MS = 600;

const FILLED_BY_THE_PAGE = ['proposal', 'assignment'];

function fieldsOf(schema: TSchema, values: Readonly<Record<string, unknown>>): [string, FieldSchema][] {
  const { properties } = schema as unknown as ObjectSchema;
  return Object.entries(properties).flatMap(([name, field]): [string, FieldSchema][] => {
    if (name === 'clauseEvidence') {
      const rule = CLAUSE_RULES[values['clause'] as Clause];
      if (rule === undefined) return [];
      return [[name, { ...(rule.evidence as unknown as FieldSchema), title: `条款证据：${rule.asks}` }]];
    }
    return FILLED_BY_THE_PAGE.includes(field['x-widget'] ?? '') ? [] : [[name, field]];
  });
}

/** Empty texts are no values; a choice not made is absent. */
function cleaned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, cleaned(one)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined && one !== '' && !(Array.isArray(one) && one.length === 0)));
}

function missing(schema: TSchema, body: Readonly<Record<string, unknown>>): readonly string[] {
  const { properties, required = [] } = schema as unknown as ObjectSchema;
  return required.flatMap((name) => {
    const value = body[name];
    const field = properties[name];
    if (value === undefined || value === '') return [field?.title ?? name];
    return field?.properties === undefined ? [] : missing(field as unknown as TSchema, value as Record<string, unknown>);
  });
}

export function SchemaForm({ schema, kind, ticket, replica, reference, fixed, submitText, onSubmit, onCancel }: Props) {
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const touched = useRef(false);
  /** Typed and not yet kept: written at once when the form goes away, as it does when the ticket leaves this device. */
  const unkept = useRef<Record<string, unknown>>(undefined);
  useEffect(() => {
    let live = true;
    void replica.loadDraft(ticket._id, kind).then((draft) => {
      if (live && draft !== undefined && !touched.current) setValues(draft);
    });
    return () => {
      live = false;
    };
  }, [replica, ticket._id, kind]);
  useEffect(() => {
    if (!touched.current) return;
    unkept.current = values;
    const timer = setTimeout(() => {
      unkept.current = undefined;
      void replica.saveDraft(ticket._id, kind, values);
    }, DRAFT_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [values, replica, ticket._id, kind]);
  useEffect(
    () => () => {
      if (unkept.current !== undefined) void replica.saveDraft(ticket._id, kind, unkept.current);
    },
    [replica, ticket._id, kind],
  );
  const change = (name: string, value: unknown): void => {
    touched.current = true;
    setValues((before) => ({ ...before, [name]: value }));
  };
  const submit = async (): Promise<void> => {
    const evidence = (schema as unknown as ObjectSchema).required?.includes('clauseEvidence') === true ? { clauseEvidence: {} } : {};
    const body = cleaned({ ...evidence, ...values, ...fixed }) as Record<string, unknown>;
    const lacks = missing(schema, body);
    if (lacks.length > 0) {
      setProblem(`请填写：${lacks.join('、')}`);
      return;
    }
    if (!Check(schema, body)) {
      setProblem('有内容过长或格式不对，请检查后再提交。');
      return;
    }
    setBusy(true);
    unkept.current = undefined;
    const refused = await onSubmit(body);
    setBusy(false);
    setProblem(refused);
    if (refused === undefined) {
      touched.current = false;
      await replica.dropDraft(ticket._id, kind);
    }
  };
  const { required = [] } = schema as unknown as ObjectSchema;
  return (
    <Form layout="vertical" onFinish={() => void submit()} data-testid={`form-${kind}`}>
      {fieldsOf(schema, values).map(([name, field]) => (
        <SchemaField
          key={name}
          name={name}
          field={field}
          required={required.includes(name)}
          value={values[name]}
          onChange={(value) => change(name, value)}
          replica={replica}
          reference={reference}
          ticket={ticket}
          say={setProblem}
        />
      ))}
      {problem === undefined ? null : (
        <Alert type="warning" showIcon title={problem} role="alert" data-testid="form-problem" style={{ marginBottom: 12 }} />
      )}
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={busy} data-testid="form-submit">
          {submitText}
        </Button>
        <Button onClick={onCancel}>取消</Button>
      </div>
    </Form>
  );
}
