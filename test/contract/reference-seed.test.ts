/** A city's reference out of one hub into another, by the commands themselves; nobody's name goes along unless it is asked for. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalText } from '../../shared/sync/canonical.ts';
import { openCore } from '../../sync-server/core.ts';
import { PEOPLE } from '../../sync-server/seed/people.ts';
import { hubCommand } from '../support/hub-process.ts';

/** Five commands, each a process that opens a store. */
const SLOW = { timeout: 90_000 };
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-reference-'));
  await hubCommand(['seed', '--data', join(dir, 'a'), '--port', '0', '--tickets', 'none']);
});
afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }));

const at = (name: string): string => join(dir, name);

/** What every desk holds: ids and bodies, without the revisions, which are each store's own. */
async function everyone(data: string): Promise<readonly string[]> {
  const core = await openCore({ dataDir: data });
  try {
    const ids = core.feed.held('everyone', 'office').rows.map(([id]) => id);
    const bodies = await core.store.hotline.getMany<object>(ids);
    return ids
      .map((id, index) => {
        const { _rev: _dropped, ...body } = bodies[index] ?? { _rev: '' };
        return `${id} ${canonicalText(body)}`;
      })
      .sort();
  } finally {
    await core.close();
  }
}

test('[S1] with people a new hub holds the same reference in the same channel, body for body', SLOW, async () => {
  await hubCommand(['export-seed', at('city.json'), '--data', at('a'), '--with-people']);
  await hubCommand(['import-seed', at('city.json'), '--data', at('b')]);
  const known = await everyone(at('a'));
  expect(known.length).toBeGreaterThan(100);
  for (const prefix of ['unit:', 'person:', 'category:', 'article:', 'pack:', 'calendar:'])
    expect([prefix, known.some((one) => one.startsWith(prefix))]).toEqual([prefix, true]);
  expect(await everyone(at('b'))).toEqual(known);
  // Once more changes nothing.
  await hubCommand(['import-seed', at('city.json'), '--data', at('b')]);
  expect(await everyone(at('b'))).toEqual(known);
});

test('[S1] without people no name, no login and no person’s id leaves the hub; what is no reference comes in nowhere', SLOW, async () => {
  await hubCommand(['export-seed', at('city.json'), '--data', at('a')]);
  const text = await readFile(at('city.json'), 'utf8');
  expect(text).not.toContain('person:');
  for (const { name, login } of PEOPLE) expect([text.includes(name), text.includes(login)]).toEqual([false, false]);
  await hubCommand(['import-seed', at('city.json'), '--data', at('b')]);
  const units = (await everyone(at('a'))).filter((one) => one.startsWith('unit:')).length;
  expect((await everyone(at('b'))).filter((one) => one.startsWith('unit:'))).toHaveLength(units);
  const forged = { ...(JSON.parse(text) as object), documents: [{ _id: 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV' }] };
  await writeFile(at('forged.json'), JSON.stringify(forged));
  await expect(hubCommand(['import-seed', at('forged.json'), '--data', at('c')])).rejects.toThrow('不是基础资料文件');
});
