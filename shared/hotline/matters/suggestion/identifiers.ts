/**
 * What everybody reads may name nobody (art. 18; F48, F50): numbers that belong to a person are found, and taken out of a draft
 * together with what the ticket says of the complainant.
 */
import type { Ticket } from '../../ticket.ts';
import type { ArticleContent } from './document.ts';

/** A mobile number, or an identity card's: telephones of offices stay. */
const NUMBERS = /(?<![0-9])(?:1[3-9][0-9][\s-]?[0-9]{4}[\s-]?[0-9]{4}|[0-9]{17}[0-9Xx])(?![0-9])/gu;

export function namesSomebody({ title, body, source, keywords }: ArticleContent): boolean {
  return [title, body, source, ...keywords].some((text) => text.search(NUMBERS) !== -1);
}

/** A text without the complainant's name, telephones and address, and without numbers of persons. */
export function withoutIdentifiers(text: string, ticket: Ticket): string {
  const { name, phone, altPhone } = ticket.complainant;
  const respondent = ticket.respondent?.name;
  const known: readonly (readonly [string | undefined, string])[] = [
    [phone, '（电话略）'],
    [altPhone, '（电话略）'],
    [ticket.address?.text, '（地址略）'],
    [name, '诉求人'],
    [respondent, '被反映人'],
    [ticket.no, '（工单编号略）'],
  ];
  const cleared = known.reduce(
    (said, [what, instead]) => (what === undefined || what.length < 2 ? said : said.replaceAll(what, instead)),
    text,
  );
  return cleared.replaceAll(NUMBERS, '（号码略）');
}
