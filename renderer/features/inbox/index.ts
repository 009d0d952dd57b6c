export { Inbox } from './inbox.tsx';
export { owesReply, SUPERVISED } from './lanes.ts';
export type { Filters } from './filters.ts';
