/** Which part of an xlsx is the sheet that is read: the first that the workbook names, whatever its file is called. */

/** The workbook and its relations, in this order. */
export const WORKBOOK_PARTS: readonly string[] = ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels'];

function attribute(element: string, name: RegExp): string | undefined {
  return name.exec(element)?.[1];
}

/** The part's name; the usual one where the workbook does not say. */
export function firstSheet(workbook: string, relations: string): string {
  const id = attribute(/<(?:\w+:)?sheet\b[^>]*>/u.exec(workbook)?.[0] ?? '', /\b\w+:id="([^"]*)"/u);
  const relation = [...relations.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/gu)].find(([one]) => attribute(one, /\bId="([^"]*)"/u) === id);
  const target = attribute(relation?.[0] ?? '', /\bTarget="([^"]*)"/u) ?? 'worksheets/sheet1.xml';
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}
