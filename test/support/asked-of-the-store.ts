/** Watches a hub's store under one request: what takes as long is told by what is asked, where a clock would only guess. */
import type { RunningHub } from '../../sync-server/hub.ts';

/** What a request asks of the store and writes into its log, call by call: each takes its time, and the time of a request is theirs. */
export async function askedOfTheStore({ core, accessLog }: RunningHub, request: () => Promise<unknown>): Promise<readonly string[]> {
  const asked: string[] = [];
  const { hotline, accounts, private: inner, evidence } = core.store;
  const watched: [Record<string, unknown>, string][] = [
    ...Object.entries({ hotline, accounts, inner, evidence }).map(([name, one]) => [one, name] as [never, string]),
    [accessLog as never, 'accessLog'],
  ];
  const restore: (() => void)[] = [];
  for (const [part, name] of watched) {
    const { prototype } = part.constructor as unknown as { prototype: object };
    const inherited = prototype === Object.prototype ? [] : Object.getOwnPropertyNames(prototype);
    const named = [...Object.keys(part), ...inherited].filter((key) => key !== 'constructor');
    for (const method of named.filter((key) => typeof part[key] === 'function')) {
      const own = Object.getOwnPropertyDescriptor(part, method);
      const call = part[method] as (...given: unknown[]) => unknown;
      part[method] = function noted(this: unknown, ...given: unknown[]): unknown {
        asked.push(`${name}.${method}`);
        return call.apply(part, given);
      };
      restore.push(() => {
        if (own === undefined) delete part[method];
        else Object.defineProperty(part, method, own);
      });
    }
  }
  try {
    await request();
  } finally {
    for (const undo of restore) undo();
  }
  return asked;
}
