/** A table as markdown; `rest` is how the columns after the first are set. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[], rest: ':-:' | '---' = '---'): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : rest))), ...rows.map(line)].join('\n');
}
