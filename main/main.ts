/** Electron's main process: one instance a user-data folder, one sandboxed window, the host behind one IPC contract. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, session } from 'electron';
import { chooseReferenceFile } from './window/choose-file.ts';
import { createHost } from './host/index.ts';
import { registerHost } from './ipc/register-host.ts';
import { systemSealing } from './vault/system-sealing.ts';
import { registerScheme, serveApp } from './window/app-protocol.ts';
import { PAPER_OUTPUT } from './window/paper-output.ts';
import { denyByDefault, openDesk } from './window/desk-window.ts';

type Demo = Readonly<{ codes: { label: string; code: string }[]; password: string }>;

const userData = process.env['GRIDDESK_USER_DATA'];
if (userData !== undefined) app.setPath('userData', userData);
// As root Electron runs only without its sandbox (development and tests); then asking for it crashes.
if (!process.argv.includes('--no-sandbox') && !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerScheme();

/** `npm start` names the demonstration's codes, so that nobody types one. */
async function demo(): Promise<Demo | undefined> {
  const path = process.env['GRIDDESK_DEMO'];
  return path === undefined ? undefined : (JSON.parse(await readFile(path, 'utf8')) as Demo);
}

async function start(): Promise<void> {
  await app.whenReady();
  const demonstration = await demo();
  denyByDefault();
  serveApp(join(__dirname, '..', 'renderer'));
  registerHost(
    createHost({
      userData: join(app.getPath('userData'), 'desk'),
      version: app.getVersion(),
      sealing: systemSealing(),
      chooseFile: chooseReferenceFile,
      paper: PAPER_OUTPUT,
      clearEngine: () => session.defaultSession.clearStorageData(),
      ...(demonstration === undefined ? {} : { demo: demonstration }),
    }),
  );
  const window = openDesk(__dirname);
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
}

app.on('window-all-closed', () => {
  app.quit();
});

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    app.exit(1);
  });
} else {
  app.quit();
}
