export { Board } from './board.tsx';
export { OwnMeasures } from './own-measures.tsx';
export { EarlyWarnings } from './early-warnings.tsx';
