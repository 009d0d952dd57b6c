/**
 * Installs what is missing, and only that: the packages of the lock file, the Debian packages Electron needs, the Electron
 * runtime. Says what it does; a second run finds its marks and returns at once.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, has, run } from './run-command.mjs';
import { say, step } from './say.mjs';

const CACHE = join(ROOT, '.cache');
/** Libraries of Electron on a bare Debian, a display for tests, and a Chinese font. */
const DEBIAN = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'xvfb', 'xauth', 'fonts-noto-cjk'];

/** @param {string} name @param {string} value */
function marked(name, value) {
  const path = join(CACHE, name);
  return existsSync(path) && readFileSync(path, 'utf8') === value;
}

/** @param {string} name @param {string} value */
function mark(name, value) {
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, name), value);
}

async function packages() {
  const hash = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(join(ROOT, 'node_modules')) && marked('packages', hash)) return;
  await step('installing the npm packages (about 1–2 minutes the first time)', async () => {
    const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    if (code !== 0) throw new Error('npm ci failed: check the network and try again');
  });
  mark('packages', hash);
}

async function missingDebian() {
  const code = await run('sh', ['-c', `dpkg -s ${DEBIAN.join(' ')} >/dev/null 2>&1`], { quiet: true });
  return code !== 0;
}

async function debianPackages() {
  if (process.platform !== 'linux' || marked('debian', DEBIAN.join())) return;
  if (!has('dpkg') || !has('apt-get')) {
    say(`this Linux has no apt-get; Electron needs the equivalents of: ${DEBIAN.join(' ')}`);
    return;
  }
  if (await missingDebian()) {
    if (process.getuid?.() !== 0) {
      say(`not root, so not installed: ${DEBIAN.join(' ')}. An administrator can run: apt-get install ${DEBIAN.join(' ')}`);
      return;
    }
    await step('installing the Debian packages for Electron (about half a minute)', async () => {
      const env = { DEBIAN_FRONTEND: 'noninteractive' };
      await run('apt-get', ['update', '-qq'], { env, quiet: true });
      const code = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...DEBIAN], { env, quiet: true });
      if (code !== 0) throw new Error(`apt-get could not install: ${DEBIAN.join(' ')}`);
    });
  }
  mark('debian', DEBIAN.join());
}

/** Brings the project to where it can be built and run. */
export async function setup() {
  await packages();
  await debianPackages();
  const { electronRuntime } = await import('./electron-runtime.mjs');
  await electronRuntime();
}

/** Whether a window can be opened here. */
export function hasDisplay() {
  return process.platform !== 'linux' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
}

if (process.argv[1] === new URL(import.meta.url).pathname) await setup();
