/**
 * `ok` and 已保存 mean "on the disk" [sync G3, D2]: the order write → force → answer is recorded in an injected layer under the
 * real store and the real files, and the same check is seen to fail when the force is taken out.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DISK, type FileLayer } from '../../main/durable-files/index.ts';
import { startHub } from '../../sync-server/hub.ts';
import type { WriteTrace } from '../../sync-server/store/forced-level.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { seedCity } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { enrolNodeDesk, openPerson } from '../support/node-desk.ts';
import { WireDesk } from '../support/wire-desk.ts';

const WALK_IN = { source: 'walkIn', kind: 'consult', title: '来访咨询', content: '咨询低保', complainant: { kind: 'natural' } };
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-durable-'));
});
afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }));

/** What happened to the batch that holds one action, between its being sent and its being answered. */
async function gateSteps(force: boolean): Promise<readonly string[]> {
  const steps: string[] = [];
  let sent = '\u0000';
  const trace: WriteTrace = (step, batch) => {
    if (JSON.stringify(batch).includes(sent)) steps.push(step);
  };
  const hub = await startHub({ dataDir: join(dir, 'hub'), layer: { trace, force } });
  try {
    const { password } = await seedCity(hub, { tickets: 'none' });
    const desk = await WireDesk.open(hub, OFFICE_A, 'diaodu1', password);
    const action = desk.action(newTicketId(), 'register', WALK_IN);
    sent = action._id;
    const [row] = await desk.send([action]);
    steps.push('answer');
    expect(row).toMatchObject({ ok: true });
  } finally {
    await hub.close();
  }
  return steps;
}

test('[G3] the gate’s ok comes after its batch was forced to disk', async () => {
  const steps = await gateSteps(true);
  expect(steps.slice(0, steps.indexOf('answer'))).toEqual(expect.arrayContaining(['write', 'forced']));
  expect(steps.slice(0, 2)).toEqual(['write', 'forced']);
});

test('[G3] the check turns red when the hub’s force is taken out', async () => {
  const steps = await gateSteps(false);
  expect(steps.slice(0, steps.indexOf('answer'))).toContain('write');
  expect(steps.slice(0, 2)).not.toEqual(['write', 'forced']);
});

/** What the disk was asked for while a person saved one action. */
async function savingSteps(without: 'force' | 'forceFolder' | undefined): Promise<readonly string[]> {
  const steps: string[] = [];
  let listening = false;
  const watched = <C extends 'write' | 'force' | 'rename' | 'forceFolder'>(call: C): FileLayer[C] => {
    if (call === without) return (() => Promise.resolve()) as FileLayer[C];
    return (async (...paths: never[]) => {
      await (DISK[call] as (...paths: never[]) => Promise<void>)(...paths);
      if (listening) steps.push(call);
    }) as FileLayer[C];
  };
  const layer: FileLayer = {
    ...DISK,
    write: watched('write'),
    force: watched('force'),
    rename: watched('rename'),
    forceFolder: watched('forceFolder'),
  };
  const hub = await startHub({ dataDir: join(dir, 'hub') });
  try {
    const seeded = await seedCity(hub, { tickets: 'none' });
    const desk = await enrolNodeDesk(join(dir, 'desk'), seeded.codes[0]?.code ?? '', { layer });
    const clerk = await openPerson(desk, 'person:diaodu1', seeded.password);
    desk.network.up = false;
    listening = true;
    const saved = await clerk.act({ ticket: newTicketId(), kind: 'register', body: WALK_IN });
    steps.push(saved.ok ? '已保存' : saved.code);
    listening = false;
    await clerk.close();
  } finally {
    await hub.close();
  }
  return steps;
}

const DURABLE = ['write', 'force', 'rename', 'forceFolder', '已保存'];

test('[D2] 已保存 comes after write, force, rename and the force of the folder', async () => {
  expect(await savingSteps(undefined)).toEqual(DURABLE);
});

test.each(['force', 'forceFolder'] as const)('[D2] the check turns red when %s is taken out', async (without) => {
  expect(await savingSteps(without)).not.toEqual(DURABLE);
});
