export { DISK, type FileLayer } from './file-layer.ts';
export { ioFailure, writeFailure } from './failure.ts';
export { isTemporary, jsonBytes, parsedJson, writeDurably } from './write-durably.ts';
