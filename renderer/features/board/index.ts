export { Board } from './board.tsx';
export { EarlyWarnings } from './early-warnings.tsx';
