/** A handling card as the seed writes it (F30). */

/** `of`: names of the second or the third level. */
export type Card = Readonly<{
  title: string;
  of: readonly string[];
  steps: readonly string[];
  basis: readonly string[];
  evidence: readonly string[];
  reply: string;
}>;
