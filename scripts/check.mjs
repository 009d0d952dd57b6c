/** `npm run check`: types, lint, format, the one-way rule, dead exports. */
import { run } from './run-command.mjs';
import { say } from './say.mjs';
import { setup } from './setup.mjs';

/** @type {readonly (readonly [string, readonly string[]])[]} */
const CHECKS = [
  ['types', ['tsc', '-b']],
  ['lint', ['eslint', '.']],
  ['format', ['prettier', '--check', '--log-level=warn', '.']],
  ['dependencies', ['depcruise', '--config', '.dependency-cruiser.cjs', 'shared', 'sync-server', 'main', 'renderer', 'test']],
  ['dead exports', ['knip']],
];

await setup();
let failed = 0;
for (const [name, args] of CHECKS) {
  const code = await run('npx', args);
  say(`${name}: ${code === 0 ? 'clean' : 'NOT clean'}`);
  if (code !== 0) failed += 1;
}
process.exit(failed > 0 ? 1 : 0);
