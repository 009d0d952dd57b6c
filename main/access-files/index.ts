export { AccessFiles } from './access-files.ts';
