/** Governance tasks as a kind of matter: what they are, and what may be done with them. */
import type { Instant, PersonId } from '../../ids.ts';
import { CITY } from '../../standing.ts';
import type { MatterKind } from '../matter.ts';
import { changeGovernance } from './changeGovernance.ts';
import { Governance } from './document.ts';
import { finishGovernance } from './finishGovernance.ts';
import { noteProgress } from './noteProgress.ts';
import { openGovernance } from './openGovernance.ts';

const NOBODY = 'system:import' as PersonId;
const BEGINNING = '1970-01-01T00:00:00.000Z' as Instant;

export const GOVERNANCE: MatterKind<Governance> = {
  prefix: 'governance',
  document: Governance,
  rules: [openGovernance, changeGovernance, noteProgress, finishGovernance],
  blank: (id) => ({
    _id: id,
    schema: 1,
    unit: CITY,
    title: '',
    plan: '',
    responsible: NOBODY,
    due: BEGINNING,
    workers: [],
    involved: [],
    tickets: [],
    state: 'done',
    by: NOBODY,
    at: BEGINNING,
    notes: [],
    history: [],
  }),
};
