/**
 * Whose turn it is to write what a city holds [sync X2]: the hub's, or, into a store that is empty at its start, a replicator's. Never
 * both in one run: an authority that folds half a city's log would write tickets that the other half contradicts.
 */
export class Turn {
  #whose: 'hub' | 'replicator' | undefined;

  get isReplicators(): boolean {
    return this.#whose === 'replicator';
  }

  /** Before each write of the hub itself. */
  hub(): void {
    if (this.#whose === 'replicator') throw new Error('a replicator fills the store: restart the hub when it has ended');
    this.#whose = 'hub';
  }

  /** Whether a replicator may write; `empty` is asked only while nobody has. */
  async replicator(empty: () => Promise<boolean>): Promise<boolean> {
    if (this.#whose === undefined && !(await empty())) return false;
    // The hub may have begun meanwhile.
    this.#whose ??= 'replicator';
    return this.#whose === 'replicator';
  }
}
