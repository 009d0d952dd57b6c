export { CategorySuggestions } from './category-suggestions.tsx';
export { suggestionsUnder } from './form-suggestions.tsx';
export { PossibleDuplicates } from './possible-duplicates.tsx';
export { StreetSuggestions } from './street-suggestions.tsx';
