/** The city whose screens are photographed: the demonstration matters, and beside them a whole ledger as it is received. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { enrol, launchDesk, ROOT, type ElectronDesk } from '../support/electron-desk.ts';
import { freePort, hubCommand, HubProcess } from '../support/hub-process.ts';
import { ledgerBytes, LETTERS } from '../support/ledger.ts';

export type PhotoCity = Readonly<{
  dir: string;
  hub: HubProcess;
  password: string;
  /** The letter with the most words: what a screen must bear. */
  longest: string;
  /** A device of the place that the code is for: 0, 1 street A, 2 street B, 3 city, 4 district. */
  desk: (name: string, code: number) => Promise<ElectronDesk>;
  desks: readonly ElectronDesk[];
  close: () => Promise<void>;
}>;

/** The real ledger where it is at hand, else the committed one. */
async function ledger(): Promise<Uint8Array> {
  const real = join(process.env['GRIDDESK_DATA'] ?? join(ROOT, '..', 'shared', 'data'), 'letters.xlsx');
  return existsSync(real) ? new Uint8Array(await readFile(real)) : ledgerBytes(LETTERS);
}

async function longestTitle(bytes: Uint8Array): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  let found = { title: '', size: 0 };
  book.worksheets[0]?.eachRow((row, at) => {
    const size = row.getCell(5).text.length;
    if (at > 1 && size > found.size) found = { title: row.getCell(3).text.trim(), size };
  });
  return found.title;
}

export async function openCity(tickets: 'demo' | 'none'): Promise<PhotoCity> {
  const dir = await mkdtemp(join(tmpdir(), 'griddesk-screens-'));
  const hub = new HubProcess(join(dir, 'hub'), await freePort());
  await hubCommand(['seed', '--data', hub.dataDir, '--port', String(hub.port), '--tickets', tickets]);
  let longest = '';
  if (tickets === 'demo') {
    const bytes = await ledger();
    longest = await longestTitle(bytes);
    await writeFile(join(dir, 'ledger.xlsx'), bytes);
    await hubCommand(['import', join(dir, 'ledger.xlsx'), '--data', hub.dataDir]);
  }
  await hub.start();
  const demo = JSON.parse(await readFile(join(hub.dataDir, 'demo.json'), 'utf8')) as { codes: { code: string }[]; password: string };
  const desks: ElectronDesk[] = [];
  return {
    dir,
    hub,
    longest,
    desks,
    password: demo.password,
    async desk(name, code) {
      const desk = await launchDesk(join(dir, name));
      desks.push(desk);
      if (code >= 0) await enrol(desk, demo.codes[code]?.code ?? '');
      return desk;
    },
    async close() {
      for (const desk of desks) await desk.app.close().catch(() => undefined);
      await hub.stop();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
