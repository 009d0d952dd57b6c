/**
 * A city's reference as one file, from which another hub is started: units, catalogue, knowledge, packs and calendars. No tickets, no
 * accounts, and no people unless they are asked for: without them grids have no workers.
 */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import type { Core } from '../core.ts';
import type { Document } from '../store/database.ts';
import { writeOnce } from '../store/write-whole.ts';

const PREFIXES = ['unit:', 'category:', 'card:', 'article:', 'template:', 'pack:', 'calendar:'] as const;
const PEOPLE = 'person:';

export const ReferenceSeed = Type.Object(
  {
    griddeskSeed: Type.Literal(1),
    at: Type.String(),
    people: Type.Boolean(),
    documents: Type.Array(Type.Object({ _id: Type.String() }, { additionalProperties: true })),
  },
  { additionalProperties: false },
);
export type ReferenceSeed = Static<typeof ReferenceSeed>;

type Unit = Readonly<{ _id: string; grids?: readonly object[] }>;

function withoutWorkers(document: Unit): object {
  return document.grids === undefined ? document : { ...document, grids: document.grids.map((grid) => ({ ...grid, workers: [] })) };
}

export async function exportSeed(core: Core, options: Readonly<{ people: boolean }>): Promise<ReferenceSeed> {
  const documents: ReferenceSeed['documents'] = [];
  for (const prefix of [...PREFIXES, ...(options.people ? [PEOPLE] : [])])
    for (const { _rev: _dropped, ...document } of await core.store.hotline.withPrefix<Unit>(prefix))
      documents.push((options.people ? document : withoutWorkers(document)) as ReferenceSeed['documents'][number]);
  return { griddeskSeed: 1, at: core.now(), people: options.people, documents };
}

/** How many documents the file holds; nothing where it is no seed, or holds what is no reference. What is there already stays as it is. */
export async function takeSeed(core: Core, file: unknown): Promise<number | undefined> {
  if (!Check(ReferenceSeed, file)) return undefined;
  const allowed = [...PREFIXES, ...(file.people ? [PEOPLE] : [])];
  if (!file.documents.every(({ _id }) => allowed.some((prefix) => _id.startsWith(prefix)))) return undefined;
  await writeOnce(core.store.hotline, file.documents as readonly Document[]);
  await core.feed.catchUp();
  return file.documents.length;
}
