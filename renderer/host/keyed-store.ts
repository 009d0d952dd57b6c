/** One IndexedDB object store by key, with strict durability: the demonstration's stand-in for files. */
export class KeyedStore {
  readonly #database: Promise<IDBDatabase>;

  constructor(name: string) {
    this.#database = new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore('items');
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(new Error(request.error?.message));
      };
    });
  }

  async #run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await this.#database;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction('items', mode, { durability: 'strict' });
      const request = work(transaction.objectStore('items'));
      transaction.oncomplete = () => {
        resolve(request.result);
      };
      transaction.onabort = () => {
        reject(new Error(transaction.error?.message));
      };
    });
  }

  get<T>(key: string): Promise<T | undefined> {
    return this.#run<T | undefined>('readonly', (store) => store.get(key) as IDBRequest<T | undefined>);
  }

  async put(key: string, value: unknown): Promise<void> {
    await this.#run('readwrite', (store) => store.put(value, key));
  }

  async remove(key: string): Promise<void> {
    await this.#run('readwrite', (store) => store.delete(key) as IDBRequest<undefined>);
  }

  all<T>(prefix: string): Promise<T[]> {
    return this.#run<T[]>('readonly', (store) => store.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`)) as IDBRequest<T[]>);
  }

  keys(prefix: string): Promise<string[]> {
    return this.#run<string[]>(
      'readonly',
      (store) => store.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`)) as IDBRequest<string[]>,
    );
  }

  async clear(): Promise<void> {
    await this.#run('readwrite', (store) => store.clear() as IDBRequest<undefined>);
  }
}
