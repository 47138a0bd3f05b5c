import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval';
import { SealedStoreError } from '../errors/sealed-store-error.ts';

/** Many records in this device's IndexedDB. Unlike a place of `device-store.ts` it says when something was not kept: a person has been told that it would be. */
export interface DeviceRecords {
  /** All that begin with a prefix. Others may have written there. @throws {SealedStoreError} `store-unavailable` */
  list(prefix: string): Promise<(readonly [key: string, value: unknown])[]>;
  /** @throws {SealedStoreError} `store-unavailable` */
  get(key: string): Promise<unknown>;
  /** @throws {SealedStoreError} `store-full` or `store-unavailable`; what was there before is there still */
  set(key: string, value: unknown): Promise<void>;
  /** @throws {SealedStoreError} `store-unavailable` */
  delete(key: string): Promise<void>;
}

/** Opens records. The database is made when it is first used, and anew when it has vanished since. */
export function openDeviceRecords(database: string, objectStore: string): DeviceRecords {
  let store: UseStore | undefined;
  const attempt = async <Result>(act: (store: UseStore) => Promise<Result>): Promise<Result> => {
    try {
      store ??= createStore(database, objectStore);
      return await act(store);
    } catch (error) {
      // its connection may be what is wrong: the next attempt opens another one
      store = undefined;
      const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
      throw new SealedStoreError(isFull ? 'store-full' : 'store-unavailable');
    }
  };
  /** What a person cleared while the page was open closes the connection; the second attempt finds an empty database. */
  const persist = <Result>(act: (store: UseStore) => Promise<Result>): Promise<Result> =>
    attempt(act).catch((error: unknown) => {
      if (error instanceof SealedStoreError && error.code === 'store-unavailable') return attempt(act);
      throw error;
    });

  return {
    list: async (prefix) =>
      (await persist((opened) => entries<IDBValidKey, unknown>(opened))).flatMap(([key, value]) =>
        typeof key === 'string' && key.startsWith(prefix) ? [[key, value] as const] : [],
      ),
    get: (key) => persist((opened) => get<unknown>(key, opened)),
    set: (key, value) => persist((opened) => set(key, value, opened)),
    delete: (key) => persist((opened) => del(key, opened)),
  };
}
