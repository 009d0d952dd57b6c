/** Stands in for Electron's own default app, which the development runtime lacks: runs `electron [-r module] <app folder>`. */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const args = process.argv.slice(1);
if (args.includes('--version')) {
  process.stdout.write(`v${process.versions.electron}\n`);
  process.exit(0);
}
const require = createRequire(import.meta.url);
let target;
for (let at = 0; at < args.length; at += 1) {
  if (args[at] === '-r' || args[at] === '--require') {
    at += 1;
    require(args[at]);
  } else if (!args[at].startsWith('-')) {
    target = resolve(args[at]);
    break;
  }
}
if (target === undefined) {
  process.stderr.write('usage: electron [-r module] <app folder>\n');
  process.exit(1);
}
process.defaultApp = true;
let entry = target;
if (statSync(target).isDirectory()) {
  const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version ?? '0.0.0');
  app.setAppPath(target);
  entry = join(target, manifest.main ?? 'index.js');
}
await import(pathToFileURL(entry).href);
