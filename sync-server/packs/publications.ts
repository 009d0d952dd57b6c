/** What an administrator takes in from publishers (art. 22, F05): one after the other, so that a form sent twice finds what the first did. */
import type { Core } from '../core.ts';
import { InTurn } from '../store/in-turn.ts';
import { trustPublisher, type Publisher } from './publishers.ts';
import { takeReference } from './reference-files.ts';

export class Publications {
  readonly #core: Core;
  readonly #hubId: string;
  readonly #inTurn = new InTurn();

  constructor(core: Core, hubId: string) {
    this.#core = core;
    this.#hubId = hubId;
  }

  trust(publisher: Publisher): Promise<void> {
    return this.#inTurn.run('publisher', () => trustPublisher(this.#core.store, publisher));
  }

  take(kind: 'pack' | 'calendar', body: unknown): ReturnType<typeof takeReference> {
    return this.#inTurn.run(kind, () => takeReference(this.#core, this.#hubId, kind, body));
  }
}
