/**
 * Names of a file's documents on their way to the hub [sync E1, E2]. They carry device and person, so that nobody can put other
 * bytes, or the same ones first, in the place of somebody's evidence, and a hash alone opens nothing: who names a file has sent it.
 */
import type { DeviceId, PersonId, Sha256 } from '../hotline/ids.ts';

/** Whose file it is: the actor of the action that names it, on the device that it was made on. */
export type FileName = Readonly<{ device: DeviceId | string; actor: PersonId | string; hash: Sha256 | string }>;

function scope({ device, actor, hash }: FileName): string {
  return `${device.slice('device:'.length)}:${actor.slice('person:'.length)}:${hash}`;
}

export function fileId(name: FileName): string {
  return `file:${scope(name)}`;
}

export function chunkId(name: FileName, at: number): string {
  return `chunk:${scope(name)}:${String(at).padStart(4, '0')}`;
}

/** Whether a document's id is of this device. */
export function isOf(device: DeviceId | string, id: string): boolean {
  return id.split(':')[1] === device.slice('device:'.length);
}
