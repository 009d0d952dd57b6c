export { printPaper, savePaper, type PaperOutput } from './papers.ts';
