/** Runs one of test/programs: `node scripts/program.mjs torture -- --rounds 20`. */
import { join } from 'node:path';
import { build } from './build.mjs';
import { electronDist } from './electron-runtime.mjs';
import { has, run } from './run-command.mjs';
import { hasDisplay, setup } from './setup.mjs';

const [name = '', ...args] = process.argv.slice(2);
await setup();
await build();
const dist = electronDist();
const env = { ...(dist === undefined ? {} : { ELECTRON_OVERRIDE_DIST_PATH: dist }), DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
const program = ['node', join('build', 'test', `${name}.mjs`), ...args.filter((arg) => arg !== '--')];
const windowed = ['bench-desk', 'screenshots', 'torture'].includes(name) && !hasDisplay() && has('xvfb-run');
const line = windowed ? ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24', ...program] : program;
process.exit(await run(line[0] ?? 'node', line.slice(1), { env }));
