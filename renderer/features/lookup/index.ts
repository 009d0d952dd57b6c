export { Lookup } from './lookup.tsx';
