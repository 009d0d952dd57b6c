/** A plain Chromium window for the desk in a browser (演示模式): Electron without preload, without anything of ours. */
import { app, BrowserWindow } from 'electron';

app.setPath('userData', process.env.PLAIN_BROWSER_DATA);
// Not awaited: Electron is ready only after this module has run.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1366, height: 768, webPreferences: { sandbox: true, contextIsolation: true } });
  return window.loadURL(process.env.PLAIN_BROWSER_URL);
});
