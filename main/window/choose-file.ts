/** The system's dialog for a signed file (F05): over the desk's window, so that nobody looks for it behind. */
import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';

const OPTIONS: OpenDialogOptions = {
  title: '选择规则包或日历文件',
  buttonLabel: '查看',
  properties: ['openFile'],
  filters: [{ name: '规则包、日历文件', extensions: ['json'] }],
};

export async function chooseReferenceFile(): Promise<string | undefined> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } = await (window === undefined ? dialog.showOpenDialog(OPTIONS) : dialog.showOpenDialog(window, OPTIONS));
  return canceled ? undefined : filePaths[0];
}
