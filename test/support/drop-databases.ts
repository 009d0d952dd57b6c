/** Run with each contract file: with `COUCHDB_URL` its databases go when it ends. */
import { afterAll } from 'vitest';

if ((process.env['COUCHDB_URL'] ?? '') !== '') {
  const { dropPrepared } = await import('./hub.ts');
  afterAll(dropPrepared);
}
