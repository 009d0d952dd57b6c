/** `npm run hub -- <command>`: the hub's own command line; without a command, `serve`. */
import { join } from 'node:path';
import { build } from './build.mjs';
import { run } from './run-command.mjs';
import { setup } from './setup.mjs';

const args = process.argv.slice(2).filter((arg) => arg !== '--');
await setup();
await build();
const command = args.length === 0 || args[0]?.startsWith('--') ? ['serve', ...args] : args;
process.exit(await run('node', [join('build', 'hub', 'cli.mjs'), ...command]));
