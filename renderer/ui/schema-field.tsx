/** One field of a form made from a schema. */
import { Form, Input, Radio, Select } from 'antd';
import { useEffect } from 'react';
import type { EvidenceClaim } from '../../shared/hotline/ticket-parts.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Reference, Replica } from '../replica/door.ts';
import { PhotoPicker } from './photo-picker.tsx';
import { fromLocalInput, toLocalInput } from './time-text.ts';

export type FieldSchema = Readonly<{
  title?: string;
  type?: string;
  anyOf?: readonly Readonly<{ const?: string }>[];
  properties?: Readonly<Record<string, FieldSchema>>;
  required?: readonly string[];
  maxLength?: number;
  'x-widget'?: string;
  'x-labels'?: readonly string[];
}>;

type Props = Readonly<{
  name: string;
  field: FieldSchema;
  required: boolean;
  value: unknown;
  onChange: (value: unknown) => void;
  replica: Replica;
  reference: Reference;
  ticket: Ticket;
  say: (text: string) => void;
}>;

function choices(field: FieldSchema): { value: string; label: string }[] {
  return (field.anyOf ?? []).map((one, at) => ({ value: one.const ?? '', label: field['x-labels']?.[at] ?? one.const ?? '' }));
}

function InstantInput({
  id,
  value,
  onChange,
  required,
}: Readonly<{ id: string; value: unknown; onChange: (value: unknown) => void; required: boolean }>) {
  // Most things are written down when they have just happened.
  useEffect(() => {
    if (required && value === undefined) onChange(new Date().toISOString());
  }, [required, value, onChange]);
  const shown = typeof value === 'string' ? toLocalInput(value) : '';
  return (
    <Input
      id={id}
      type="datetime-local"
      value={shown}
      onChange={(event) => onChange(event.target.value === '' ? undefined : fromLocalInput(event.target.value))}
      style={{ maxWidth: 260 }}
    />
  );
}

function options(props: Props): { value: string; label: string }[] {
  const { field, reference, ticket } = props;
  if (field['x-widget'] === 'unit') {
    return [...reference.units.values()]
      .filter((unit) => unit.type !== 'district')
      .map((unit) => ({ value: unit.code, label: `${unit.name}（${unit.code}）` }));
  }
  return [...reference.people.values()]
    .filter((person) => person.roles.some((held) => held.role === 'gridWorker' && held.unit === ticket.lead && held.to === undefined))
    .map((person) => ({ value: person._id, label: person.name }));
}

function Widget(props: Props & { id: string }) {
  const { id, field, value, onChange, reference, name } = props;
  const widget = field['x-widget'];
  if (widget === 'evidence')
    return (
      <PhotoPicker
        replica={props.replica}
        value={(value as readonly EvidenceClaim[] | undefined) ?? []}
        onChange={onChange}
        say={props.say}
      />
    );
  if (widget === 'instant') return <InstantInput id={id} value={value} onChange={onChange} required={props.required} />;
  if (widget === 'unit' || widget === 'person') {
    return (
      <Select
        id={id}
        data-testid={`field-${name}`}
        showSearch={{ optionFilterProp: 'label' }}
        allowClear
        value={value as string | undefined}
        options={options(props)}
        onChange={onChange}
        placeholder="请选择，可输入文字查找"
      />
    );
  }
  if (widget === 'category') {
    const categories = [...reference.categories.values()];
    const chosen = (value as { code?: string } | undefined)?.code;
    return (
      <Select
        id={id}
        showSearch={{ optionFilterProp: 'label' }}
        allowClear
        value={chosen}
        placeholder="请选择目录事项"
        options={categories.map((one) => ({ value: one.code, label: one.path.join(' / ') }))}
        onChange={(code: string | undefined) => {
          const found = categories.find((one) => one.code === code);
          onChange(found === undefined ? undefined : { code: found.code, path: [...found.path], version: found.version });
        }}
      />
    );
  }
  if (widget === 'region') {
    const streets = [...reference.units.values()].filter((unit) => unit.type === 'street');
    return (
      <Select
        id={id}
        showSearch={{ optionFilterProp: 'label' }}
        allowClear
        value={(value as { street?: string } | undefined)?.street}
        placeholder="请选择街道"
        options={streets.map((unit) => ({ value: unit.code as string, label: unit.name }))}
        onChange={(street: string | undefined) => onChange(street === undefined ? undefined : { street, district: street.slice(0, 6) })}
      />
    );
  }
  if (widget === 'address') {
    return (
      <Input
        id={id}
        maxLength={300}
        value={(value as { text?: string } | undefined)?.text ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? undefined : { text: event.target.value })}
      />
    );
  }
  if (field.type === 'boolean') {
    const [no = '否', yes = '是'] = field['x-labels'] ?? [];
    return (
      <Radio.Group
        id={id}
        value={value as boolean | undefined}
        onChange={(event) => onChange(event.target.value)}
        options={[
          { value: true, label: yes },
          { value: false, label: no },
        ]}
      />
    );
  }
  if (field.anyOf !== undefined) {
    const list = choices(field);
    return list.length <= 6 ? (
      <Radio.Group id={id} value={value as string | undefined} onChange={(event) => onChange(event.target.value)} options={list} />
    ) : (
      <Select id={id} value={value as string | undefined} options={list} onChange={onChange} placeholder="请选择" />
    );
  }
  if (widget === 'longText') {
    return (
      <Input.TextArea
        id={id}
        data-testid={`field-${name}`}
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={field.maxLength ?? 2000}
        value={(value as string | undefined) ?? ''}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <Input
      id={id}
      data-testid={`field-${name}`}
      maxLength={field.maxLength ?? 300}
      value={(value as string | undefined) ?? ''}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Fields of no use to a person (hashes of proofs) are left to the software. */
const HIDDEN = ['proof'];

export function SchemaField(props: Props) {
  const { field, name, required, value, onChange } = props;
  if (HIDDEN.includes(name)) return null;
  const widget = field['x-widget'];
  if (field.properties !== undefined && (widget === undefined || widget === 'group')) {
    const inner = (value ?? {}) as Record<string, unknown>;
    return (
      <fieldset style={{ border: '1px solid #e2e8f0', borderRadius: 6, margin: '0 0 12px', padding: '8px 12px 0' }}>
        <legend style={{ fontSize: 13, color: '#475569', padding: '0 6px' }}>{field.title}</legend>
        {Object.entries(field.properties).map(([key, one]) => (
          <SchemaField
            {...props}
            key={key}
            name={key}
            field={one}
            required={required && field.required?.includes(key) === true}
            value={inner[key]}
            onChange={(next) => onChange({ ...inner, [key]: next })}
          />
        ))}
      </fieldset>
    );
  }
  if (field.title === undefined) return null;
  const id = `field-${name}`;
  return (
    <Form.Item label={field.title} htmlFor={id} required={required} style={{ marginBottom: 12 }}>
      <Widget {...props} id={id} />
    </Form.Item>
  );
}
