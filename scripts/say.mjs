/** One voice for the scripts: plain sentences, and how long a step took. */

/** @param {string} line */
export function say(line) {
  process.stdout.write(`[griddesk] ${line}\n`);
}

/**
 * @template T
 * @param {string} what
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const start = Date.now();
  say(`${what} …`);
  const result = await work();
  say(`${what}: done in ${Math.round((Date.now() - start) / 100) / 10} s`);
  return result;
}
