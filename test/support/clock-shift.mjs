/**
 * Given to Node with `--import`: the process' wall clock stands as many milliseconds away from the machine's as the file of
 * `CLOCK_SHIFT_FILE` says, read at the start and at each SIGUSR2, as when somebody sets a server's clock. Timers run on as they do then.
 */
import { readFileSync } from 'node:fs';

const file = process.env.CLOCK_SHIFT_FILE ?? '';
let shift = 0;
const read = () => {
  shift = Number(readFileSync(file, 'utf8'));
};
read();
process.on('SIGUSR2', read);

const Machine = Date;
const now = () => Machine.now() + shift;
globalThis.Date = new Proxy(Machine, {
  apply: () => new Machine(now()).toString(),
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
