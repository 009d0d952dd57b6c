/**
 * Whether a document fits its schema. This module interprets the schemas, 0.2 ms a ticket; the build of the screen puts in its
 * place what `compiled-checks.ts` makes of them, a tenth of that: the page's policy forbids to compile them there.
 */
import { Check } from 'typebox/value';
import { DOCUMENT_SCHEMAS } from './document-schemas.ts';

/** `kind`: the prefix of the document's id. A kind that is not known fits nothing. */
export function fitsSchema(kind: string, plain: unknown): boolean {
  const schema = DOCUMENT_SCHEMAS[kind];
  return schema !== undefined && Check(schema, plain);
}
