export { KnowledgeBase } from './knowledge-base.tsx';
