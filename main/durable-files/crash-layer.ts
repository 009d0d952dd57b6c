/**
 * A disk in memory that forgets what was not forced, for tests: `crash()` takes back every write without its force, and every
 * rename without its folder's. `log` is the order of the calls.
 */
import { dirname } from 'node:path';
import type { FileLayer } from './file-layer.ts';

type Content = Readonly<{ bytes: Uint8Array; forced: boolean }>;

export class CrashLayer implements FileLayer {
  readonly log: string[] = [];
  /** Throws in place of the next call for which it answers a code. */
  fault: ((call: string, path: string) => string | undefined) | undefined;
  #files = new Map<string, Content>();
  /** What a power cut would leave. */
  #durable = new Map<string, Content>();

  crash(): void {
    this.#files = new Map([...this.#durable].filter(([, content]) => content.forced));
    this.#durable = new Map(this.#files);
  }

  put(path: string, bytes: Uint8Array): void {
    this.#files.set(path, { bytes, forced: true });
    this.#durable.set(path, { bytes, forced: true });
  }

  paths(): readonly string[] {
    return [...this.#files.keys()].sort();
  }

  #note(call: string, path: string): void {
    this.log.push(`${call} ${path}`);
    const code = this.fault?.(call, path);
    if (code !== undefined) throw Object.assign(new Error(code), { code });
  }

  makeFolder(path: string): Promise<void> {
    return this.#do('makeFolder', path, () => undefined);
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    return this.#do('write', path, () => {
      this.#files.set(path, { bytes: bytes.slice(), forced: false });
    });
  }

  force(path: string): Promise<void> {
    return this.#do('force', path, () => {
      const content = this.#files.get(path);
      if (content !== undefined) this.#files.set(path, { ...content, forced: true });
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.#do('rename', to, () => {
      const content = this.#files.get(from);
      if (content === undefined) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
      this.#files.delete(from);
      this.#files.set(to, content);
    });
  }

  forceFolder(path: string): Promise<void> {
    return this.#do('forceFolder', path, () => {
      for (const name of this.#durable.keys()) if (dirname(name) === path && !this.#files.has(name)) this.#durable.delete(name);
      for (const [name, content] of this.#files) if (dirname(name) === path) this.#durable.set(name, content);
    });
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return this.#do('read', path, () => this.#files.get(path)?.bytes);
  }

  list(path: string): Promise<readonly string[]> {
    return this.#do('list', path, () =>
      [...this.#files.keys()]
        .filter((name) => dirname(name) === path)
        .map((name) => name.slice(path.length + 1))
        .sort(),
    );
  }

  remove(path: string): Promise<void> {
    return this.#do('remove', path, () => {
      this.#files.delete(path);
    });
  }

  removeFolder(path: string): Promise<void> {
    return this.#do('removeFolder', path, () => {
      for (const name of [...this.#files.keys()]) if (name.startsWith(`${path}/`)) this.#files.delete(name);
      this.#durable = new Map([...this.#durable].filter(([name]) => !name.startsWith(`${path}/`)));
    });
  }

  async #do<T>(call: string, path: string, work: () => T): Promise<T> {
    await Promise.resolve();
    this.#note(call, path);
    return work();
  }
}
