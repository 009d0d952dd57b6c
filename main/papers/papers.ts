/**
 * Papers out of the desk's own window (F24, F13): to a printer, or as a PDF where the person wants it. What stands on them is what
 * the window's print view shows; the page hands over a name for the file and nothing else.
 */
import { basename, dirname } from 'node:path';
import type { HostResult } from '../../shared/host/contract.ts';
import { ioFailure, writeDurably, writeFailure, type FileLayer } from '../durable-files/index.ts';

/** The window and the system's own dialogs; see `main/window/paper-output.ts`. */
export type PaperOutput = Readonly<{
  /** The system's print dialog; says whether something went to a printer. */
  print: () => Promise<'printed' | 'cancelled' | 'noPrinter' | 'failed'>;
  /** Where to, by the system's dialog; nothing when the person thought better of it. */
  saveAs: (name: string) => Promise<string | undefined>;
  /** The print view on A4. */
  pdf: () => Promise<Uint8Array>;
}>;

export async function printPaper(output: PaperOutput): Promise<HostResult<'paper.print'>> {
  try {
    const done = await output.print();
    if (done === 'printed') return { ok: true };
    return done === 'failed' ? { ok: false, code: 'io', detail: 'print' } : { ok: false, code: done };
  } catch (error) {
    return ioFailure(error);
  }
}

export async function savePaper(output: PaperOutput, layer: FileLayer, name: string): Promise<HostResult<'paper.save'>> {
  try {
    const path = await output.saveAs(name);
    if (path === undefined) return { ok: false, code: 'cancelled' };
    const bytes = await output.pdf();
    try {
      await writeDurably(layer, dirname(path), basename(path), bytes);
    } catch (error) {
      return writeFailure(error);
    }
    return { ok: true, name: basename(path) };
  } catch (error) {
    return ioFailure(error);
  }
}
