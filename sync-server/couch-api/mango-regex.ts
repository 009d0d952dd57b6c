/** Regular expressions of a selector are tried in the child process with its time limit: one that explodes costs the hub nothing. */
import { badRequest } from './answer.ts';
import type { Designs } from './designs.ts';
import { DesignThrow } from './design-process.ts';

export type RegexTester = (texts: readonly (readonly [pattern: string, text: string])[]) => Promise<readonly boolean[]>;

export function regexTester(designs: Designs): RegexTester {
  return async (texts) => {
    if (texts.length === 0) return [];
    try {
      return await designs.bare<boolean[]>('regex', { texts });
    } catch (error) {
      if (error instanceof DesignThrow) throw badRequest(`Invalid regular expression: ${error.message}`);
      throw error;
    }
  };
}
