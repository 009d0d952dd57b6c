/** The one window: sandboxed, without Node; navigation, new windows and permissions denied by default. */
import { join } from 'node:path';
import { BrowserWindow, session } from 'electron';
import { ORIGIN } from './app-protocol.ts';

const ALLOWED = ['persistent-storage', 'clipboard-sanitized-write'];

export function denyByDefault(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) => {
    callback(ALLOWED.includes(permission));
  });
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => ALLOWED.includes(permission));
}

export function openDesk(folder: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 420,
    minHeight: 640,
    title: '基层接诉工作台',
    backgroundColor: '#f5f7fa',
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(folder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event, url) => {
    if (!url.startsWith(`${ORIGIN}/`)) event.preventDefault();
  });
  window.webContents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  void window.loadURL(`${ORIGIN}/index.html`);
  return window;
}
