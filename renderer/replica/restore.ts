/** After a restore at the hub [sync R1]: what is settled here and missing there is sent again. */
import Type from 'typebox';
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { Host } from '../../shared/host/contract.ts';
import { DECIDED } from '../../shared/sync/ruling.ts';
import type { HubClient } from './hub-client.ts';
import type { Outbox } from './outbox.ts';

const Missing = Type.Record(Type.String(), Type.Unknown());
/** Ids a request: far below the gate's limit of bytes. */
const ASKED = 5000;

/** True when the store lacks nothing that was settled here: asked again until then, whatever stops in between. */
export async function resendMissing(host: Host, owner: PersonId, hub: HubClient, outbox: Outbox): Promise<boolean> {
  const { records } = await host.call('actions.settled', { owner });
  let lacks = false;
  for (let at = 0; at < records.length; at += ASKED) {
    const some = records.slice(at, at + ASKED);
    const asked = Object.fromEntries(some.map(({ action, outcome }) => [action._id, outcome === 'quarantined' ? ['1'] : ['1', DECIDED]]));
    const answer = await hub.request('POST', '/desk/_revs_diff', Missing, asked);
    if (!answer.ok) return false;
    const missing = Object.keys(answer.value);
    if (missing.length > 0) await outbox.resend(missing);
    lacks ||= missing.length > 0;
  }
  return !lacks;
}
