/** Whose signed packs and calendars this hub takes: its own, and those of publishers its administrator trusts (art. 22, F05). */
import Type, { type Static } from 'typebox';
import type { ReferenceFile } from '../../shared/sync/reference-file.ts';
import { referenceHolds } from '../gate/signature.ts';
import { hubPublicKey } from '../hub-signer.ts';
import type { Document } from '../store/database.ts';
import type { Store } from '../store/store.ts';

export const Publisher = Type.Object(
  {
    hubId: Type.String({ pattern: '^[0-9A-Za-z-]{1,40}$' }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    publicKey: Type.String({ pattern: '^[A-Za-z0-9_-]{87}$' }),
  },
  { additionalProperties: false },
);
export type Publisher = Readonly<Static<typeof Publisher>>;

export async function trustPublisher(store: Store, publisher: Publisher): Promise<void> {
  const _id = `publisher:${publisher.hubId}`;
  const known = await store.private.get<Document>(_id);
  const [written] = await store.private.write([{ ...known, _id, schema: 1, ...publisher }]);
  if (written?.ok !== true) throw new Error(`the store did not take ${_id}`);
}

export type Trust = 'trusted' | 'unknown' | 'spoilt';

/** `spoilt`: named for somebody who is known, and not signed by them. */
export async function trustOf(store: Store, hubId: string, file: ReferenceFile): Promise<Trust> {
  const publisher = await store.private.get<Publisher>(`publisher:${file.hubId}`);
  const key = file.hubId === hubId ? await hubPublicKey(store.private) : publisher?.publicKey;
  if (key === undefined) return 'unknown';
  return (await referenceHolds(file, key)) ? 'trusted' : 'spoilt';
}
