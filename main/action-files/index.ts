export { ActionFiles, type Sign } from './action-files.ts';
