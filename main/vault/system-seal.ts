/** The operating system's key store by Electron's safeStorage; `basic_text` on Linux protects nothing, and is not used. */
import { safeStorage } from 'electron';
import type { SystemSeal } from './vault.ts';

export function systemSeal(): SystemSeal {
  const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform;
  const available = safeStorage.isEncryptionAvailable() && backend !== 'basic_text' && backend !== 'unknown';
  return {
    available,
    backend,
    seal: (text) => safeStorage.encryptString(text).toString('base64'),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  };
}
