import { describe, expect, it } from 'vitest';
import type { Instant, TicketId } from '../../shared/hotline/ids.ts';
import { accessHash, type AccessDraft, type AccessRecord } from '../../shared/sync/access.ts';
import { CHAIN_START } from '../../shared/sync/canonical.ts';
import { CrashLayer } from '../durable-files/crash-layer.ts';
import { AccessFiles } from './access-files.ts';

const LOOK: AccessDraft = {
  at: '2026-11-25T01:00:00.000Z' as Instant,
  ticket: 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV' as TicketId,
  what: 'reveal',
  field: 'phone',
};

async function records(layer: CrashLayer): Promise<AccessRecord[]> {
  return (await new AccessFiles(layer, '/p').unsent()).records;
}

describe('F51 a look at an identifier', () => {
  it('is on the disk when it is answered, numbered and chained, also when two are asked at once', async () => {
    const layer = new CrashLayer();
    const files = new AccessFiles(layer, '/p');
    await Promise.all([files.append(LOOK), files.append({ ...LOOK, field: 'name' })]);
    layer.crash();
    const [first, second] = await records(layer);
    expect(first).toMatchObject({ n: 1, prev: CHAIN_START, field: 'phone' });
    expect(second).toMatchObject({ n: 2, prev: accessHash(first as AccessRecord), field: 'name' });
  });

  it.each(['force', 'forceFolder'] as const)('would be lost without its %s: the test is able to see it', async (left) => {
    const layer = new CrashLayer();
    layer[left] = () => Promise.resolve();
    await new AccessFiles(layer, '/p').append(LOOK);
    layer.crash();
    expect(await records(layer)).toEqual([]);
  });

  it('is refused when there is no room for its record', async () => {
    const layer = new CrashLayer();
    const files = new AccessFiles(layer, '/p');
    layer.fault = (call) => (call === 'write' ? 'ENOSPC' : undefined);
    expect(await files.append(LOOK)).toMatchObject({ ok: false, code: 'noRoom' });
    layer.fault = undefined;
    expect(await files.append(LOOK)).toEqual({ ok: true });
    expect((await records(layer)).map((record) => record.n)).toEqual([1]);
  });

  it('goes when the hub has it, but the last one stays for the chain', async () => {
    const layer = new CrashLayer();
    const files = new AccessFiles(layer, '/p');
    for (let n = 0; n < 3; n += 1) await files.append(LOOK);
    await files.sent(3);
    expect((await files.unsent()).records).toEqual([]);
    const again = new AccessFiles(layer, '/p');
    await again.append(LOOK);
    expect((await again.unsent()).records.map((record) => record.n)).toEqual([3, 4]);
  });

  it('after a damaged one has a number of its own and a broken chain: the hub can see it', async () => {
    const layer = new CrashLayer();
    const files = new AccessFiles(layer, '/p');
    await files.append(LOOK);
    await files.append(LOOK);
    layer.put('/p/access/0000000002.json', new TextEncoder().encode('{"n":2'));
    const again = new AccessFiles(layer, '/p');
    await again.append(LOOK);
    expect(await records(layer)).toMatchObject([{ n: 1 }, { n: 3, prev: CHAIN_START }]);
  });
});
