export { NO_SYSTEM_SEALING, type Sealing } from './sealing.ts';
export { readKeyFile, Vault, type KeyFile } from './vault.ts';
