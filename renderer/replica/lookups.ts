/** Tickets looked up at the hub [sync Q1]: shown, kept in memory for the decision on them, never stored. */
import Type from 'typebox';
import { Check } from 'typebox/value';
import type { SubjectId, TicketId } from '../../shared/hotline/ids.ts';
import { Ticket } from '../../shared/hotline/ticket.ts';
import { CallerAnswer, type CallerQuery } from '../../shared/sync/caller-lookup.ts';
import { LookupAnswer, SameCallerAnswer } from '../../shared/sync/wire.ts';
import type { Replica } from './door.ts';
import type { HubClient, HubFailure } from './hub-client.ts';
import { withoutRev } from './view.ts';

export type LookupQuery = Parameters<Replica['lookup']>[0];

/** The hub's own words where it has some: also that it has no time just now. */
function messageOf(failure: HubFailure): string {
  const reason = failure.kind === 'refused' || failure.kind === 'busy' ? failure.reason : '';
  return reason === '' ? '查询需要联网。请检查网络后重试。' : reason;
}

export class Lookups {
  readonly #hub: HubClient;
  readonly #known = new Map<TicketId, Ticket>();

  constructor(hub: HubClient) {
    this.#hub = hub;
  }

  known(id: SubjectId): Ticket | undefined {
    return this.#known.get(id as TicketId);
  }

  clear(): void {
    this.#known.clear();
  }

  async search(query: LookupQuery): ReturnType<Replica['lookup']> {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
    const params = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
    const answer = await this.#hub.request('GET', `/desk/tickets?${params.toString()}`, LookupAnswer);
    if (!answer.ok) return { ok: false, message: messageOf(answer) };
    return { ok: true, rows: answer.value.rows.map(withoutRev), total: answer.value.total };
  }

  async sameCaller(id: TicketId): ReturnType<Replica['sameCaller']> {
    const answer = await this.#hub.request('GET', `/desk/tickets/${encodeURIComponent(id)}/same-caller`, SameCallerAnswer);
    if (answer.ok) return { ok: true, found: answer.value };
    return { ok: false, message: messageOf(answer) };
  }

  /** Nothing where there is no line: what is found on this device is shown all the same (F27). */
  async ofCaller(query: CallerQuery): Promise<CallerAnswer | undefined> {
    const answer = await this.#hub.request('POST', '/desk/callers', CallerAnswer, query);
    return answer.ok ? answer.value : undefined;
  }

  async one(id: TicketId): Promise<Ticket | undefined> {
    const answer = await this.#hub.request('GET', `/desk/tickets/${encodeURIComponent(id)}`, Type.Unknown());
    if (!answer.ok) return undefined;
    const ticket = withoutRev(answer.value as Record<string, unknown>);
    if (!Check(Ticket, ticket)) return undefined;
    this.#known.set(id, ticket);
    return ticket;
  }
}
