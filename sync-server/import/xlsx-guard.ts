/** Looks into an xlsx before it is read: not a zip, too many entries, a bomb; and where formulas stand instead of values. */
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

/** The file itself. */
export const MAX_LEDGER_BYTES = 32 * 1024 * 1024;
const MAX_ENTRIES = 200;
const MAX_INFLATED = 256 * 1024 * 1024;
/** A sheet of Chinese text packs about 4 : 1, an empty styled one 30 : 1. */
const MAX_RATIO = 120;

export type FileFault = 'notXlsx' | 'tooBig' | 'bomb';
export const FILE_FAULTS: Readonly<Record<FileFault, string>> = {
  notXlsx: '这不是有效的 Excel 文件（.xlsx）。请用表格软件另存为 .xlsx 后重新导入。',
  tooBig: `文件超过 ${MAX_LEDGER_BYTES / 1024 / 1024} MB，请按月份拆分后分次导入。`,
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

/** Counts what really comes out, whatever the directory claims, and notes the cells that hold a formula. */
function inflate(zip: ZipFile, entry: Entry, room: number, formulas: Map<number, Set<number>>): Promise<number | undefined> {
  return new Promise((resolve) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) {
        resolve(undefined);
        return;
      }
      let size = 0;
      let carry = '';
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > room) {
          stream.destroy();
          resolve(undefined);
          return;
        }
        if (!entry.fileName.startsWith('xl/worksheets/')) return;
        const text = carry + chunk.toString('latin1');
        for (const match of text.matchAll(/<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]{0,60}><f[ >/]/gu)) {
          const row = Number(match[2]);
          formulas.set(row, (formulas.get(row) ?? new Set()).add(columnOf(match[1] ?? 'A')));
        }
        carry = text.slice(-100);
      });
      stream.on('end', () => {
        resolve(size);
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
    const formulas = new Map<number, Set<number>>();
    let room = MAX_INFLATED;
    for (const entry of entries) {
      if (!entry.fileName.endsWith('.xml')) continue;
      const size = await inflate(zip, entry, room, formulas);
      if (size === undefined) return { ok: false, fault: 'bomb' };
      room -= size;
    }
    return { ok: true, formulas };
  } finally {
    zip.close();
  }
}
