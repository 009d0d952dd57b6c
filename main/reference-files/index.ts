export { listReferenceFiles, putReferenceFile, readChosen, type ChooseFile } from './reference-files.ts';
