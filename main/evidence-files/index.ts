export { EvidenceFiles } from './evidence-files.ts';
