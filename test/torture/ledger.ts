/**
 * The ledger [proof L1]: what desks confirmed to their people (已保存) and what the gate answered `ok`. Real HTTP goes by here, so that
 * the program knows what was on its way at a kill, and loses some answers on purpose: the hub has it, the desk does not know.
 */
import type { Action } from '../../shared/hotline/action.ts';

/** Every so many answers of the gate are lost. */
const LOST_EVERY = 5;

type Rows = readonly Readonly<{ ok?: true; id: string; state?: string }>[];
/** What the hub said in place of an answer. */
export type Said = Readonly<{ at: number; path: string; status: number; error: string; reason: string; retryAfter: string | null }>;

export class Ledger {
  readonly saved = new Map<string, Action>();
  readonly #desks = new Map<string, number>();
  /** Answered `ok` at least once. */
  readonly ok = new Set<string>();
  /** Answered `ok`, but not yet said to be in a history or refused. */
  readonly unfolded = new Set<string>();
  /** Names of evidence that own actions claim: device, actor, hash. */
  readonly files: Readonly<{ device: string; actor: string; hash: string }>[] = [];
  /** Refusals of requests in the hub's own words. */
  readonly said: Said[] = [];
  readonly onItsWay = { gate: 0, evidence: 0, poll: 0 };
  lostAnswers = 0;
  #answers = 0;

  save(action: Action, desk: number): void {
    this.saved.set(action._id, action);
    this.#desks.set(action._id, desk);
    const { evidence } = action.body as { evidence?: readonly { hash: string }[] };
    for (const { hash } of evidence ?? []) this.files.push({ device: action.device, actor: action.actor, hash });
  }

  /** Who did it. */
  deskOf(id: string): number | undefined {
    return this.#desks.get(id);
  }

  get listening(): typeof fetch {
    return async (input, init) => {
      const { pathname, searchParams } = new URL(input instanceof Request ? input.url : String(input));
      const kind = kindOf(pathname, searchParams);
      if (kind !== undefined) this.onItsWay[kind] += 1;
      try {
        const response = await fetch(input, init);
        if (!response.ok) await this.#hear(pathname, response.clone());
        return kind === 'gate' && response.ok ? await this.#answered(response) : response;
      } finally {
        if (kind !== undefined) this.onItsWay[kind] -= 1;
      }
    };
  }

  async #hear(path: string, response: Response): Promise<void> {
    const text = await response.text().catch(() => '');
    const { error = '', reason = '' } = ((): { error?: string; reason?: string } => {
      try {
        return JSON.parse(text) as { error?: string; reason?: string };
      } catch {
        return { reason: text };
      }
    })();
    this.said.push({ at: Date.now(), path, status: response.status, error, reason, retryAfter: response.headers.get('retry-after') });
  }

  async #answered(response: Response): Promise<Response> {
    this.#answers += 1;
    if (this.#answers % LOST_EVERY === 0) {
      await response.arrayBuffer();
      this.lostAnswers += 1;
      throw new TypeError('the answer was lost');
    }
    for (const { ok, id, state } of (await response.clone().json()) as Rows) {
      if (ok !== true) continue;
      this.ok.add(id);
      if (state === 'waiting') this.unfolded.add(id);
      else this.unfolded.delete(id);
    }
    return response;
  }
}

function kindOf(path: string, query: URLSearchParams): 'gate' | 'evidence' | 'poll' | undefined {
  if (path === '/desk/_bulk_docs') return 'gate';
  if (path === '/desk/evidence/_bulk_docs') return 'evidence';
  return path === '/desk/_changes' && query.get('feed') === 'longpoll' ? 'poll' : undefined;
}
