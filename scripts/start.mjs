/**
 * `npm start`: an embedded hub with a demonstration city and the desk; without a display, the desk in a browser. What follows
 * `--` goes to Electron.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { build } from './build.mjs';
import { electronDist, electronStarts } from './electron-runtime.mjs';
import { ROOT, run } from './run-command.mjs';
import { say, step } from './say.mjs';
import { hasDisplay, setup } from './setup.mjs';

const DATA = process.env.GRIDDESK_DEMO_DATA ?? join(ROOT, '.demo');
const PORT = process.env.GRIDDESK_PORT ?? '5984';
const SCREEN_PORT = process.env.GRIDDESK_SCREEN_PORT ?? '5985';
const HUB = join('build', 'hub', 'cli.mjs');

/** @param {string} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(Number(port), '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Ends with a plain sentence where the port is taken. @param {string} port @param {string} setting */
async function claim(port, setting) {
  if (await isFree(port)) return;
  say(`port ${port} is in use: close the program that uses it, or set ${setting} to another one`);
  process.exit(1);
}

/** @returns {Promise<import('node:child_process').ChildProcess>} */
function startHub() {
  return new Promise((resolve, reject) => {
    const hub = spawn('node', [HUB, 'serve', '--data', join(DATA, 'hub'), '--port', PORT], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    hub.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      if (String(chunk).includes(' ready at ')) resolve(hub);
    });
    hub.on('exit', (code) => reject(new Error(`the hub ended with code ${code}`)));
  });
}

await setup();
await build();
await claim(PORT, 'GRIDDESK_PORT');
const demo = join(DATA, 'hub', 'demo.json');
if (!existsSync(demo)) {
  await step('making the demonstration city (a few seconds)', async () => {
    if ((await run('node', [HUB, 'seed', '--data', join(DATA, 'hub'), '--port', PORT])) !== 0)
      throw new Error('the demonstration city could not be made');
  });
}
const hub = await startHub();
process.on('exit', () => hub.kill('SIGTERM'));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
const dist = electronDist();
if (hasDisplay() && dist !== undefined && electronStarts()) {
  say('opening the desk; close its window to stop the hub too');
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const desk = spawn(join(dist, 'electron'), [...root, ...process.argv.slice(2), '.'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'ignore'],
    env: { ...process.env, GRIDDESK_USER_DATA: join(DATA, 'desk'), GRIDDESK_DEMO: demo },
  });
  desk.on('exit', (code) => process.exit(code ?? 0));
} else {
  say(`${hasDisplay() ? 'Electron does not start here' : 'no display here'}: the desk runs in a browser (演示模式)`);
  const { serveDemo } = await import('./serve-demo.mjs');
  await claim(SCREEN_PORT, 'GRIDDESK_SCREEN_PORT');
  const { address } = await serveDemo(join(ROOT, 'build', 'renderer'), demo, Number(SCREEN_PORT));
  say(`open ${address} in a browser on this machine; Ctrl+C stops`);
}
