/** One field of a form made from a schema: label, input, help, and what is wrong with it beside it. */
import type { FieldProps } from './field.ts';
import { Widget } from './schema-widgets.tsx';

/** Fields of no use to a person (hashes of proofs) are left to the software. */
const HIDDEN = ['proof'];
/** These have no input of their own that a label could point to. */
const GROUPS = ['evidence'];
/** Choices with words longer than this do not fit beside another field. */
const WORDY = 10;
/** Given the whole width of the form. */
const LONG = ['longText', 'evidence', 'clause'];

export function SchemaField(props: FieldProps) {
  const { field, name, path, required, value, onChange, faults, hints } = props;
  if (HIDDEN.includes(name)) return null;
  const widget = field['x-widget'];
  if (field.properties !== undefined && (widget === undefined || widget === 'group')) {
    const inner = (value ?? {}) as Record<string, unknown>;
    return (
      <fieldset className="field-group">
        <legend>{field.title}</legend>
        {hints[path] === undefined ? null : (
          <p className="field-hint" data-testid={`hint-${name}`}>
            {hints[path]}
          </p>
        )}
        {Object.entries(field.properties).map(([key, one]) => (
          <SchemaField
            {...props}
            key={key}
            name={key}
            path={`${path}.${key}`}
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
  const fault = faults[path];
  // A date picker says it in its empty field.
  const said = widget === 'instant' && !required ? undefined : field.description;
  const help = [said, hints[path]].filter((one) => one !== undefined).join('；') || undefined;
  const described = [fault === undefined ? '' : `${id}-fault`, help === undefined ? '' : `${id}-help`]
    .filter((one) => one !== '')
    .join(' ');
  const radios = field.type === 'boolean' || (field.anyOf !== undefined && field.anyOf.length <= 6 && widget !== 'clause');
  const Label = radios || GROUPS.includes(widget ?? '') ? 'span' : 'label';
  const long = LONG.includes(widget ?? '') || (radios && field['x-labels']?.some((one) => one.length > WORDY) === true);
  return (
    <div className={`field${long ? ' field-long' : ''}${fault === undefined ? '' : ' faulty'}`}>
      <Label className="field-label" id={`${id}-label`} {...(Label === 'label' ? { htmlFor: id } : {})}>
        {field.title}
        {required ? <i className="required">必填</i> : null}
      </Label>
      <Widget
        {...props}
        id={id}
        described={{
          ...(described === '' ? {} : { 'aria-describedby': described }),
          ...(fault === undefined ? {} : { 'aria-invalid': true }),
          ...(required ? { 'aria-required': true } : {}),
        }}
      />
      {fault === undefined ? null : (
        <span className="field-fault" id={`${id}-fault`}>
          {fault}
        </span>
      )}
      {help === undefined ? null : (
        <span className="field-help" id={`${id}-help`}>
          {help}
        </span>
      )}
    </div>
  );
}
