/** What a form knows of a field: the part of a body's schema it is made from, and what its input is given. */
import type { ReactNode } from 'react';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Reference, Replica } from '../replica/door.ts';

export type FieldSchema = Readonly<{
  title?: string;
  description?: string;
  type?: string;
  anyOf?: readonly Readonly<{ const?: string }>[];
  properties?: Readonly<Record<string, FieldSchema>>;
  required?: readonly string[];
  maxLength?: number;
  'x-widget'?: string;
  'x-labels'?: readonly string[];
}>;

export type FieldProps = Readonly<{
  name: string;
  /** Where it stands in the body, `told.how`; faults are kept by it. */
  path: string;
  field: FieldSchema;
  required: boolean;
  value: unknown;
  onChange: (value: unknown) => void;
  replica: Replica;
  reference: Reference;
  /** The action whose form it is. */
  kind: string;
  /** None yet while it is being registered. */
  ticket: Ticket | undefined;
  faults: Readonly<Record<string, string>>;
  /** What the ticket itself says to a field, by path: a date that follows from the choice, what is still lacking. */
  hints: Readonly<Record<string, string>>;
  say: (text: string) => void;
}>;

/** What ties an input to its label, its help and its fault for those who hear the screen. */
export type Described = Readonly<{ 'aria-describedby'?: string; 'aria-invalid'?: true; 'aria-required'?: true }>;
export type WidgetProps = FieldProps & Readonly<{ id: string; described: Described }>;

/** What stands under a field of a form: choices that `take` puts into it, or into another. */
export type UnderField = (
  name: string,
  values: Readonly<Record<string, unknown>>,
  take: (name: string, value: unknown) => void,
) => ReactNode;
