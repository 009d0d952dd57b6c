/** The road between a hub and its CouchDB, which a test can cut, or make answer as a cluster without a quorum does. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** `silent`: what is asked arrives, and nothing comes back. `behind`: a list is as it was, as by a copy that has not got the rest. */
export type RoadState = 'open' | 'cut' | 'silent' | 'behind' | 'noQuorum' | 'knowsNobody';

export class StoreRoad {
  state: RoadState = 'open';
  /** Requests that came by, as method and path. */
  readonly passed: string[] = [];
  /** The last list of each request, as it was given. */
  readonly #lists = new Map<string, string>();
  readonly #server: Server;
  readonly #to: URL;

  private constructor(to: URL) {
    this.#to = to;
    this.#server = createServer((asked, answer) => {
      this.#pass(asked, answer);
    });
  }

  static async open(to: string): Promise<StoreRoad> {
    const road = new StoreRoad(new URL(to));
    await new Promise<void>((resolve) => road.#server.listen(0, '127.0.0.1', resolve));
    return road;
  }

  /** The same address by this road. */
  url(of: string): string {
    const { port } = this.#server.address() as { port: number };
    return Object.assign(new URL(of), { hostname: '127.0.0.1', port: String(port) }).href;
  }

  cut(): void {
    this.state = 'cut';
    this.#server.closeAllConnections();
  }

  /** A copy of few took the write: CouchDB says 202, and what it was told is there all the same. */
  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    if (this.state === 'cut') {
      asked.socket.destroy();
      return;
    }
    if (this.state === 'silent') {
      asked.resume();
      return;
    }
    if (this.state === 'knowsNobody') {
      asked.resume();
      answer
        .writeHead(401, { 'content-type': 'application/json' })
        .end('{"error":"unauthorized","reason":"Name or password is incorrect."}');
      return;
    }
    const list = asked.url?.includes('/_all_docs?') === true ? asked.url : undefined;
    const known = list === undefined ? undefined : this.#lists.get(list);
    if (this.state === 'behind' && known !== undefined) {
      answer.writeHead(200, { 'content-type': 'application/json' }).end(known);
      return;
    }
    this.passed.push(`${asked.method ?? ''} ${asked.url ?? ''}`);
    const { hostname, port } = this.#to;
    const onward = request({ hostname, port, method: asked.method, path: asked.url, headers: asked.headers }, (said) => {
      const wrote = asked.method === 'POST' && asked.url?.includes('/_bulk_docs') === true;
      const status = this.state === 'noQuorum' && wrote && said.statusCode === 201 ? 202 : said.statusCode;
      answer.writeHead(status ?? 500, said.headers);
      said.pipe(answer);
      if (list === undefined) return;
      let text = '';
      said.setEncoding('utf8').on('data', (part: string) => (text += part));
      said.on('end', () => this.#lists.set(list, text));
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
