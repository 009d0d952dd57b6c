/**
 * What everybody reads may name nobody (art. 18; F48, F50): numbers that belong to a person are found, and taken out of a draft
 * together with what the ticket says of the complainant.
 */
import { maskedText, PERSON_NUMBERS } from '../../masking.ts';
import type { Ticket } from '../../ticket.ts';
import type { ArticleContent, CardContent } from './document.ts';

export function namesSomebody(content: ArticleContent | CardContent): boolean {
  return Object.values(content)
    .flat()
    .some((text) => text.search(PERSON_NUMBERS) !== -1);
}

/** A text without the complainant's name, telephones and address, and without numbers of persons. */
export function withoutIdentifiers(text: string, ticket: Ticket): string {
  const respondent = ticket.respondent?.name;
  const known: readonly (readonly [string | undefined, string])[] = [
    [ticket.address?.text, '（地址略）'],
    [respondent, '被反映人'],
    [ticket.no, '（工单编号略）'],
  ];
  const cleared = known.reduce(
    (said, [what, instead]) => (what === undefined || what.length < 2 ? said : said.replaceAll(what, instead)),
    text,
  );
  return maskedText(cleared, ticket.complainant);
}
