/**
 * What one machine carries, and what it does beyond: nobody's request may take the place of everybody's (issue 5, "limits on everything").
 * Bodies are bounded route by route, guesses in `accounts/sign-in-flood.ts`, big bodies of strangers in
 * `before-the-body.ts`.
 */
export type Limits = Readonly<{
  /** Open connections, all addresses together: behind a proxy they all come from one. Beyond, one is closed as it opens. */
  connections: number;
  /** Requests that wait for a change, at `/desk` and at the root; beyond: 503 with Retry-After. Issue 5 asks for 3,000. */
  waiting: number;
  /** Actions that lie in memory until they are judged and decided [sync G5]: more would not be decided sooner. Beyond: 503 with Retry-After. */
  backlog: number;
  /** A city has some thousand desks; beyond, sign-in is answered 503 with Retry-After. */
  sessions: number;
  /** Of one person on one device: the oldest ends when another begins. */
  sessionsOfAPair: number;
  /** Until a request's head is whole, milliseconds: 408, and the connection ends. */
  headersMs: number;
  /** Until a request is whole: the rescue of a revoked device, 64 MB, over a slow line. */
  requestMs: number;
  /** Without a byte of an answer being taken: the connection ends. */
  readMs: number;
  /** Bytes a second at which an answer has to be taken beyond that time, however it is dripped: below the slowest line of a desk. */
  leastRate: number;
  /** Bytes of answers that nobody has taken yet, hub-wide; beyond, the connections that hold the most of it end. */
  untaken: number;
  /** How often connections are looked at for all of them. */
  checkMs: number;
}>;

export const LIMITS: Limits = {
  connections: 20_000,
  waiting: 10_000,
  backlog: 30_000,
  sessions: 20_000,
  sessionsOfAPair: 5,
  headersMs: 20_000,
  requestMs: 120_000,
  readMs: 60_000,
  leastRate: 8 * 1024,
  untaken: 512 * 1024 * 1024,
  checkMs: 5000,
};
