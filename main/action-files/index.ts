export { ActionFiles } from './action-files.ts';
