/**
 * Who asks and does not take the answer: its bytes lie in the hub's memory until they are sent. A connection ends when nothing is taken for a
 * while, when what is taken comes in drips, or, when all of it together is too much, because it holds the most.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Limits } from './limits.ts';

type Told = Pick<Limits, 'readMs' | 'leastRate' | 'untaken' | 'checkMs'>;
type Answering = {
  /** Requests of this connection that are not answered to the end: pipelined ones share it. */
  requests: number;
  /** Bytes that have left this process, and since when it is no more of them. */
  taken: number;
  since: number;
  /** Whether the socket's own clock runs: it hears of each byte, while a buffer counts as taken only when it is gone as a whole. */
  timed: boolean;
};

function isTooSlow(socket: Socket, one: Answering, { readMs, leastRate }: Told): boolean {
  const untaken = socket.writableLength;
  const taken = socket.bytesWritten - untaken;
  const now = performance.now();
  if (untaken === 0 || taken !== one.taken) Object.assign(one, { taken, since: now });
  if (one.timed !== untaken > 0) {
    one.timed = untaken > 0;
    socket.setTimeout(one.timed ? readMs : 0);
  }
  return now - one.since > readMs + (untaken * 1000) / leastRate;
}

/** Until the server is closed; `ended` is told of each connection. */
export function endSlowReaders(server: Server, limits: Told, ended: () => void): void {
  const answering = new Map<Socket, Answering>();
  const end = (socket: Socket): void => {
    if (answering.delete(socket)) ended();
    socket.destroy();
  };
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const one = answering.get(socket) ?? { requests: 0, taken: socket.bytesWritten, since: performance.now(), timed: false };
    one.requests += 1;
    answering.set(socket, one);
    response.once('close', () => {
      one.requests -= 1;
      if (one.requests === 0) answering.delete(socket);
    });
  });
  // Node's own, of a connection that is kept alive and idle, comes here too: it is ended, and is no slow reader.
  server.on('timeout', end);
  const looking = setInterval(() => {
    let untaken = 0;
    for (const [socket, one] of [...answering]) {
      if (isTooSlow(socket, one, limits)) end(socket);
      else untaken += socket.writableLength;
    }
    if (untaken <= limits.untaken) return;
    for (const socket of [...answering.keys()].toSorted((a, b) => b.writableLength - a.writableLength)) {
      if (untaken <= limits.untaken) break;
      untaken -= socket.writableLength;
      end(socket);
    }
  }, limits.checkMs);
  looking.unref();
  server.on('close', () => {
    clearInterval(looking);
  });
}
