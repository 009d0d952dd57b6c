/** Direct identifiers as lists and pages show them until somebody asks to see them (hotline.md §3, §9; article 18; F51). */

/** The family name stays, so that people at a counter can be told apart. */
export function maskedName(name: string): string {
  const [first = ''] = name;
  return `${first}${'*'.repeat(Math.max(1, Math.min(2, [...name].length - 1)))}`;
}

/** The last four digits are what a complainant is asked for (article 13); of a short number nothing stays. */
export function maskedPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/gu, '');
  return digits.length < 7 ? '*'.repeat(Math.max(4, digits.length)) : `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}

/** Numbers that belong to a person, a mobile's or an identity card's: telephones of offices stay. */
export const PERSON_NUMBERS = /(?<![0-9])(?:1[3-9][0-9][\s-]?[0-9]{4}[\s-]?[0-9]{4}|[0-9]{17}[0-9Xx])(?![0-9])/gu;

type Said = Readonly<{ name?: string; phone?: string; altPhone?: string }>;

/** A free text as it may leave the desk: without the complainant's name and telephones, and without numbers of persons. */
export function maskedText(text: string, { name, phone, altPhone }: Said): string {
  const known: readonly (readonly [string | undefined, string])[] = [
    [phone, '（电话略）'],
    [altPhone, '（电话略）'],
    [name, '诉求人'],
  ];
  return known
    .reduce((said, [what, instead]) => (what === undefined || what.length < 2 ? said : said.replaceAll(what, instead)), text)
    .replaceAll(PERSON_NUMBERS, '（号码略）');
}
