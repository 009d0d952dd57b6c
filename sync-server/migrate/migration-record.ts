/**
 * How far a migration has come, beside the data of the hub that is moved [sync X3]. It says where to without the password; once it is
 * done the embedded store is never served again: two hubs of one city would each give the same numbers [sync A5].
 */
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { readFolderFile, writeFileForced } from '../store/folder-file.ts';

const Record = Type.Object({
  format: Type.Literal(1),
  /** Hosts and prefix of the target, without credentials. */
  to: Type.String(),
  /** By database: up to which sequence of its source it has been copied. */
  read: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String()])),
  /** When counts and digests were equal. */
  done: Type.Optional(Type.String()),
});
export type MigrationRecord = Readonly<Static<typeof Record>>;

const FILE = 'migration.json';

export function migrationRecord(dataDir: string): Promise<MigrationRecord | undefined> {
  return readFolderFile(join(dataDir, FILE), Record);
}

export async function writeMigrationRecord(dataDir: string, record: MigrationRecord): Promise<void> {
  await writeFileForced(join(dataDir, FILE), JSON.stringify(record));
}

/** The store of this folder has been moved: it is not served from here any more. */
export class StoreMoved extends Error {
  override readonly name = 'StoreMoved';
  readonly to: string;

  constructor(to: string) {
    super(`the store was moved to ${to}`);
    this.to = to;
  }
}

export async function refuseMoved(dataDir: string): Promise<void> {
  const record = await migrationRecord(dataDir);
  if (record?.done !== undefined) throw new StoreMoved(record.to);
}
