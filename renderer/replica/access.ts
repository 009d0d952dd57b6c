/** Looks at identifiers (F51): recorded on the disk before anything is shown, sent to the hub when there is a line. */
import type { Instant, PersonId, TicketId } from '../../shared/hotline/ids.ts';
import type { Host } from '../../shared/host/contract.ts';
import { AccessAnswer, type AccessDraft } from '../../shared/sync/access.ts';
import type { HubClient } from './hub-client.ts';

/** Records a request. */
const AT_ONCE = 200;

export class AccessRecords {
  readonly #host: Host;
  readonly #owner: PersonId;

  constructor(host: Host, owner: PersonId) {
    this.#host = host;
    this.#owner = owner;
  }

  /** False: it could not be recorded, so it may not be shown. */
  async record(ticket: TicketId, field: AccessDraft['field'], at: Instant): Promise<boolean> {
    const draft = { at, ticket, what: 'reveal' as const, field };
    return (await this.#host.call('access.append', { owner: this.#owner, draft })).ok;
  }

  /** What the hub does not take now stays, and goes with the next connection. */
  async send(hub: HubClient): Promise<void> {
    for (;;) {
      const { records } = await this.#host.call('access.unsent', { owner: this.#owner });
      if (records.length === 0) return;
      const part = records.slice(0, AT_ONCE);
      const answer = await hub.request('POST', '/desk/access', AccessAnswer, { records: part });
      if (!answer.ok) return;
      await this.#host.call('access.sent', { owner: this.#owner, upTo: answer.value.upTo });
      if (answer.value.upTo < (part.at(-1)?.n ?? 0)) return;
    }
  }
}
