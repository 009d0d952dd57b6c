/** `LN-DEFAULT`, the rule pack a city starts with (hotline.md §7). A city imports its own; limits are never code. */
import type { Instant } from '../ids.ts';
import type { Limit, RulePackDocument } from '../reference/documents.ts';

const wd = (workingDays: number): Limit => ({ workingDays });
const wh = (hours: number): Limit => ({ workingMinutes: hours * 60 });
const min = (minutes: number): Limit => ({ minutes });

export const LN_DEFAULT: RulePackDocument = {
  _id: 'pack:LN-DEFAULT:1',
  schema: 1,
  id: 'LN-DEFAULT',
  version: 1,
  layer: 'province',
  validFrom: '2022-06-05T16:00:00.000Z' as Instant,
  officeHours: [
    { from: '08:30', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ],
  dispatch: { emergency: min(10), livelihood: min(30), urgent: wh(2), normal: wh(2), complex: wh(2) },
  sign: { emergency: min(15), livelihood: min(30), urgent: wh(2), normal: wd(1), complex: wd(1) },
  returnWindow: { emergency: wd(1), livelihood: wd(1), urgent: wd(1), normal: wd(1), complex: wd(2) },
  contact: { emergency: min(60), livelihood: min(120), urgent: wh(4), normal: wd(1), complex: wd(1) },
  handle: { emergency: min(1440), livelihood: min(1440), urgent: wd(2), normal: wd(5), complex: wd(15) },
  handleNormalByKind: { consult: wd(3), help: wd(5), complaint: wd(5), report: wd(10), suggestion: wd(10) },
  dispatchRounds: 3,
  extension: { times: 2, workingDays: 5 },
  suspensionMonths: 6,
  coHandling: wd(3),
  supplement: wd(5),
  decide: wd(1),
  upper: wd(10),
  rework: wd(3),
  reworkTimes: 2,
  callback: wd(1),
  callbackAttempts: 3,
  handleStopsIn: ['awaitingMaterial', 'suspended', 'escalationReview', 'escalated', 'nonCooperation'],
  nonCooperation: { days: 30, attempts: 3 },
  archiveDays: 60,
  supervision: { afterWorkingDays: [1, 3, 5], reply: wd(1) },
  repeatDays: 90,
  seasons: [
    { name: '供暖季', from: '11-01', to: '03-31', words: ['供热', '供暖'], raisesTo: 'livelihood' },
    { name: '冰雪季', from: '11-01', to: '03-31', words: ['冰雪', '除雪', '清雪'] },
    { name: '汛期', from: '06-01', to: '09-30', words: ['积水', '内涝', '防汛'] },
  ],
  referral: { overdueWorkingDays: 10, supervisions: 2, refusedReturns: 3, reworks: 3 },
};
