/** Art. 14(8): thirty consecutive days without cooperation; the software counts the contact log. */
import Type from 'typebox';
import { closed, prose } from '../schema-builders.ts';
import { defineClause } from './clause.ts';
import { isMature, nonCooperation } from './non-cooperation.ts';

export const clause148 = defineClause({
  clause: '14-8',
  asks: '联系记录由系统核算：自首次未接通或被拒起满 30 日，至少 3 次在不同日期，其间诉求人未配合且无正当理由',
  evidence: Type.Object({ remark: Type.Optional(prose('说明', 500)) }, closed),
  check(ticket, { context }) {
    const run = nonCooperation(ticket.disposal.contacts);
    if (isMature(run, context.effectiveAt, context.pack)) return undefined;
    const need = context.pack.nonCooperation;
    const found = run === undefined ? '没有未接通或被拒的联系记录' : `首次 ${run.sinceDate}，已在 ${run.days} 个不同日期联系`;
    return { code: 'clauseNotYet', detail: `${found}；须满 ${need.days} 日、${need.attempts} 次` };
  },
});
