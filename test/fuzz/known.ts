/** Words that mean something to the hub of the scene. In requests they stand in braces; here each has an example of its form. */
export const KNOWN: Readonly<Record<string, string>> = {
  '{ticketA}': 'ticket:00000000000000000000000000',
  '{ticketB}': 'ticket:00000000000000000000000001',
  '{actionA}': 'action:00000000000000000000000000',
  '{fileA}': 'ab'.repeat(32),
  '{numberA}': 'SY2026112800001',
  '{device}': 'device:00000000000000000000000000',
  '{secret}': 'x'.repeat(43),
  'replica:00000000000000000000000000': 'replica:00000000000000000000000000',
  hub: 'hub',
  '{key}': `BP${'A'.repeat(85)}`,
  '{channel}': 'office:210102019',
  'person:wangge5': 'person:wangge5',
  'person:diaodu4': 'person:diaodu4',
  '{login}': 'diaodu4',
  hotline: 'hotline',
  fuzz: 'fuzz',
  '210102021': '210102021',
  '1-abc': '1-abc',
  '2026-11-28': '2026-11-28',
  '2026-11-28T00:00:00.000Z': '2026-11-28T00:00:00.000Z',
  '10000001': '10000001',
  '0001': '0001',
};

export const WORDS: readonly string[] = Object.keys(KNOWN);

/** Those whose form a schema's pattern allows. */
export function wordsLike(pattern: string): readonly string[] {
  const form = new RegExp(pattern, 'u');
  return WORDS.filter((word) => form.test(KNOWN[word] ?? ''));
}
