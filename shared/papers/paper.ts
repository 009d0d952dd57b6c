/**
 * What stands on a paper, without a layout: the desk draws it, prints it and makes a PDF of it (F24, F13, F64). Times are Chinese
 * text in UTC+8; what nobody knows yet is left out and becomes a line to be filled in by hand.
 */
import type { TicketId } from '../hotline/ids.ts';
import type { AccessDraft } from '../sync/access.ts';

/** No value: to be written by hand. */
export type Fact = readonly [label: string, value: string | undefined];
export type Cell = string | undefined;

export type Block =
  | Readonly<{ kind: 'facts'; title?: string; facts: readonly Fact[] }>
  | Readonly<{ kind: 'figures'; title: string; figures: readonly (readonly [name: string, value: string])[] }>
  /** `widths`: shares of the width, as many as columns. `none`: said instead of an empty table. */
  | Readonly<{
      kind: 'table';
      title: string;
      head: readonly string[];
      widths: readonly number[];
      rows: readonly (readonly Cell[])[];
      none?: string;
      more?: string;
    }>
  | Readonly<{ kind: 'text'; title: string; paragraphs: readonly string[]; boxed?: true }>
  /** To be signed: what each line is for. */
  | Readonly<{ kind: 'signatures'; lines: readonly string[] }>;

/** An identifier, or the matter itself, that can be read on the paper: recorded before it is printed (F51). */
export type Stands = Readonly<{ ticket: TicketId; field: AccessDraft['field'] }>;

export type Paper = Readonly<{
  title: string;
  /** A line of its own under the title, such as a period. */
  period?: string;
  /** Beside one another under that: number, unit, how old. */
  under: readonly string[];
  blocks: readonly Block[];
  /** Who made it and when, for the foot: a copy that gets about says where it came from. */
  made: string;
  /** A name for a file, without its ending. */
  name: string;
  stands: readonly Stands[];
}>;

/** A paper that may not be made says why, in Chinese with a next step. */
export type Made = Readonly<{ ok: true; paper: Paper }> | Readonly<{ ok: false; code: string; message: string }>;
