/** A field with its label, its fault and its help, where no schema makes the form. */
import type { ReactNode } from 'react';

type Props = Readonly<{ id: string; label: string; required?: boolean; fault?: string | undefined; help?: string; children: ReactNode }>;

export function Field({ id, label, required = false, fault, help, children }: Props) {
  return (
    <div className={`field field-long${fault === undefined ? '' : ' faulty'}`}>
      <label className="field-label" htmlFor={id}>
        {label}
        {required ? <i className="required">必填</i> : null}
      </label>
      {children}
      {fault === undefined ? null : <span className="field-fault">{fault}</span>}
      {help === undefined ? null : <span className="field-help">{help}</span>}
    </div>
  );
}
