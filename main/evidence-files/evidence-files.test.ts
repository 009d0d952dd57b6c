import { expect, it } from 'vitest';
import { hashHex } from '../../shared/sync/canonical.ts';
import { CrashLayer } from '../durable-files/crash-layer.ts';
import { EvidenceFiles } from './evidence-files.ts';

const PHOTO = new Uint8Array([1, 2, 3]);
const HASH = hashHex(PHOTO);

it('a list asked for while a photo is being written takes nothing from under it [sync E2]', async () => {
  const layer = new CrashLayer();
  const files = new EvidenceFiles(layer, '/p');
  await files.list();
  const force = layer.force.bind(layer);
  layer.force = async (path) => {
    await files.list();
    await force(path);
  };
  expect(await files.put(HASH, PHOTO)).toEqual({ ok: true });
  expect(await files.list()).toEqual({ hashes: [HASH] });
});

it('removes what a crash left half written, once, at the start', async () => {
  const layer = new CrashLayer();
  layer.put(`/p/evidence/.${HASH}.tmp`, PHOTO);
  expect(await new EvidenceFiles(layer, '/p').list()).toEqual({ hashes: [] });
  expect(layer.paths()).toEqual([]);
});
