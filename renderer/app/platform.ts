/** The screen's surroundings for the replica: Electron or a browser, IndexedDB, the wake-up of network and machine. */
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { ulid } from 'ulid';
import { browserHost } from '../host/browser-host.ts';
import { electronHost } from '../host/electron-host.ts';
import type { Platform } from '../replica/platform.ts';
import { pouchEvidence } from '../replica/pouch-evidence.ts';
import { rangeStorage } from './range-storage.ts';

export function appPlatform(): Platform {
  return {
    host: electronHost() ?? browserHost(),
    fetch: (input, init) => fetch(input, init),
    storage: rangeStorage(getRxStorageDexie({ chromeTransactionDurability: 'strict' })),
    now: Date.now,
    random: Math.random,
    ulid: () => ulid(),
    onWake(wake) {
      const visible = (): void => {
        if (document.visibilityState === 'visible') wake();
      };
      window.addEventListener('online', wake);
      document.addEventListener('visibilitychange', visible);
      return () => {
        window.removeEventListener('online', wake);
        document.removeEventListener('visibilitychange', visible);
      };
    },
    evidence: pouchEvidence,
    log: (line) => {
      performance.mark(`griddesk ${line}`.slice(0, 200));
    },
  };
}
