/**
 * The limit: Node's own `http` with bytes that lie ready in memory. `POST /put/<name>` lays them down, `GET /get/<name>` sends
 * them, `POST /take/<name>` reads a body and answers with them, `GET /wait` holds until `POST /wake/<name>` answers all, and
 * `GET /waiting` says how many it holds.
 */
import { createServer, type ServerResponse } from 'node:http';
import { startSide } from './side-process.ts';
import { asked, type Answered } from './wire.ts';

export function serveBare(): void {
  const stored = new Map<string, Buffer>();
  const waiting = new Set<ServerResponse>();
  const send = (response: ServerResponse, bytes: Buffer | undefined): void => {
    response.writeHead(bytes === undefined ? 404 : 200, { 'content-type': 'application/json', 'content-length': bytes?.length ?? 0 });
    response.end(bytes);
  };
  const server = createServer((request, response) => {
    const [, verb = '', name = ''] = (request.url ?? '').split('/');
    if (verb === 'wait') {
      waiting.add(response);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (verb === 'waiting') return send(response, Buffer.from(String(waiting.size)));
      if (verb === 'put') stored.set(name, Buffer.concat(chunks));
      if (verb === 'wake') for (const one of waiting) send(one, stored.get(name));
      if (verb === 'wake') waiting.clear();
      send(response, stored.get(name));
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(`http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}\n`);
  });
  process.on('SIGTERM', () => process.exit(0));
}

export class BareServer {
  readonly address: string;
  readonly stop: () => Promise<void>;

  private constructor(address: string, stop: () => Promise<void>) {
    this.address = address;
    this.stop = stop;
  }

  static async start(): Promise<BareServer> {
    const side = await startSide('bare');
    return new BareServer(side.address, side.stop);
  }

  async put(name: string, bytes: Buffer): Promise<void> {
    await asked('POST', this.address, `/put/${name}`, { body: bytes });
  }

  get(name: string): Promise<Answered> {
    return asked('GET', this.address, `/get/${name}`);
  }
}
