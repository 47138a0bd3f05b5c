import { createStore, get, promisifyRequest, set, type UseStore } from 'idb-keyval';

/** One named place in this device's IndexedDB. Nothing here throws: where nothing can be kept, nothing is found. */
export interface DeviceStore {
  /** Whether this device keeps anything: known after the first call, false before. Private windows and partitioned frames may not. */
  readonly available: boolean;
  /** What was kept, which others may have written: undefined when there is nothing. */
  get(): Promise<unknown>;
  set(value: unknown): Promise<void>;
  /** @param isMeant looks at what is there, and nothing comes between; by default whatever it is */
  delete(isMeant?: (found: unknown) => boolean): Promise<void>;
}

/**
 * Opens a place. The database is made when it is first used.
 *
 * @param database and its only object store
 * @param key of the place
 */
export function openDeviceStore(database: string, objectStore: string, key: string): DeviceStore {
  let available = false;
  let store: UseStore | undefined;

  /** Runs against the store, and learns from it whether there is one. */
  const attempt = async <Result>(act: (store: UseStore) => Promise<Result>): Promise<Result | undefined> => {
    try {
      store ??= createStore(database, objectStore);
      const result = await act(store);
      available = true;
      return result;
    } catch {
      available = false;
      return undefined;
    }
  };

  return {
    get available() {
      return available;
    },
    get: () => attempt((opened) => get<unknown>(key, opened)),
    async set(value) {
      await attempt((opened) => set(key, value, opened));
    },
    async delete(isMeant = () => true) {
      await attempt((opened) =>
        opened('readwrite', (records) => {
          const found: IDBRequest<unknown> = records.get(key);
          found.onsuccess = () => {
            if (isMeant(found.result)) records.delete(key);
          };
          return promisifyRequest(records.transaction);
        }),
      );
    },
  };
}
