/**
 * What one machine carries, and what it does beyond: nobody's request may take the place of everybody's (issue 5, "limits on everything").
 * Bodies are bounded route by route, sessions in `accounts/sessions.ts`, guesses in `accounts/sign-in-flood.ts`, big bodies of strangers in
 * `before-the-body.ts`.
 */
export type Limits = Readonly<{
  /** Open connections, all addresses together: behind a proxy they all come from one. Beyond, one is closed as it opens. */
  connections: number;
  /** Long polls that wait, hub-wide; beyond: 503 with Retry-After. Issue 5 asks for 3,000. */
  waiting: number;
  /** Until a request's head is whole, milliseconds: 408, and the connection ends. */
  headersMs: number;
  /** Until a request is whole: the rescue of a revoked device, 64 MB, over a slow line. */
  requestMs: number;
  /** How often connections are looked at for both. */
  checkMs: number;
}>;

export const LIMITS: Limits = { connections: 20_000, waiting: 10_000, headersMs: 20_000, requestMs: 120_000, checkMs: 5000 };
