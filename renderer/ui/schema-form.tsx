/** A form out of an action's body schema: labels, help and inputs come from the schema, words from the glossary. */
import { Alert } from 'antd';
import { Fragment, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Context } from '../../shared/hotline/verdict.ts';
import type { Reference, Replica } from '../replica/door.ts';
import type { UnderField } from './field.ts';
import { bodyOf, faultsOf, fieldsOf, type Values } from './form-body.ts';
import { FormEnd } from './form-end.tsx';
import { hintsOf } from './form-hints.ts';
import { useKeptDraft } from './kept-draft.ts';
import { SchemaField } from './schema-field.tsx';

type Props = Readonly<{
  schema: TSchema;
  kind: string;
  ticket: Ticket;
  /** By what pack, calendar and time the ticket is judged. */
  context: Context;
  replica: Replica;
  reference: Reference;
  /** Known beforehand, as the proposal that is being answered. */
  fixed: Values;
  submitText: string;
  under?: UnderField | undefined;
  /** What pressing the button does. */
  consequence: string;
  onSubmit: (body: Record<string, unknown>) => Promise<string | undefined>;
  onCancel: () => void;
}>;

/** Particulars that the ticket has already are shown filled in where they may be corrected (dispatch, designate). */
const PARTICULARS = ['kind', 'category', 'urgency', 'region', 'address'] as const;

function known(schema: TSchema, ticket: Ticket): Values {
  const { properties } = schema as unknown as { properties: Record<string, unknown> };
  const names = PARTICULARS.filter((name) => Object.hasOwn(properties, name) && ticket[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, ticket[name]]));
}

function focusFirst(form: HTMLFormElement | null, selector: string): void {
  const input = form?.querySelector<HTMLElement>(selector);
  input?.focus({ preventScroll: true });
  input?.scrollIntoView({ block: 'nearest' });
}

export function SchemaForm(props: Props) {
  const { schema, kind, ticket, context, replica, reference, fixed, under, submitText, consequence, onSubmit, onCancel } = props;
  const about = { kind, ticket, context };
  const draft = useKeptDraft(replica, ticket._id, kind, known(schema, ticket));
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (draft.ready) focusFirst(form.current, 'input, textarea, button');
  }, [draft.ready]);
  useEffect(() => {
    if (Object.keys(faults).length > 0) focusFirst(form.current, '.faulty input, .faulty textarea');
  }, [faults]);
  const hints = hintsOf(draft.values, about);
  const fields = draft.ready ? fieldsOf(schema, { ...draft.values, ...fixed }, about) : [];
  const submit = async (): Promise<void> => {
    const body = bodyOf(schema, draft.values, fixed, about);
    const found = faultsOf(schema, body, about);
    setFaults(found);
    if (Object.keys(found).length > 0 || !Check(schema, body)) {
      const words = Object.values(found);
      setProblem(words.length === 0 ? '有内容过长或格式不对，请检查后再提交。' : `还不能保存：${words.join('；')}。`);
      return;
    }
    setBusy(true);
    draft.pause();
    const refused = await onSubmit(body);
    setBusy(false);
    setProblem(refused);
    if (refused === undefined) await draft.done();
    else draft.resume();
  };
  const leave = (event: KeyboardEvent): void => {
    // Escape closes an open list first; its own handler has seen to that.
    if (event.key !== 'Escape' || document.querySelector('.ant-select-open, .ant-picker-focused .ant-picker-open') !== null) return;
    event.stopPropagation();
    onCancel();
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={leave}
      data-testid={`form-${kind}`}
    >
      {fields.map(({ name, field, required }) => (
        <Fragment key={name}>
          <SchemaField
            name={name}
            path={name}
            field={field}
            required={required}
            value={draft.values[name]}
            onChange={(value) => draft.change(name, value)}
            replica={replica}
            reference={reference}
            kind={kind}
            ticket={ticket}
            faults={faults}
            hints={hints}
            say={setProblem}
          />
          {under?.(name, draft.values, draft.change)}
        </Fragment>
      ))}
      {problem === undefined ? null : <Alert type="warning" showIcon title={problem} role="alert" data-testid="form-problem" />}
      <FormEnd
        consequence={consequence}
        submitText={submitText}
        cancelText="暂不办理"
        busy={busy}
        kept={draft.kept}
        submitId="form-submit"
        cancelId="form-cancel"
        onCancel={onCancel}
      />
    </form>
  );
}
