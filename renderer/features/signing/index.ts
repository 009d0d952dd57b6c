export { SigningList } from './signing-list.tsx';
