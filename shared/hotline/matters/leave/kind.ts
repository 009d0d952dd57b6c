/** Leaves as a kind of matter: what they are, and what may be done with them. */
import type { Instant, PersonId } from '../../ids.ts';
import { CITY } from '../../standing.ts';
import type { MatterKind } from '../matter.ts';
import { changeLeave } from './changeLeave.ts';
import { Leave } from './document.ts';
import { endLeave } from './endLeave.ts';
import { recordLeave } from './recordLeave.ts';

const NOBODY = 'system:import' as PersonId;
const BEGINNING = '1970-01-01T00:00:00.000Z' as Instant;

export const LEAVES: MatterKind<Leave> = {
  prefix: 'leave',
  document: Leave,
  rules: [recordLeave, changeLeave, endLeave],
  blank: (id) => ({
    _id: id,
    schema: 1,
    unit: CITY,
    person: NOBODY,
    from: '1970-01-01',
    to: '1970-01-01',
    reason: 'other',
    by: NOBODY,
    at: BEGINNING,
    endedAt: BEGINNING,
    history: [],
  }),
};
