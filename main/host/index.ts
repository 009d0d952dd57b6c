export { createHost, type HostOptions } from './create-host.ts';
export { NO_SYSTEM_SEALING, type Sealing } from '../vault/index.ts';
