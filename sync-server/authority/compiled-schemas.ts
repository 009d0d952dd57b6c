/** Schemas compiled at run time, which the desk’s page may not: the hub checks and folds far more. */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

const compiled = new WeakMap<TSchema, (value: unknown) => boolean>();

/** The same answer as the interpreter's, which a desk gives. */
export function fitsCompiled(schema: TSchema, value: unknown): boolean {
  let check = compiled.get(schema);
  if (check === undefined) {
    const validator = Compile(schema);
    check = (one) => validator.Check(one);
    compiled.set(schema, check);
  }
  return check(value);
}
