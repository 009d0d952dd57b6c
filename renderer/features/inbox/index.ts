export { Inbox } from './inbox.tsx';
export type { Filters } from './filters.ts';
