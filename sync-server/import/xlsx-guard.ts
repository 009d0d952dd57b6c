/** Looks into an xlsx before it is read: not a zip, too many entries, a bomb; and where formulas stand instead of values. */
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { firstSheet, WORKBOOK_PARTS } from './first-sheet.ts';

/** The file itself. */
export const MAX_LEDGER_BYTES = 32 * 1024 * 1024;
const MAX_ENTRIES = 200;
const MAX_INFLATED = 256 * 1024 * 1024;
/** A sheet of Chinese text packs about 4 : 1, an empty styled one 30 : 1. */
const MAX_RATIO = 120;

/** A formula of a cell; shared ones and those of arrays carry attributes. */
const FORMULA = /<c\b[^<>]{0,120}?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]{0,120}>\s{0,20}<f[ >/]/gu;
/** Longer than what `FORMULA` can match, so that none is lost between two pieces. */
const CARRY = 320;

export type FileFault = 'notXlsx' | 'tooBig' | 'tooManyRows' | 'bomb';
export const FILE_FAULTS: Readonly<Record<FileFault, string>> = {
  notXlsx: '这不是有效的 Excel 文件（.xlsx）。请用表格软件另存为 .xlsx 后重新导入。',
  tooBig: `文件超过 ${MAX_LEDGER_BYTES / 1024 / 1024} MB，请按月份拆分后分次导入。`,
  tooManyRows: '表格行数过多，请按月份拆分后分次导入。',
  bomb: '文件解压后异常庞大，已拒绝。请确认来源，或另存为新的 .xlsx 后重试。',
};

export type Inspected = Readonly<{ ok: true; formulas: ReadonlyMap<number, ReadonlySet<number>> } | { ok: false; fault: FileFault }>;

function openZip(bytes: Uint8Array): Promise<ZipFile | undefined> {
  return new Promise((resolve) => {
    fromBuffer(Buffer.from(bytes), { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      resolve(error === null ? zip : undefined);
    });
  });
}

function entriesOf(zip: ZipFile): Promise<readonly Entry[] | undefined> {
  return new Promise((resolve) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > MAX_ENTRIES) resolve(undefined);
      else zip.readEntry();
    });
    zip.on('end', () => {
      resolve(entries);
    });
    zip.on('error', () => {
      resolve(undefined);
    });
    zip.readEntry();
  });
}

function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

type Part = { size: number; formulas: Map<number, Set<number>>; text: string };

/** Counts what really comes out, whatever the directory claims; keeps the text of small parts that say which sheet is which. */
function inflate(zip: ZipFile, entry: Entry, room: number): Promise<Part | undefined> {
  return new Promise((resolve) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) {
        resolve(undefined);
        return;
      }
      const part: Part = { size: 0, formulas: new Map(), text: '' };
      const sheet = entry.fileName.startsWith('xl/worksheets/') && entry.fileName.endsWith('.xml');
      const directory = WORKBOOK_PARTS.includes(entry.fileName);
      let carry = '';
      stream.on('data', (chunk: Buffer) => {
        part.size += chunk.length;
        if (part.size > room) {
          stream.destroy();
          resolve(undefined);
          return;
        }
        if (directory) part.text += chunk.toString('latin1');
        if (!sheet) return;
        const text = carry + chunk.toString('latin1');
        for (const match of text.matchAll(FORMULA)) {
          const row = Number(match[2]);
          part.formulas.set(row, (part.formulas.get(row) ?? new Set()).add(columnOf(match[1] ?? 'A')));
        }
        carry = text.slice(-CARRY);
      });
      stream.on('end', () => {
        resolve(part);
      });
      stream.on('error', () => {
        resolve(undefined);
      });
    });
  });
}

export async function inspectXlsx(bytes: Uint8Array): Promise<Inspected> {
  if (bytes.length > MAX_LEDGER_BYTES) return { ok: false, fault: 'tooBig' };
  const zip = await openZip(bytes);
  if (zip === undefined) return { ok: false, fault: 'notXlsx' };
  try {
    const entries = await entriesOf(zip);
    if (entries === undefined) return { ok: false, fault: 'bomb' };
    if (!entries.some((entry) => entry.fileName.startsWith('xl/worksheets/'))) return { ok: false, fault: 'notXlsx' };
    const claimed = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    if (claimed > MAX_INFLATED || claimed > bytes.length * MAX_RATIO) return { ok: false, fault: 'bomb' };
    const parts = new Map<string, Part>();
    let room = Math.min(MAX_INFLATED, bytes.length * MAX_RATIO);
    // Every part, also those of no interest here: whoever reads the file next would inflate them unwatched.
    for (const entry of entries) {
      const part = await inflate(zip, entry, room);
      if (part === undefined) return { ok: false, fault: 'bomb' };
      room -= part.size;
      parts.set(entry.fileName, part);
    }
    const [workbook = '', relations = ''] = WORKBOOK_PARTS.map((name) => parts.get(name)?.text);
    return { ok: true, formulas: parts.get(firstSheet(workbook, relations))?.formulas ?? new Map<number, Set<number>>() };
  } finally {
    zip.close();
  }
}
