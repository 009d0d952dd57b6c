/** The desk's window as a source of papers: its print view to a printer or a PDF, A4, with the system's own dialogs. */
import { join } from 'node:path';
import { app, BrowserWindow, dialog, type SaveDialogOptions } from 'electron';
import type { PaperOutput } from '../papers/index.ts';

/** From this version on Chromium numbers pages by the style sheet (`@page` margin boxes); before it the PDF needs a footer. */
const NUMBERS_PAGES = 131;
const FOOTER =
  '<div style="width:100%;font-size:9px;text-align:center;font-family:serif">第 <span class="pageNumber"></span> 页，共 <span class="totalPages"></span> 页</div>';

function deskWindow(): BrowserWindow {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  if (window === undefined) throw new Error('there is no window to print');
  return window;
}

async function saveAs(name: string): Promise<string | undefined> {
  const options: SaveDialogOptions = {
    title: '另存为 PDF',
    buttonLabel: '保存',
    defaultPath: join(app.getPath('documents'), `${name}.pdf`),
    filters: [{ name: 'PDF 文件', extensions: ['pdf'] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  };
  const { canceled, filePath } = await dialog.showSaveDialog(deskWindow(), options);
  return canceled || filePath === '' ? undefined : filePath;
}

async function pdf(): Promise<Uint8Array> {
  const numbered = Number.parseInt(process.versions.chrome, 10) >= NUMBERS_PAGES;
  return deskWindow().webContents.printToPDF({
    pageSize: 'A4',
    // Margins are the style sheet's.
    preferCSSPageSize: true,
    // Else the window's own colour would tint the margins.
    printBackground: false,
    generateTaggedPDF: true,
    displayHeaderFooter: !numbered,
    headerTemplate: '<span></span>',
    footerTemplate: FOOTER,
  });
}

/** Chromium's words for what happened; nobody but it knows whether there is a printer. */
function print(): ReturnType<PaperOutput['print']> {
  return new Promise((resolve) => {
    deskWindow().webContents.print({ pageSize: 'A4', printBackground: false }, (success, reason) => {
      if (success) resolve('printed');
      else if (/cancel/iu.test(reason)) resolve('cancelled');
      else resolve(/printer/iu.test(reason) ? 'noPrinter' : 'failed');
    });
  });
}

export const PAPER_OUTPUT: PaperOutput = { print, saveAs, pdf };
