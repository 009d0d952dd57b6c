/** Long polls that wait for their channels [sync F3]: a change wakes its own channels' waiters, and costs nothing else. */
import type { Channel } from '../../shared/sync/channels.ts';

export class Waiters {
  readonly #byChannel = new Map<Channel, Set<() => void>>();

  /** Calls `wake` at the next change of one of the channels; returns how to stop waiting. */
  add(channels: readonly Channel[], wake: () => void): () => void {
    for (const channel of channels) {
      const set = this.#byChannel.get(channel) ?? new Set();
      set.add(wake);
      this.#byChannel.set(channel, set);
    }
    return () => {
      for (const channel of channels) {
        const set = this.#byChannel.get(channel);
        set?.delete(wake);
        if (set?.size === 0) this.#byChannel.delete(channel);
      }
    };
  }

  wake(channels: Iterable<Channel>): void {
    const woken = new Set<() => void>();
    for (const channel of channels) for (const wake of this.#byChannel.get(channel) ?? []) woken.add(wake);
    for (const wake of woken) wake();
  }

  wakeAll(): void {
    this.wake([...this.#byChannel.keys()]);
  }

  get size(): number {
    return new Set([...this.#byChannel.values()].flatMap((set) => [...set])).size;
  }
}
