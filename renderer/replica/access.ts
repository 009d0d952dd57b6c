/** Looks at identifiers, and papers (F51): recorded on the disk before anything is shown or printed, sent to the hub when there is a line. */
import type { Instant, PersonId } from '../../shared/hotline/ids.ts';
import type { Host } from '../../shared/host/contract.ts';
import { AccessAnswer, type AccessDraft } from '../../shared/sync/access.ts';
import type { HubClient } from './hub-client.ts';

/** Records a request. */
const AT_ONCE = 200;

export type Looked = Pick<AccessDraft, 'ticket' | 'field'>;

type Parts = Readonly<{
  host: Host;
  owner: PersonId;
  now: () => Instant;
  log: (line: string) => void;
  /** Something waits to be sent. */
  recorded: () => void;
}>;

export class AccessRecords {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** False: one of them could not be recorded, so nothing may be shown or leave the desk. Those before it stay recorded. */
  async record(what: AccessDraft['what'], looks: readonly Looked[]): Promise<boolean> {
    const { host, owner, now, log, recorded } = this.#parts;
    try {
      for (const { ticket, field } of looks) {
        const answer = await host.call('access.append', { owner, draft: { at: now(), ticket, what, field } });
        if (!answer.ok) return false;
      }
      return true;
    } catch (error) {
      log(`${what}: ${String(error)}`);
      return false;
    } finally {
      recorded();
    }
  }

  /** What the hub does not take now stays, and goes with the next connection. */
  async send(hub: HubClient): Promise<void> {
    const { host, owner } = this.#parts;
    for (;;) {
      const { records } = await host.call('access.unsent', { owner });
      if (records.length === 0) return;
      const part = records.slice(0, AT_ONCE);
      const answer = await hub.request('POST', '/desk/access', AccessAnswer, { records: part });
      if (!answer.ok) return;
      await host.call('access.sent', { owner, upTo: answer.value.upTo });
      if (answer.value.upTo < (part.at(-1)?.n ?? 0)) return;
    }
  }
}
