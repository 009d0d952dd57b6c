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
