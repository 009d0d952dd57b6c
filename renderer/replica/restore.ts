/** After a restore at the hub [sync R1]: what is settled here and missing there is sent again. */
import Type from 'typebox';
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { Host } from '../../shared/host/contract.ts';
import type { HubClient } from './hub-client.ts';
import type { Outbox } from './outbox.ts';

const Missing = Type.Record(Type.String(), Type.Unknown());

export async function resendMissing(host: Host, owner: PersonId, hub: HubClient, outbox: Outbox): Promise<boolean> {
  const { records } = await host.call('actions.settled', { owner });
  const ids = records.filter((record) => record.outcome !== 'quarantined').map((record) => [record.action._id, ['1']]);
  const answer = await hub.request('POST', '/desk/_revs_diff', Missing, Object.fromEntries(ids));
  if (answer.ok) await outbox.resend(Object.keys(answer.value));
  return answer.ok;
}
