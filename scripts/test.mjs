/** `npm test` and `npm run test:data`: sets up, builds, runs the test projects, and closes with one line of counts. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { electronDist, electronStarts } from './electron-runtime.mjs';
import { ROOT, has, run } from './run-command.mjs';
import { say } from './say.mjs';
import { hasDisplay, setup } from './setup.mjs';

/** Those that need no window. */
const PLAIN = ['unit', 'contract', 'torture'];

/** @param {readonly string[]} projects */
async function vitest(projects) {
  const report = join(ROOT, 'build', `report-${projects.join('-')}.json`);
  mkdirSync(join(ROOT, 'build'), { recursive: true });
  rmSync(report, { force: true });
  const args = [
    'vitest',
    'run',
    ...projects.flatMap((name) => ['--project', name]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const dist = electronDist();
  const env = {
    ...(dist === undefined ? {} : { ELECTRON_OVERRIDE_DIST_PATH: dist }),
    NO_COLOR: '1',
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
  };
  const screen = (projects.includes('e2e') || projects.includes('data')) && !hasDisplay() && has('xvfb-run');
  const code = screen
    ? await run('xvfb-run', ['-a', '-s', '-screen 0 1920x1080x24', 'npx', ...args], { env })
    : await run('npx', args, { env });
  if (!existsSync(report)) return { passed: 0, failed: 1, code };
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: Math.max(numFailedTests, code === 0 ? 0 : Math.max(1, numFailedTestSuites)), code };
}

const data = process.argv.includes('--data');
await setup();
await build();
const folder = process.env.GRIDDESK_DATA ?? join(ROOT, '..', 'shared', 'data');
if (data && !existsSync(folder)) {
  say(`the real ledger is not here (${folder}): nothing to test`);
  process.stdout.write('0 passed, 0 failed\n');
  process.exit(0);
}
const windows = electronStarts() && (hasDisplay() || has('xvfb-run'));
const rounds = data ? [['data']] : [PLAIN, ...(windows ? [['e2e']] : [])];
let passed = 0;
let failed = 0;
if (!windows && !data) {
  say('the tests with real windows are NOT run: Electron does not start here, or there is neither a display nor xvfb-run');
  failed += 1;
}
for (const projects of rounds) {
  const result = await vitest(projects);
  passed += result.passed;
  failed += result.failed;
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
