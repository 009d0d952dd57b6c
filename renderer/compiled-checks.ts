/**
 * Compiles the document schemas while the screen is built, and puts the result in place of `replica/document-checks.ts`: at run
 * time the page's policy forbids `eval`, and interpreted checks took a fifth of the first pull.
 */
import { Build } from 'typebox/schema';
import type Type from 'typebox';

/** `(value) => boolean` as an expression of JavaScript; throws on what cannot be written down. */
function checkSource(schema: Type.TSchema): string {
  const built = Build(schema);
  const { identifier, variables } = built.External();
  if (built.UseUnevaluated()) throw new Error('a schema with unevaluated properties cannot be compiled here');
  const written = variables.map((variable) => {
    if (variable instanceof RegExp) return variable.toString();
    throw new Error('only patterns can be written down');
  });
  return `(() => {\nconst ${identifier} = [${written.join(', ')}];\n${built.Functions().join(';\n')};\nreturn (value) => ${built.Entry()};\n})()`;
}

/** The text of a module that exports `fitsSchema`, as `document-checks.ts` does. */
export function compiledChecks(schemas: Readonly<Record<string, Type.TSchema>>): string {
  const checks = Object.entries(schemas).map(([kind, schema]) => `[${JSON.stringify(kind)}, ${checkSource(schema)}]`);
  return [
    "import { Guard } from 'typebox/guard';",
    "import { Hashing } from 'typebox/system';",
    'void Guard;\nvoid Hashing;',
    `const checks = new Map([\n${checks.join(',\n')}\n]);`,
    'export const fitsSchema = (kind, plain) => checks.get(kind)?.(plain) ?? false;',
  ].join('\n');
}

/** The Vite plugin. Its test compiles for Node and compares with the interpreter. */
export function documentChecks(schemas: Readonly<Record<string, Type.TSchema>>) {
  return {
    name: 'griddesk-document-checks',
    enforce: 'pre' as const,
    load(id: string): string | undefined {
      return id.replace(/\?.*$/u, '').endsWith('/renderer/replica/document-checks.ts') ? compiledChecks(schemas) : undefined;
    },
  };
}
