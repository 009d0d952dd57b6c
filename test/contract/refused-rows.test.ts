/** [L4] A forbidden, a malformed and an oversized action in the middle of an outbox of 50 delay none of the others. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { adminGet, ADMIN_PASSWORD, freePort, hubCommand, HubProcess } from '../support/hub-process.ts';
import { enrolNodeDesk, openPerson, synced, until } from '../support/node-desk.ts';
import { readFile } from 'node:fs/promises';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';

let dir: string;
let hub: HubProcess;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-l4-'));
  hub = new HubProcess(join(dir, 'hub'), await freePort());
  await hubCommand(['seed', '--data', hub.dataDir, '--port', String(hub.port), '--tickets', 'none']);
  await hub.start();
});
afterAll(async () => {
  await hub.stop();
  await rm(dir, { recursive: true, force: true });
});

test('[L4] all three are where the person and the administrator can find them, and 47 go through', async () => {
  expect(ADMIN_PASSWORD).not.toBe('');
  const demo = JSON.parse(await readFile(join(hub.dataDir, 'demo.json'), 'utf8')) as { codes: { code: string }[]; password: string };
  const desk = await enrolNodeDesk(join(dir, 'office'), demo.codes[0]?.code ?? '');
  const clerk = await openPerson(desk, 'person:diaodu1', demo.password);
  await synced(clerk);
  desk.network.up = false;
  clerk.syncNow();
  await until(clerk, (status) => status.link === 'offline');
  const draft = (kind: string, body: Record<string, unknown>) => ({
    _id: `action:${desk.platform.ulid()}` as never,
    schema: 1,
    ticket: newTicketId(),
    kind,
    actor: clerk.me.id,
    device: desk.device.device,
    occurredAt: new Date().toISOString() as never,
    body,
  });
  for (let at = 0; at < 50; at += 1) {
    if (at === 20) {
      // Forbidden: a clerk who dispatches; the screen does not offer it, an old or tampered desk might.
      await desk.host.call('actions.append', { owner: clerk.me.id, draft: draft('dispatch', { unit: '210102019', reason: '越权' }) });
    } else if (at === 25) {
      await desk.host.call('actions.append', { owner: clerk.me.id, draft: draft('register', { source: 'walkIn', nonsense: true }) });
    } else if (at === 30) {
      const saved = await desk.host.call('actions.append', { owner: clerk.me.id, draft: draft('comment', { text: '长'.repeat(40_000) }) });
      expect(saved.ok).toBe(true);
    } else {
      const body = { source: 'walkIn', kind: 'consult', title: `来访 ${at}`, content: '咨询', complainant: { kind: 'natural' } };
      const saved = await clerk.act({ ticket: newTicketId(), kind: 'register', body });
      expect(saved.ok).toBe(true);
    }
  }
  await clerk.close();
  desk.network.up = true;
  const again = await openPerson(desk, 'person:diaodu1', demo.password);
  await synced(again);
  const items = await firstValueFrom(again.outbox);
  const bad = items.filter((item) => item.state !== 'accepted');
  expect(items).toHaveLength(50);
  expect(bad.map((item) => [item.state, item.code]).sort()).toEqual([
    ['quarantined', 'tooLarge'],
    ['refused', 'malformed'],
    ['refused', 'noRight'],
  ]);
  for (const item of bad) expect(item.reason).toMatch(/[\u4e00-\u9fff]/u);
  const { rows: kept } = await adminGet<{ rows: { code: string; action: string }[] }>(hub, '/admin/quarantine');
  const { rows: refused } = await adminGet<{ rows: { code: string }[] }>(hub, '/admin/refusals');
  expect(kept.map((row) => row.code)).toEqual(['tooLarge']);
  expect(refused.map((row) => row.code).sort()).toEqual(['malformed', 'noRight']);
  const lookup = await openPerson(await enrolNodeDesk(join(dir, 'city'), demo.codes[3]?.code ?? ''), 'person:duban1', demo.password);
  await synced(lookup);
  const found = await lookup.lookup({ unit: '210102021', limit: 200 });
  expect(found.ok && (found.rows as readonly Ticket[]).length).toBe(47);
  await lookup.close();
  await again.close();
});
