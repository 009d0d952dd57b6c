/**
 * Which formats the data of a folder has, beside the data: a hub of an earlier version must not open what a later one has written, because
 * it would read it wrongly without a word. Asked before anything is opened, so that a refusal leaves every file as it is.
 */
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { readFolderFile, writeFileForced } from './folder-file.ts';

const Formats = Type.Object({ store: Type.Integer({ minimum: 1 }), index: Type.Integer({ minimum: 1 }) });
export type Formats = Readonly<Static<typeof Formats>>;

export const FORMATS_FILE = 'format.json';

/** Written by a later version: this one refuses to open it. */
export class FolderTooNew extends Error {
  override readonly name = 'FolderTooNew';
  readonly what: keyof Formats;
  readonly found: number;
  readonly known: number;

  constructor(what: keyof Formats, found: number, known: number) {
    super(`the ${what} has format ${found}, this version knows ${known}: it was written by a later version`);
    this.what = what;
    this.found = found;
    this.known = known;
  }
}

export function refuseLater(what: keyof Formats, found: unknown, known: number): void {
  if (typeof found === 'number' && found > known) throw new FolderTooNew(what, found, known);
}

const formatsOf = (dataDir: string): Promise<Formats | undefined> => readFolderFile(join(dataDir, FORMATS_FILE), Formats);

export async function refuseLaterFolder(dataDir: string, own: Formats): Promise<void> {
  const found = await formatsOf(dataDir);
  refuseLater('store', found?.store, own.store);
  refuseLater('index', found?.index, own.index);
}

/** Before anything of these formats is written: a crash in between must not hide them. */
export async function markFormats(dataDir: string, own: Formats): Promise<void> {
  const found = await formatsOf(dataDir);
  if (found?.store === own.store && found.index === own.index) return;
  await writeFileForced(join(dataDir, FORMATS_FILE), JSON.stringify(own));
}
