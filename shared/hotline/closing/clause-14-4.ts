/** Art. 14(4): material not supplied in time without a just reason; the software checks the notice and the date. */
import Type from 'typebox';
import { closed, prose } from '../schema-builders.ts';
import { shortTime } from '../wording.ts';
import { defineClause } from './clause.ts';

export const clause144 = defineClause({
  clause: '14-4',
  asks: '补正通知和到期日期由系统核对；写明听取诉求人理由的情况，确无正当理由',
  evidence: Type.Object({ heard: prose('听取理由情况', 500, '何时、怎样询问，诉求人怎样说明') }, closed),
  closesIn: ['awaitingMaterial'],
  check(ticket, { context }) {
    const { due, material } = ticket;
    if (ticket.status !== 'awaitingMaterial' || material === undefined || due.supplement === undefined)
      return { code: 'clauseNotYet', detail: '没有待补正的通知' };
    const over = context.effectiveAt > due.supplement.at;
    return over ? undefined : { code: 'clauseNotYet', detail: `补正期限至 ${shortTime(due.supplement.at)}，尚未到期` };
  },
});
