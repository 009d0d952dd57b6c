/** Limits of the pack and clauses of article 14, as tables. */
import { CLAUSE_RULES } from '../../shared/hotline/closing/index.ts';
import { limitFor } from '../../shared/hotline/deadlines.ts';
import { term } from '../../shared/hotline/glossary.ts';
import { LN_DEFAULT } from '../../shared/hotline/packs/ln-default.ts';
import type { Limit } from '../../shared/hotline/reference/documents.ts';
import { registered } from '../../shared/hotline/testing/stages.ts';
import { ticketOf } from '../../shared/hotline/testing/story.ts';
import { CLAUSES, DUES, REQUEST_KINDS, URGENCIES } from '../../shared/hotline/ticket.ts';
import { tableText } from './markdown.ts';
import type { Language } from './words.ts';

function limitText(limit: Limit, language: Language): string {
  const zh = language === 'zh';
  if ('workingDays' in limit) return zh ? `${limit.workingDays} 个工作日` : `${limit.workingDays} WD`;
  if ('workingMinutes' in limit) return zh ? `${limit.workingMinutes / 60} 个工作小时` : `${limit.workingMinutes / 60} working h`;
  if (limit.minutes % 60 === 0) return zh ? `${limit.minutes / 60} 小时` : `${limit.minutes / 60} h`;
  return zh ? `${limit.minutes} 分钟` : `${limit.minutes} min`;
}

/** Every limit by urgency, asked of the function that sets a ticket's own. */
export function limitsText(language: Language): string {
  const zh = language === 'zh';
  const ticket = ticketOf(registered());
  const urgencies = URGENCIES.map((one) => (zh ? term('urgency', one) : `\`${one}\``));
  const limits = DUES.map((name) => [
    zh ? term('due', name) : `\`${name}\``,
    ...URGENCIES.map((urgency) => limitText(limitFor(name, { ...ticket, urgency }, LN_DEFAULT), language)),
  ]);
  const kinds = REQUEST_KINDS.map((kind) => [
    zh ? term('kind', kind) : `\`${kind}\``,
    limitText(limitFor('handle', { ...ticket, urgency: 'normal', kind }, LN_DEFAULT), language),
  ]);
  const { dispatchRounds, extension, callbackAttempts, reworkTimes, nonCooperation, archiveDays, suspensionMonths } = LN_DEFAULT;
  return [
    tableText([zh ? '时限' : 'limit', ...urgencies], limits),
    '',
    zh ? '普通工单的办理时限按诉求类型：' : 'The handling limit of a normal ticket goes by its kind:',
    '',
    tableText([zh ? '诉求类型' : 'kind', zh ? '办理时限' : 'handle'], kinds),
    '',
    zh
      ? `派单最多 ${dispatchRounds} 轮；延期最多 ${extension.times} 次，每次不超过 ${extension.workingDays} 个工作日；回访最多 ${callbackAttempts} 次；重新办理最多 ${reworkTimes} 次；连续 ${nonCooperation.days} 天、至少 ${nonCooperation.attempts} 次联系不配合可按 14-8 办结；挂账不超过 ${suspensionMonths} 个月；办结 ${archiveDays} 天后归档。`
      : `At most ${dispatchRounds} rounds of dispatch; ${extension.times} extensions of ≤ ${extension.workingDays} WD; ${callbackAttempts} callback attempts; ${reworkTimes} reworks; 14-8 after ${nonCooperation.days} days and ${nonCooperation.attempts} attempts; suspension ≤ ${suspensionMonths} months; archived ${archiveDays} days after closing.`,
  ].join('\n');
}

export function clausesText(language: Language): string {
  const zh = language === 'zh';
  return tableText(
    zh ? ['条款', '条件', '须提供'] : ['clause', '条件', 'asked for'],
    CLAUSES.map((clause) => [clause, term('clause', clause), CLAUSE_RULES[clause].asks]),
  );
}
