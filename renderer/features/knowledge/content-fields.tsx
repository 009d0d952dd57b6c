/** The fields of an entry: an article's text, a catalogue row's path and units, a handling card's steps. For who proposes and for who decides. */
import { AutoComplete, Checkbox, Input, Select } from 'antd';
import type { Reference } from '../../replica/door.ts';
import { InstantPicker } from '../../ui/instant-picker.tsx';
import { unitChoices } from '../../ui/choices.ts';
import { Field } from '../../ui/labelled-field.tsx';
import type { Values } from '../../ui/form-body.ts';

type Change = (name: string, value: unknown) => void;
export type ContentProps = Readonly<{ values: Values; faults: Readonly<Record<string, string>>; change: Change; reference: Reference }>;

export function TextField({
  name,
  label,
  values,
  faults,
  change,
  max,
  long = false,
  required = false,
  help,
}: Omit<ContentProps, 'reference'> &
  Readonly<{ name: string; label: string; max: number; long?: boolean; required?: boolean; help?: string }>) {
  const value = (values[name] as string | undefined) ?? '';
  const common = { id: `suggest-${name}`, 'data-testid': `suggest-${name}`, maxLength: max, value };
  return (
    <Field id={`suggest-${name}`} label={label} required={required} fault={faults[name]} {...(help === undefined ? {} : { help })}>
      {long ? (
        <Input.TextArea {...common} autoSize={{ minRows: 2, maxRows: 12 }} onChange={(event) => change(name, event.target.value)} />
      ) : (
        <Input {...common} onChange={(event) => change(name, event.target.value)} />
      )}
    </Field>
  );
}

function ArticleFields(props: ContentProps) {
  const { values, change } = props;
  return (
    <>
      <TextField {...props} name="title" label="标题" max={120} required />
      <TextField {...props} name="body" label="正文" max={8000} long required help="所有人都会看到：不写姓名、电话、住址和工单编号。" />
      <TextField {...props} name="source" label="出处" max={200} required help="文件名称、条款和发文单位" />
      <TextField {...props} name="keywords" label="其他说法" max={400} help="群众常用的说法，用顿号隔开，便于查找" />
      <Field id="suggest-validTo" label="有效至" help="到期前 30 天提醒；长期有效的不填">
        <InstantPicker
          id="suggest-validTo"
          name="reviewAt"
          ahead
          required={false}
          empty="长期有效"
          described={{}}
          value={values['validTo']}
          onChange={(value) => change('validTo', value)}
        />
      </Field>
    </>
  );
}

const LEVELS = [
  ['first', '一级'],
  ['second', '二级'],
  ['third', '三级（事项）'],
] as const;

function CategoryFields(props: ContentProps) {
  const { values, faults, change, reference } = props;
  const rows = [...reference.categories.values()];
  const within = (level: number): string[] => {
    const above = LEVELS.slice(0, level).map(([name]) => values[name]);
    const names = rows.filter((row) => above.every((one, at) => row.path[at] === one)).map((row) => row.path[level] ?? '');
    return [...new Set(names)].filter((one) => one !== '');
  };
  return (
    <>
      {LEVELS.map(([name, label], level) => (
        <Field key={name} id={`suggest-${name}`} label={label} required fault={faults[name]}>
          <AutoComplete
            id={`suggest-${name}`}
            data-testid={`suggest-${name}`}
            style={{ width: '100%' }}
            value={(values[name] as string | undefined) ?? ''}
            options={level === 2 ? [] : within(level).map((value) => ({ value }))}
            showSearch={{ filterOption: (typed, option) => option?.value.includes(typed) === true }}
            onChange={(value: string) => change(name, value)}
          />
        </Field>
      ))}
      <Field id="suggest-units" label="通常由哪些单位承办" help="不选：由事发地街道承办">
        <Select
          id="suggest-units"
          data-testid="suggest-units"
          mode="multiple"
          style={{ width: '100%' }}
          value={(values['units'] as string[] | undefined) ?? []}
          options={[...unitChoices(reference, undefined, '')]}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(value: string[]) => change('units', value)}
        />
      </Field>
      <Checkbox checked={values['departmentOnly'] === true} onChange={(event) => change('departmentOnly', event.target.checked)}>
        只由部门承办，街道不自办
      </Checkbox>
    </>
  );
}

function CardFields(props: ContentProps) {
  const codes = (props.values['categories'] ?? []) as readonly string[];
  const names = codes.map((code) => nameOfCode(code, props.reference));
  return (
    <>
      <p className="quiet">适用事项：{names.join('、')}</p>
      <TextField {...props} name="title" label="名称" max={60} required />
      <TextField {...props} name="steps" label="步骤" max={4000} long required help="一行一步，最多 12 步" />
      <TextField {...props} name="evidence" label="须留的证据" max={1600} long help="一行一项" />
      <TextField {...props} name="basis" label="依据" max={2600} long help="一行一项：法规、文件的名称和条款" />
      <TextField
        {...props}
        name="reply"
        label="答复参考"
        max={1000}
        long
        required
        help="要按实际情况填写的放在〔〕内。所有人都会看到：不写姓名和电话。"
      />
    </>
  );
}

/** A row's own name, or the branch that a beginning of a code stands for. */
function nameOfCode(code: string, reference: Reference): string {
  const row = reference.categories.get(code);
  if (row !== undefined) return row.path.at(-1) ?? code;
  const under = [...reference.categories.values()].find((one) => one.code.startsWith(code));
  return under?.path[Math.max(0, code.length / 2 - 1)] ?? code;
}

const FIELDS = { category: CategoryFields, article: ArticleFields, card: CardFields } as const;

/** The fields of what a suggestion is about. */
export function ContentFields({ what, ...props }: ContentProps & Readonly<{ what: keyof typeof FIELDS }>) {
  const Fields = FIELDS[what];
  return <Fields {...props} />;
}
