/** Duty sheets of units as a kind of matter. */
import type { MatterKind } from '../matter.ts';
import { blankSheet, DutySheet } from './document.ts';
import { keepDutySheet } from './keepDutySheet.ts';
import { nameDeputy } from './nameDeputy.ts';

export const DUTY_SHEETS: MatterKind<DutySheet> = {
  prefix: 'duty',
  document: DutySheet,
  rules: [keepDutySheet, nameDeputy],
  blank: blankSheet,
};
