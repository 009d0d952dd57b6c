import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('a packaged desk cannot be run as Node, debugged, or given another program to load', async () => {
  const config = await readFile(join(import.meta.dirname, '..', '..', 'electron-builder.yml'), 'utf8');
  const fuses = /^electronFuses:\n((?: {2}.*\n)+)/mu.exec(config)?.[1] ?? '';
  const flipped = Object.fromEntries(
    fuses
      .trim()
      .split('\n')
      .map((line) => line.trim().split(': ')),
  );
  expect(flipped).toMatchObject({
    runAsNode: 'false',
    enableNodeOptionsEnvironmentVariable: 'false',
    enableNodeCliInspectArguments: 'false',
    onlyLoadAppFromAsar: 'true',
    loadBrowserProcessSpecificV8Snapshot: 'false',
    grantFileProtocolExtraPrivileges: 'false',
  });
});
