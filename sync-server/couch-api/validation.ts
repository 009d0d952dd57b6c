/** Validation functions, run for every writer but never in the hub's process; and what a design document must be [sync X2]. */
import { CouchError, forbidden, unauthorized } from './answer.ts';
import { isObject, type User } from './ask.ts';
import type { CouchParts } from './couch-parts.ts';
import type { RootDatabase } from './databases.ts';
import { DesignThrow } from './design-process.ts';
import { maybe, type Doc } from './pouch.ts';

export async function validateWrite(parts: CouchParts, database: RootDatabase, doc: Doc, user: User): Promise<void> {
  if (doc._id.startsWith('_design/')) return;
  const designs = await parts.designs.validating(database);
  if (designs.length === 0) return;
  const old = (await maybe(database.pouch.get(doc._id))) ?? null;
  const context = { db: database.name, name: user.name, roles: user.roles };
  const { _attachments, ...plain } = doc;
  for (const design of designs) {
    try {
      const given = { fn: design.validate_doc_update, doc: plain, old, user: context, security: database.security };
      await parts.designs.call(database, design, 'validate', given);
    } catch (error) {
      if (!(error instanceof DesignThrow)) throw error;
      const { thrown } = error;
      if (thrown.forbidden !== undefined) throw forbidden(thrown.forbidden);
      if (thrown.unauthorized !== undefined) throw unauthorized(thrown.unauthorized);
      // A function that cannot judge a document lets it not pass.
      throw forbidden(`${thrown.name ?? 'Error'}: ${thrown.message ?? ''}`);
    }
  }
}

const BUILT_IN = new Set(['_sum', '_count', '_stats', '_approx_count_distinct', '_first', '_last', '_top_N', '_bottom_N']);

async function compiles(parts: CouchParts, kind: string, view: string, fn: string): Promise<void> {
  try {
    await parts.designs.bare('compile', { fn });
  } catch (error) {
    if (!(error instanceof DesignThrow)) throw error;
    const { name = 'Error', message = '' } = error.thrown;
    throw new CouchError(
      400,
      'compilation_error',
      `Compilation of the ${kind} function in the '${view}' view failed: ${name}: ${message} (${fn})`,
    );
  }
}

export async function checkDesign(parts: CouchParts, doc: Doc): Promise<void> {
  if (doc._deleted === true || (doc['language'] ?? 'javascript') !== 'javascript') return;
  const views = doc['views'] ?? {};
  if (!isObject(views)) throw new CouchError(400, 'invalid_design_doc', '`views` parameter must be an object.');
  for (const [name, view] of Object.entries(views)) {
    if (name === 'lib') continue;
    if (!isObject(view)) throw new CouchError(400, 'invalid_design_doc', '`views` members must be objects.');
    const { map, reduce } = view;
    if (typeof map === 'string') await compiles(parts, 'map', name, map);
    if (typeof reduce !== 'string') continue;
    if (!reduce.trim().startsWith('_')) await compiles(parts, 'reduce', name, reduce);
    else if (!BUILT_IN.has(reduce.trim()))
      throw new CouchError(400, 'invalid_design_doc', `\`${reduce}\` is not a supported reduce function.`);
  }
}
