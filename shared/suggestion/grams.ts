/**
 * Chinese text without a dictionary: neighbouring pairs of characters. A word of two characters is one pair, a longer one a
 * chain of them, and nothing has to be cut into words, which needs megabytes of vocabulary and still breaks on place names.
 * A pair is kept as one number (two UTF-16 units), so that an index of twenty thousand tickets holds no strings.
 */

const HIGH = 0x10000;

/** Full-width and half-width, upper and lower case are the same to a person. */
export function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Han characters, letters and digits carry meaning; whatever else is written ends a pair. */
function carries(unit: number): boolean {
  return (
    (unit >= 0x4e00 && unit <= 0x9fff) ||
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x30 && unit <= 0x39) ||
    (unit >= 0x3400 && unit <= 0x4dbf)
  );
}

/** The different pairs of a text, in the order in which they first occur. */
export function gramsOf(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  const said = plain(text);
  let before = 0;
  for (let at = 0; at < said.length; at += 1) {
    const unit = said.charCodeAt(at);
    if (!carries(unit)) {
      before = 0;
      continue;
    }
    if (before !== 0) found.add(before * HIGH + unit);
    before = unit;
  }
  return found;
}

/** A pair as it is read. */
export function spell(gram: number): string {
  return String.fromCharCode(Math.floor(gram / HIGH), gram % HIGH);
}

/**
 * The words that two texts have in common, as a person would point at them: the longest stretches of `of` all of whose pairs
 * are in `said`.
 */
export function commonWords(of: string, said: ReadonlySet<number>): readonly string[] {
  const text = plain(of);
  const words: string[] = [];
  let start = 0;
  const close = (end: number): void => {
    if (end - start >= 2) words.push(text.slice(start, end));
  };
  for (let at = 1; at < text.length; at += 1) {
    if (said.has(text.charCodeAt(at - 1) * HIGH + text.charCodeAt(at))) continue;
    close(at);
    start = at;
  }
  close(text.length);
  return [...new Set(words)];
}
