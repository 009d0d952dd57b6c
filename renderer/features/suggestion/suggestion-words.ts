/** Why something is suggested, in words for the screen: nobody should take a suggestion whose reason they cannot see. */
import type { CategoryReason } from '../../../shared/suggestion/category.ts';
import type { DuplicateReason } from '../../../shared/suggestion/duplicates.ts';
import type { UnitReason } from '../../../shared/suggestion/unit.ts';

const MOST_WORDS = 3;

type NumberOf = (id: string) => string | undefined;

function ticketsNamed(tickets: readonly string[], numberOf: NumberOf): string {
  const numbers = tickets.flatMap((id) => numberOf(id) ?? []);
  return `${numbers[0] ?? '本机工单'}${numbers.length > 1 ? ` 等 ${numbers.length} 件` : ''}`;
}

export function categoryWhy(reasons: readonly CategoryReason[], numberOf: NumberOf): string {
  const own = reasons.flatMap((one) => (one.kind === 'pathWords' ? one.words : []));
  return reasons
    .flatMap((reason) => {
      switch (reason.kind) {
        case 'pathWords':
          return [`写到“${[...new Set(reason.words)].slice(0, MOST_WORDS).join('、')}”`];
        case 'everydayWords': {
          // What the path itself says is said once.
          const said = [...new Set(reason.words.map((one) => one.said))].filter((word) => !own.some((one) => one.includes(word)));
          return said.length === 0 ? [] : [`说的“${said.slice(0, MOST_WORDS).join('、')}”多属此类`];
        }
        case 'earlier':
          return [`与 ${ticketsNamed(reason.tickets, numberOf)} 相近`];
        case 'kin':
          return [`相近的 ${ticketsNamed(reason.tickets, numberOf)} 也属“${reason.level}”`];
      }
    })
    .join('；');
}

export function unitWhy(reasons: readonly UnitReason[]): string {
  return reasons
    .map((reason) => {
      switch (reason.kind) {
        case 'catalogue':
          return '目录规定由其承办';
        case 'region':
          return '工单区划属该街道';
        case 'address':
          return `地址写到“${reason.said.join('”“')}”，请核对`;
        case 'earlier':
          return `同类 ${reason.count} 件由其承办`;
      }
    })
    .join('；');
}

export function duplicateWhy(reasons: readonly DuplicateReason[]): string {
  return reasons
    .map((reason) => {
      switch (reason.kind) {
        case 'phone':
          return '同一电话';
        case 'address':
          return reason.exact ? `同一地址“${reason.at}”` : `同在“${reason.at}”`;
        case 'text':
          return `文字相近 ${Math.round(reason.share * 100)}%`;
      }
    })
    .join('；');
}
