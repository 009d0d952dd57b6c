/** The operating system's key store by Electron's safeStorage; `basic_text` on Linux protects nothing, and is not used. */
import { safeStorage } from 'electron';
import type { Sealing } from './sealing.ts';

export function systemSealing(): Sealing {
  const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform;
  const protects = safeStorage.isEncryptionAvailable() && backend !== 'basic_text' && backend !== 'unknown';
  return {
    backend: () => backend,
    protects: () => protects,
    seal: (bytes) => new Uint8Array(safeStorage.encryptString(Buffer.from(bytes).toString('base64'))),
    open: (bytes) => new Uint8Array(Buffer.from(safeStorage.decryptString(Buffer.from(bytes)), 'base64')),
  };
}
