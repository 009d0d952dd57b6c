/** Suggestions as a kind of matter: what they are, and what may be done with them. */
import type { Instant, PersonId } from '../../ids.ts';
import { CITY } from '../../standing.ts';
import type { MatterKind } from '../matter.ts';
import { decideSuggestion } from './decideSuggestion.ts';
import { Suggestion } from './document.ts';
import { retractSuggestion } from './retractSuggestion.ts';
import { signSuggestion } from './signSuggestion.ts';
import { suggestChange } from './suggestChange.ts';

export const SUGGESTIONS: MatterKind<Suggestion> = {
  prefix: 'suggestion',
  document: Suggestion,
  rules: [suggestChange, signSuggestion, decideSuggestion, retractSuggestion],
  blank: (id) => ({
    _id: id,
    schema: 1,
    target: 'articleChange',
    state: 'retracted',
    reason: '',
    by: 'system:import' as PersonId,
    unit: CITY,
    at: '1970-01-01T00:00:00.000Z' as Instant,
    history: [],
  }),
};
