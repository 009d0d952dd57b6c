/** HTTP with as little of a client as there can be: on two cores what the client costs is taken from the server. */
import { Agent, request } from 'node:http';

export type Answered = Readonly<{ status: number; body: Buffer; ms: number }>;
export type Ask = Readonly<{ token?: string; basic?: string; body?: string | Uint8Array; agent?: Agent }>;

const shared = new Agent({ keepAlive: true, maxSockets: 4096 });

export function ask(method: 'GET' | 'POST', address: string, path: string, options: Ask = {}): Promise<Answered> {
  const { token, basic, body, agent } = options;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      address + path,
      {
        method,
        agent: agent ?? shared,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(basic === undefined ? {} : { authorization: basic }),
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': typeof body === 'string' ? Buffer.byteLength(body) : body.length }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks), ms: performance.now() - started });
        });
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // The server ended the resting connection in the moment it was taken up again: a client asks once more (Node's `reusedSocket`).
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(ask(method, address, path, options));
      else reject(error);
    });
    sent.end(body);
  });
}

/** Throws on anything but success: a benchmark of refusals would be a fast one. */
export async function asked(method: 'GET' | 'POST', address: string, path: string, options: Ask = {}): Promise<Answered> {
  const answer = await ask(method, address, path, options);
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`${method} ${path.slice(0, 80)}: ${answer.status} ${answer.body.toString('utf8').slice(0, 300)}`);
  return answer;
}

/** The last occurrence of a text field, without parsing a page's rows: the tail of an answer comes after them. */
export function tailField(body: Buffer, name: string): string | undefined {
  const mark = `"${name}":"`;
  const at = body.lastIndexOf(mark);
  return at === -1 ? undefined : body.toString('latin1', at + mark.length, body.indexOf('"', at + mark.length));
}

/** Whether the page reached the end of the log: only then does it carry digests [sync P2]. */
export function reachedEnd(body: Buffer): boolean {
  return body.lastIndexOf('"digests":{') > body.lastIndexOf('"last_seq":"');
}
