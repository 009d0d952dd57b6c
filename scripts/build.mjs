/** Builds hub, main process, preload, screen and test programs with Vite, only when a source has changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './run-command.mjs';
import { step } from './say.mjs';

const MARK = join(ROOT, '.cache', 'build');
const SOURCES = ['shared', 'sync-server', 'main', 'renderer', 'test', 'scripts', 'package-lock.json'];
/** Native modules are loaded from node_modules, never bundled. */
const NATIVE = [
  'leveldown',
  'lmdb',
  '@node-rs/argon2',
  'electron',
  'pouchdb-core',
  'pouchdb-adapter-leveldb',
  'pouchdb-adapter-http',
  'pouchdb-replication',
  'vitest',
  'playwright',
  'axe-core',
];

/** @param {import('node:crypto').Hash} hash @param {string} path */
function addTo(hash, path) {
  const info = statSync(path);
  if (info.isDirectory()) for (const name of readdirSync(path).sort()) addTo(hash, join(path, name));
  else hash.update(`${path} ${info.size} ${info.mtimeMs}\n`);
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const source of SOURCES) addTo(hash, join(ROOT, source));
  return hash.digest('hex');
}

/**
 * @param {string} entry
 * @param {{ outDir: string, name: string, format: 'es' | 'cjs' }} to
 * @returns {import('vite').InlineConfig}
 */
function nodeBundle(entry, { outDir, name, format }) {
  const external = (/** @type {string} */ id) =>
    id.startsWith('node:') || builtinModules.includes(id) || NATIVE.some((native) => id === native || id.startsWith(`${native}/`));
  return {
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: NATIVE },
    build: {
      ssr: join(ROOT, entry),
      outDir: join(ROOT, outDir),
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: { external, output: { format, entryFileNames: name } },
    },
  };
}

/** What bench:desk runs inside the desk's own renderer: one script, because the page's policy lets no other in. */
const IN_PAGE = /** @type {import('vite').InlineConfig} */ ({
  root: ROOT,
  configFile: false,
  logLevel: 'error',
  define: { global: 'globalThis' },
  build: {
    outDir: join(ROOT, 'build/test'),
    emptyOutDir: false,
    target: 'chrome130',
    lib: { entry: join(ROOT, 'test/bench/page/in-page.ts'), formats: ['iife'], name: 'gridDeskInPage', fileName: () => 'in-page.js' },
  },
});

export async function build() {
  const now = fingerprint();
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === now && existsSync(join(ROOT, 'build', 'renderer', 'index.html'))) return;
  const { build: vite } = await import('vite');
  await step('building (about 20 s)', async () => {
    await vite(nodeBundle('sync-server/cli/main.ts', { outDir: 'build/hub', name: 'cli.mjs', format: 'es' }));
    await vite(nodeBundle('main/main.ts', { outDir: 'build/main', name: 'main.cjs', format: 'cjs' }));
    await vite(nodeBundle('main/preload.ts', { outDir: 'build/main', name: 'preload.cjs', format: 'cjs' }));
    for (const program of readdirSync(join(ROOT, 'test', 'programs')).filter((file) => file.endsWith('.ts'))) {
      const name = program.replace(/\.ts$/, '');
      await vite(nodeBundle(`test/programs/${program}`, { outDir: 'build/test', name: `${name}.mjs`, format: 'es' }));
    }
    await vite(IN_PAGE);
    await vite({ root: join(ROOT, 'renderer'), configFile: join(ROOT, 'renderer', 'vite.config.ts'), logLevel: 'error' });
  });
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  writeFileSync(MARK, now);
}

if (process.argv[1] === new URL(import.meta.url).pathname) await build();
