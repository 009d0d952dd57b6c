/** `serve`: the hub alone, on 127.0.0.1 unless told otherwise (architecture.md, "Running"). */
import { join } from 'node:path';
import type { Command } from 'commander';
import { startHub, type HubOptions, type StartedHub } from '../hub.ts';
import { RECORD_FILE } from '../hub-record.ts';
import { errorLine } from '../log/plain-error.ts';
import { hasRoom } from '../store/free-space.ts';
import { Plain } from './explain.ts';
import { storeOptions } from './store-place.ts';

export type PlaceOptions = Readonly<{ data: string; port: string; host: string; url?: string; replicateWith?: readonly string[] }>;

export function placeOptions(command: Command): Command {
  return command
    .requiredOption('--data <dir>', 'folder that holds the hub')
    .option('--port <n>', 'port', '5984')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--url <address>', 'address by which desks reach it, where a proxy with TLS stands in front: enrolment codes carry it');
}

function portOf(port: string): number {
  const number = Number(port);
  if (port.trim() === '' || !Number.isInteger(number) || number < 0 || number > 65_535)
    throw new Plain(`端口 ${port} 无效：请用 1 到 65535 的整数。`);
  return number;
}

function publicUrlOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/u.test(parsed.protocol) || parsed.pathname !== '/' || parsed.username !== '')
    throw new Plain(`地址 ${url} 无效：请用 https://主机 或 https://主机:端口，后面不要带路径。`);
  return parsed.origin;
}

/** Options of a hub from the command line and the environment; an empty variable is none. */
export function hubOptions({ data, port, host, url, replicateWith = [] }: PlaceOptions): HubOptions {
  const adminPassword = process.env['GRIDDESK_ADMIN_PASSWORD'] ?? '';
  return {
    dataDir: data,
    port: portOf(port),
    host,
    replicateWith,
    ...(url === undefined ? {} : { publicUrl: publicUrlOf(url) }),
    onError: (error) => process.stderr.write(`${errorLine(error)}\n`),
    ...storeOptions(),
    ...(adminPassword === '' ? {} : { adminPassword }),
  };
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Starts; a password made now is told now, whichever command was the first. */
export async function start(options: PlaceOptions, more: Pick<HubOptions, 'onStoreFailed'> = {}): Promise<StartedHub> {
  const hub = await startHub({ ...hubOptions(options), ...more });
  if (hub.passwordMade) say(`admin password (shown once, kept in ${join(options.data, RECORD_FILE)}): ${hub.adminPassword}`);
  return hub;
}

/** Between two looks at whether a store that failed can be opened again. */
const AGAIN_MS = 2000;

/**
 * Until it is told to stop. A fault that nobody caught is logged: a promise lost costs no one else, anything more ends the hub. A store
 * that a write failed on is opened again in this process as soon as there is room; until then it can be read.
 */
class Served {
  readonly #options: PlaceOptions;
  #hub: StartedHub | undefined;
  #stopping = false;
  #failed = false;

  constructor(options: PlaceOptions) {
    this.#options = options;
  }

  async start(): Promise<StartedHub> {
    this.#failed = false;
    const hub = await start(this.#options, {
      onStoreFailed: () => {
        this.#failed = true;
        setTimeout(() => void this.#openAgain(), AGAIN_MS);
      },
    });
    this.#hub = hub;
    return hub;
  }

  async #openAgain(): Promise<void> {
    if (this.#stopping || !this.#failed) return;
    const again = (): void => {
      setTimeout(() => void this.#openAgain(), AGAIN_MS);
    };
    try {
      if (!hasRoom(this.#options.data)) {
        again();
        return;
      }
      await this.#hub?.close();
      this.#hub = undefined;
      const hub = await this.start();
      say(`the store was opened again: GridDesk hub ${hub.hubId} ready at ${hub.address}`);
    } catch (error) {
      this.#failed = true;
      process.stderr.write(`${errorLine(error)}\n`);
      again();
    }
  }

  untilStopped(): void {
    const stop = (): void => {
      // Told twice it does not wait any longer; what was answered is on the disk anyway.
      if (this.#stopping) process.exit(1);
      this.#stopping = true;
      (this.#hub?.close() ?? Promise.resolve()).then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    const onError = (error: unknown): void => {
      if (this.#hub === undefined) process.stderr.write(`${errorLine(error)}\n`);
      else this.#hub.onError(error);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    process.on('unhandledRejection', onError);
    process.on('uncaughtException', (error) => {
      onError(error);
      process.exit(1);
    });
  }
}

const LOOPBACK = /^(127\.|localhost$|::1$)/u;

export function serveCommand(program: Command): void {
  const serve = placeOptions(program.command('serve').description('start the hub'));
  serve.option('--replicate-with <host...>', 'hosts (host or host:port) that the administrator may replicate with; none unless named');
  serve.action(async (options: PlaceOptions) => {
    const served = new Served(options);
    const hub = await served.start();
    served.untilStopped();
    if (!LOOPBACK.test(options.host)) say('注意：本机以外的连接未加密，请在前面放置 TLS 代理。');
    say(`GridDesk hub ${hub.hubId} ready at ${hub.address}`);
  });
}
