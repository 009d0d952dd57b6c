/** Handling cards of the demonstration city (article 10; F30), in our own words. A city checks the basis against its own rules. */
import type { CardDocument } from '../../shared/hotline/reference/card.ts';
import { categoryDocuments } from './catalogue.ts';
import { CARDS_OF_THE_CITY } from './cards-of-the-city.ts';
import { CARDS_OF_HOMES } from './cards-of-homes.ts';

/** The branch's four digits, or the row's six. */
function codesOf(names: readonly string[]): string[] {
  const codes = categoryDocuments().flatMap(({ code, path }) =>
    names.includes(path[1] ?? '') ? [code.slice(0, 4)] : names.includes(path[2] ?? '') ? [code] : [],
  );
  return [...new Set(codes)];
}

export function cardDocuments(): readonly CardDocument[] {
  return [...CARDS_OF_HOMES, ...CARDS_OF_THE_CITY].map(({ of, steps, basis, evidence, ...card }, at) => {
    const code = `BL-${String(at + 1).padStart(3, '0')}`;
    return {
      _id: `card:${code}`,
      schema: 1 as const,
      code,
      version: 1,
      ...card,
      categories: codesOf(of),
      steps: [...steps],
      basis: [...basis],
      evidence: [...evidence],
    };
  });
}
