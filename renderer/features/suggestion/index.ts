export { suggestionsUnder } from './form-suggestions.tsx';
export { PossibleDuplicates } from './possible-duplicates.tsx';
