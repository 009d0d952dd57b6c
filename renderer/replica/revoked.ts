/**
 * A revoked device [sync D4]: what is nowhere else of everybody's work on it goes up once, into the quarantine: unsent actions,
 * those the gate had only a stub of, drafts, rescued drafts. Then everything here is wiped, answered or not after 24 h.
 */
import { removeRxDatabase } from 'rxdb';
import Type from 'typebox';
import type { Action } from '../../shared/hotline/action.ts';
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { DeviceRecord, Host } from '../../shared/host/contract.ts';
import { databaseName, openCollections, readMeta, startingWith, writeMeta, type Replicated } from './collections.ts';
import type { HubClient } from './hub-client.ts';
import type { Platform } from './platform.ts';

const PATIENCE_MS = 86_400_000;

async function draftsIn(database: Replicated): Promise<readonly Record<string, unknown>[]> {
  const drafts = await database.own.find({ selector: startingWith('draft:') }).exec();
  const rescued = await database.own.find({ selector: startingWith('rescue:') }).exec();
  return [...drafts, ...rescued].map((row) => row.toMutableJSON().value).filter((value) => value['action'] === undefined);
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

async function actionsOf(host: Host, owner: PersonId): Promise<readonly Action[]> {
  const { actions } = await host.call('actions.unsettled', { owner });
  const { records } = await host.call('actions.settled', { owner });
  return [...actions, ...records.filter((record) => record.code === 'tooLarge').map((record) => record.action)];
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
  const actions: Action[] = [];
  const texts: Record<string, unknown>[] = [];
  // What cannot be read keeps neither the rest from being sent nor the device from being wiped.
  const unreadable = (error: unknown): [] => {
    platform.log(`revoked: ${String(error)}`);
    return [];
  };
  for (const person of people) {
    actions.push(...(await actionsOf(host, person).catch(unreadable)));
    const drafts = nameOf(person) === database.name ? draftsIn(database) : draftsOf(platform, nameOf(person));
    texts.push(...(await drafts.catch(unreadable)));
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
    const removed = nameOf(person) === database.name ? database.remove() : removeRxDatabase(nameOf(person), platform.storage, false);
    await removed.catch(unreadable);
    await platform
      .evidence(nameOf(person), device.hub, device.device, () => undefined)
      .destroy()
      .catch(unreadable);
  }
  return (await host.call('device.wipe', {})).ok;
}
