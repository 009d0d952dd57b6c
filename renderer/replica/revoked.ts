/** A revoked device [sync D4]: its unsent work goes up once, into the quarantine; then everything here is wiped, answered or not after 24 h. */
import Type from 'typebox';
import type { DeviceRecord } from '../../shared/host/contract.ts';
import { readMeta, startingWith, writeMeta, type Replicated } from './collections.ts';
import type { HubClient } from './hub-client.ts';
import type { Outbox } from './outbox.ts';
import type { Platform } from './platform.ts';

const PATIENCE_MS = 86_400_000;

export async function sendRescue(
  platform: Platform,
  device: DeviceRecord,
  hub: HubClient,
  outbox: Outbox,
  database: Replicated,
): Promise<void> {
  const first = (await readMeta<{ at: number }>(database, 'revoked'))?.at ?? platform.now();
  await writeMeta(database, 'revoked', { at: first });
  const drafts = (await database.own.find({ selector: startingWith('draft:') }).exec()).map((doc) => doc.toMutableJSON().value);
  const body = { device: device.device, actions: outbox.unsettled.map((item) => item.action), texts: drafts };
  const answer = await hub.request('POST', '/desk/rescue', Type.Unknown(), body, { bearer: device.deviceSecret });
  if (!answer.ok && platform.now() - first < PATIENCE_MS) return;
  await database.remove();
  await platform.host.call('device.wipe', {});
}
