/** `serve`: the hub alone, on 127.0.0.1 unless told otherwise (architecture.md, "Running"). */
import type { Command } from 'commander';
import { startHub, type HubOptions } from '../hub.ts';

export type PlaceOptions = Readonly<{ data: string; port: string; host: string }>;

export function placeOptions(command: Command): Command {
  return command
    .requiredOption('--data <dir>', 'folder that holds the hub')
    .option('--port <n>', 'port', '5984')
    .option('--host <address>', 'address to listen on', '127.0.0.1');
}

/** Options of a hub from the command line and the environment. */
export function hubOptions({ data, port, host }: PlaceOptions): HubOptions {
  const couchdbUrl = process.env['COUCHDB_URL'];
  const adminPassword = process.env['GRIDDESK_ADMIN_PASSWORD'];
  return {
    dataDir: data,
    port: Number(port),
    host,
    ...(couchdbUrl === undefined ? {} : { couchdbUrl }),
    ...(adminPassword === undefined ? {} : { adminPassword }),
  };
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Starts, or ends the process with a sentence that says what to do. */
export async function startOrExplain(options: PlaceOptions): ReturnType<typeof startHub> {
  try {
    return await startHub(hubOptions(options));
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'EADDRINUSE') say(`端口 ${options.port} 已被占用：请关闭占用它的程序，或用 --port 换一个端口。`);
    else if (String(error).includes('LOCK')) say(`数据目录 ${options.data} 正被另一个 hub 使用：请先停止它，或换一个 --data。`);
    else say(`hub 未能启动：${String(error)}`);
    process.exit(1);
  }
}

export function serveCommand(program: Command): void {
  placeOptions(program.command('serve').description('start the hub')).action(async (options: PlaceOptions) => {
    const hub = await startOrExplain(options);
    if (hub.passwordMade) say(`admin password (shown once, kept in ${options.data}/hub.json): ${hub.adminPassword}`);
    const stop = (): void => {
      hub.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    say(`GridDesk hub ${hub.hubId} ready at ${hub.address}`);
  });
}
