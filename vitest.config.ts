import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** One project a kind of test; `npm test` runs all but `data`, which needs the real ledger. */
export default defineConfig({
  test: {
    // As many as there are cores; vitest's own choice leaves one to a watcher, which is half of a machine of two.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,sync-server,main,renderer,test/bench,test/docs}/**/*.test.ts'],
          environment: 'node',
          isolate: false, // Nothing they import keeps state: the modules are loaded once for all of them.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          setupFiles: ['test/support/drop-databases.ts'],
          environment: 'node',
          isolate: false, // Each file has hubs and desks of its own; loading them anew for each file takes longer than the tests.
          // On a cluster each write waits for a quorum's disks: a city of its own for each test takes several times as long to open.
          testTimeout: (process.env['COUCHDB_URL'] ?? '') === '' ? 30_000 : 120_000,
          hookTimeout: (process.env['COUCHDB_URL'] ?? '') === '' ? 60_000 : 120_000,
        },
      },
      { test: { name: 'torture', include: ['test/torture/**/*.test.ts'], environment: 'node', testTimeout: 180_000, hookTimeout: 60_000 } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'data',
          include: ['test/data/**/*.test.ts'],
          environment: 'node',
          testTimeout: 240_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
