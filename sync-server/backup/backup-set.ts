/**
 * A set: a full backup and what was added to it since, in one folder with a `manifest.json` that says nothing of people. The manifest is
 * replaced only when a run is whole, and carries a code under the passphrase's key: parts cannot be taken from its end unnoticed.
 */
import { createHmac } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { Instant } from '../../shared/hotline/ids.ts';
import { canonicalText } from '../../shared/sync/canonical.ts';
import { writeFileForced } from '../store/folder-file.ts';

/** Read in this order: what the later ones hold covers whatever an earlier one names [sync A3]. */
export const BACKED_UP = ['hotline', 'private', 'accounts', 'evidence'] as const;
export type BackedUp = (typeof BACKED_UP)[number];

const Sequence = Type.Union([Type.Number(), Type.String()]);
const Part = Type.Object({ file: Type.String({ pattern: '^[0-9]{6}\\.part$' }), sha256: Type.String(), bytes: Type.Integer() });
export const Manifest = Type.Object({
  format: Type.Literal(1),
  set: Type.String(),
  hubId: Type.String(),
  storeId: Type.String(),
  salt: Type.String(),
  /** When the first run and the last one began. */
  begun: Instant,
  at: Instant,
  runs: Type.Integer({ minimum: 1 }),
  /** How far each database has been read. */
  read: Type.Record(Type.String(), Sequence),
  /** By the id of a database of the root: how many purges it had seen when it was read. */
  purges: Type.Optional(Type.Record(Type.String(), Type.Integer())),
  parts: Type.Array(Part),
  mac: Type.String(),
});
export type Manifest = Readonly<Static<typeof Manifest>>;
export type UnsealedManifest = Omit<Manifest, 'mac'>;

const FILE = 'manifest.json';

function macOf(key: Uint8Array, manifest: UnsealedManifest): string {
  return createHmac('sha256', key).update(canonicalText(manifest)).digest('hex');
}

export function manifestHolds(key: Uint8Array, { mac, ...rest }: Manifest): boolean {
  return mac === macOf(key, rest);
}

export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, FILE), 'utf8'));
    return Check(Manifest, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export async function writeManifest(folder: string, key: Uint8Array, manifest: UnsealedManifest): Promise<void> {
  const sealed: Manifest = { ...manifest, mac: macOf(key, manifest) };
  await writeFileForced(join(folder, FILE), JSON.stringify(sealed, undefined, 1));
}

export type FoundSet = Readonly<{ folder: string; manifest: Manifest }>;

/** Whole sets under a folder, the newest last; the folder itself may be one. */
export async function setsIn(folder: string): Promise<readonly FoundSet[]> {
  const own = await readManifest(folder);
  if (own !== undefined) return [{ folder, manifest: own }];
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found: FoundSet[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const manifest = entry.isDirectory() ? await readManifest(join(folder, entry.name)) : undefined;
    if (manifest !== undefined) found.push({ folder: join(folder, entry.name), manifest });
  }
  return found.toSorted((a, b) => (a.manifest.begun < b.manifest.begun ? -1 : 1));
}

/** Backups are kept at most 30 days [sync R1]: desks keep what was settled for 35, and can fill no older gap. */
export const KEPT_MS = 30 * 24 * 3_600_000;

export async function forgetOld(sets: readonly FoundSet[], now: number): Promise<number> {
  const old = sets.filter(({ manifest }) => now - Date.parse(manifest.at) > KEPT_MS);
  for (const { folder } of old) await rm(folder, { recursive: true });
  return old.length;
}
