/**
 * Names of a file's documents on their way to the hub [sync E2]. They carry the device, so that nobody can put other bytes, or
 * the same ones first, in the place of somebody's evidence.
 */
import type { DeviceId } from '../hotline/ids.ts';

function scope(device: DeviceId | string, hash: string): string {
  return `${device.slice('device:'.length)}:${hash}`;
}

export function fileId(device: DeviceId | string, hash: string): string {
  return `file:${scope(device, hash)}`;
}

export function chunkId(device: DeviceId | string, hash: string, at: number): string {
  return `chunk:${scope(device, hash)}:${String(at).padStart(4, '0')}`;
}

/** Whether a document's id is of this device. */
export function isOf(device: DeviceId | string, id: string): boolean {
  return id.split(':')[1] === device.slice('device:'.length);
}
