/** The hub's own id and the administrator's password, made at the first start, in a file that only its owner reads. */
import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { ulid } from 'ulid';

const HubRecord = Type.Object({ hubId: Type.String({ minLength: 1 }), adminPassword: Type.String({ minLength: 1 }) });
type HubRecord = Readonly<Static<typeof HubRecord>>;

export const RECORD_FILE = 'hub.json';

function parsed(text: string): HubRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Check(HubRecord, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: a hub that lost its id is another hub to every desk. */
async function write(path: string, record: HubRecord): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(record));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

/** `made`: a password was made now, and is to be told once. A password that is given counts for this run. */
export async function hubRecord(dataDir: string, given: string | undefined): Promise<HubRecord & Readonly<{ made: boolean }>> {
  const path = join(dataDir, RECORD_FILE);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) {
    const known = parsed(text);
    if (known === undefined) throw new Error(`${RECORD_FILE} is damaged: put back a copy of it, desks know the hub by its id`);
    return { hubId: known.hubId, adminPassword: given ?? known.adminPassword, made: false };
  }
  const record = { hubId: `hub-${ulid()}`, adminPassword: given ?? randomBytes(12).toString('base64url') };
  await write(path, record);
  return { ...record, made: given === undefined };
}

/** The hub's id stays. */
export async function changeRecordedPassword(dataDir: string, adminPassword: string): Promise<void> {
  const path = join(dataDir, RECORD_FILE);
  const known = parsed(await readFile(path, 'utf8'));
  if (known === undefined) throw new Error(`${RECORD_FILE} is damaged`);
  await write(path, { ...known, adminPassword });
}
