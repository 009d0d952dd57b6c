export { loadDevice, removeDevice, saveDevice } from './device-record.ts';
