export { DraftFromTicket } from './draft-from-ticket.tsx';
export { KnowledgeBase } from './knowledge-base.tsx';
export { useSuggestions } from './own-matters.ts';
export { SuggestCard } from './suggest-card.tsx';
export { SuggestionSigning } from './suggestion-signing.tsx';
