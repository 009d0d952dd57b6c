/** A zip file written by hand, so that a test can say in it what no honest writer would. */
import { deflateRawSync } from 'node:zlib';

export type ZipEntry = Readonly<{
  name: string;
  content: Uint8Array;
  /** What the directory says; the truth unless given. */ claims?: number;
}>;

function header(signature: number, entry: ZipEntry, packed: Uint8Array, middle: readonly number[], length: number): Buffer {
  const head = Buffer.alloc(length);
  head.writeUInt32LE(signature, 0);
  const at = middle.length === 0 ? 4 : 6;
  head.writeUInt16LE(20, at);
  head.writeUInt16LE(8, at + 4);
  head.writeUInt32LE(packed.length, at + 14);
  head.writeUInt32LE(entry.claims ?? entry.content.length, at + 18);
  head.writeUInt16LE(Buffer.byteLength(entry.name), at + 22);
  if (middle.length > 0) head.writeUInt32LE(middle[0] ?? 0, 42);
  return head;
}

export function zipOf(entries: readonly ZipEntry[]): Uint8Array {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = deflateRawSync(entry.content);
    const name = Buffer.from(entry.name);
    const parts = [header(0x04034b50, entry, packed, [], 30), name, packed];
    central.push(header(0x02014b50, entry, packed, [offset], 46), name);
    local.push(...parts);
    offset += parts.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...local, directory, end]));
}
