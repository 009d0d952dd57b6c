/**
 * A rule pack into the hub (F05; hotline.md §7): layers are composed over the provincial default, and what comes out is a document of
 * its own version. Packs are never changed: a ticket keeps the one of its day.
 */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { Instant } from '../../shared/hotline/ids.ts';
import { composePack, type PackFault } from '../../shared/hotline/packs/compose.ts';
import { LN_DEFAULT } from '../../shared/hotline/packs/ln-default.ts';
import type { RulePackDocument } from '../../shared/hotline/reference/documents.ts';
import { PackLayer } from '../../shared/hotline/reference/pack-layer.ts';
import { canonicalText } from '../../shared/sync/canonical.ts';
import type { Core } from '../core.ts';
import type { Document } from '../store/database.ts';

export const PackFile = Type.Object(
  {
    id: Type.String({ pattern: '^[0-9A-Za-z-]{1,40}$' }),
    validFrom: Instant,
    district: Type.Optional(Type.String({ pattern: '^[0-9]{6}$' })),
    layers: Type.Array(PackLayer, { minItems: 1, maxItems: 7 }),
  },
  { additionalProperties: false },
);

export type PackAnswer =
  | Readonly<{ ok: true; id: string; version: number; unchanged: boolean }>
  | Readonly<{ ok: false; reason: string; faults: readonly PackFault[] }>;

/** What a version is told apart by. */
function content({ _id, version, ...rest }: RulePackDocument): string {
  void [_id, version];
  return canonicalText(rest);
}

export async function takePack(core: Core, file: unknown): Promise<PackAnswer> {
  if (!Check(PackFile, file)) return { ok: false, reason: '不是规则包文件，或其中有不认识的项目。请核对文件后重试。', faults: [] };
  const { layers, ...named }: Static<typeof PackFile> = file;
  const known = (await core.store.hotline.withPrefix<RulePackDocument>(`pack:${named.id}:`)).map(
    ({ _rev: _dropped, ...pack }) => pack as RulePackDocument,
  );
  const last = known.toSorted((a, b) => b.version - a.version)[0];
  const version = (last?.version ?? 0) + 1;
  const composed = composePack(LN_DEFAULT, layers, { ...named, version });
  if (!composed.ok) return { ok: false, reason: '各层规定之间有冲突，没有导入。', faults: composed.faults };
  if (last !== undefined && content(last) === content(composed.pack))
    return { ok: true, id: named.id, version: last.version, unchanged: true };
  const [written] = await core.store.hotline.write([composed.pack as unknown as Document]);
  if (written?.ok !== true) throw new Error(`the store did not take ${composed.pack._id}`);
  await core.feed.catchUp();
  return { ok: true, id: named.id, version, unchanged: false };
}
