/**
 * A revoked device [sync D4]: the unsent work of everybody on it goes up once, into the quarantine; then everything here is
 * wiped, answered or not after 24 h.
 */
import { removeRxDatabase } from 'rxdb';
import Type from 'typebox';
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { DeviceRecord } from '../../shared/host/contract.ts';
import { databaseName, openCollections, readMeta, startingWith, writeMeta, type Replicated } from './collections.ts';
import type { HubClient } from './hub-client.ts';
import type { Platform } from './platform.ts';

const PATIENCE_MS = 86_400_000;

async function draftsIn(database: Replicated): Promise<readonly Record<string, unknown>[]> {
  const rows = await database.own.find({ selector: startingWith('draft:') }).exec();
  return rows.map((row) => row.toMutableJSON().value);
}

/** Of another person of this device, whose replica is shut: one at a time, because of RxDB's limit of collections. */
async function draftsOf(platform: Platform, name: string): Promise<readonly Record<string, unknown>[]> {
  const database = await openCollections(name, platform.storage);
  try {
    return await draftsIn(database);
  } finally {
    await database.close();
  }
}

export async function wasRevoked(database: Replicated): Promise<boolean> {
  return (await readMeta(database, 'revoked')) !== undefined;
}

/** True when everything here is gone; false: ask again later. */
export async function leaveRevoked(platform: Platform, device: DeviceRecord, hub: HubClient, database: Replicated): Promise<boolean> {
  const { host } = platform;
  const first = (await readMeta<{ at: number }>(database, 'revoked'))?.at ?? platform.now();
  await writeMeta(database, 'revoked', { at: first });
  const { people } = await host.call('vault.people', {});
  const nameOf = (person: PersonId): string => databaseName(device.hubId, person);
  const actions: object[] = [];
  const texts: Record<string, unknown>[] = [];
  for (const person of people) {
    actions.push(...(await host.call('actions.unsettled', { owner: person })).actions);
    texts.push(...(nameOf(person) === database.name ? await draftsIn(database) : await draftsOf(platform, nameOf(person))));
  }
  const answer = await hub.request(
    'POST',
    '/desk/rescue',
    Type.Unknown(),
    { device: device.device, actions, texts },
    { bearer: device.deviceSecret },
  );
  if (!answer.ok && platform.now() - first < PATIENCE_MS) return false;
  for (const person of people) {
    if (nameOf(person) === database.name) await database.remove();
    else await removeRxDatabase(nameOf(person), platform.storage, false);
    await platform.evidence(nameOf(person), device.hub, device.device, () => undefined).destroy();
  }
  await host.call('device.wipe', {});
  return true;
}
