import { type SealedHeader, type SealingPublicKey, sealingPublicKeySchema } from '@openprm/contract';
import { SealedStoreError } from '../errors/sealed-store-error.ts';
import { openDeviceRecords } from './device-records.ts';
import { readEnvelopeHeader } from './envelope.ts';
import { sealedDatabase } from './sealed-database.ts';
import { createLock, createQueue, type OneAtATime } from './one-at-a-time.ts';

/** One sealed item as it is kept: nothing of it can be read here but what its header says. */
export interface StoredItem {
  readonly envelope: string;
  /** Those of one page stand in the order in which they were added. Epoch milliseconds, or a little more. */
  readonly order: number;
  /** When it was first handed to who sends it, epoch milliseconds; 0 for never. */
  readonly attemptedAt: number;
  /** With which code it was refused for good; empty when it was not. */
  readonly refused: string;
}

/** A stored item with what its envelope says about itself. */
export interface KnownItem extends StoredItem {
  readonly header: SealedHeader;
}

/** The public key that is kept for who adds something while signed out. */
export interface StoredKey {
  readonly keyId: string;
  readonly publicKey: SealingPublicKey;
  /** RFC 3339. */
  readonly opensUntil: string;
}

/** What was found: items, and the places of what is none. */
export interface FoundItems {
  readonly items: readonly KnownItem[];
  readonly damaged: readonly string[];
}

/** Where sealed items are kept. Whatever is found may have been written by others. */
export interface SealedStorage {
  /** Whether what is put here outlives the page. */
  readonly kind: 'device' | 'page';
  /** Writes something and removes it again. @throws {SealedStoreError} when nothing can be kept here */
  probe(): Promise<void>;
  /** @throws {SealedStoreError} `store-unavailable` */
  list(): Promise<FoundItems>;
  /** @throws {SealedStoreError} `store-unavailable` */
  get(item: string): Promise<KnownItem | undefined>;
  /** In place of the one before. @throws {SealedStoreError} `store-full`, `store-unavailable` */
  put(item: string, stored: StoredItem): Promise<void>;
  /** @throws {SealedStoreError} `store-unavailable` */
  remove(item: string): Promise<void>;
  /** @throws {SealedStoreError} `store-unavailable` */
  loadKey(): Promise<StoredKey | undefined>;
  saveKey(key: StoredKey): Promise<void>;
  /** One at a time among all pages that share the storage: two that send must not send the same. */
  readonly exclusively: OneAtATime;
}

const keyPlace = 'key';
const probePlace = 'probe';

/** The records that a {@link SealedStorage} stands on. */
interface Records {
  list(): Promise<(readonly [place: string, value: unknown])[]>;
  get(place: string): Promise<unknown>;
  set(place: string, value: unknown): Promise<void>;
  delete(place: string): Promise<void>;
}

function storageOver(records: Records, kind: SealedStorage['kind'], exclusively: OneAtATime): SealedStorage {
  return {
    kind,
    exclusively,
    async probe() {
      await records.set(probePlace, true);
      await records.delete(probePlace);
    },
    async list() {
      const found = (await records.list()).filter(([place]) => place !== keyPlace && place !== probePlace);
      const items: KnownItem[] = [];
      const damaged: string[] = [];
      for (const [place, value] of found) {
        const item = readItem(place, value);
        if (item === undefined) damaged.push(place);
        else items.push(item);
      }
      items.sort((a, b) => a.order - b.order || (a.header.item < b.header.item ? -1 : 1));
      return { items, damaged };
    },
    get: async (item) => readItem(item, await records.get(item)),
    put: (item, stored) => records.set(item, stored),
    remove: (item) => records.delete(item),
    loadKey: async () => readKey(await records.get(keyPlace)),
    saveKey: ({ keyId, publicKey, opensUntil }) => records.set(keyPlace, { keyId, publicKey, opensUntil }),
  };
}

/** An item that stands where its envelope says, or undefined. */
function readItem(place: string, value: unknown): KnownItem | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { envelope, order, attemptedAt, refused }: Partial<Record<keyof StoredItem, unknown>> = value;
  if (typeof envelope !== 'string' || typeof order !== 'number' || typeof attemptedAt !== 'number') return undefined;
  if (typeof refused !== 'string') return undefined;
  const header = readEnvelopeHeader(envelope);
  return header?.item === place ? { envelope, order, attemptedAt, refused, header } : undefined;
}

function readKey(value: unknown): StoredKey | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { keyId, publicKey, opensUntil }: Partial<Record<keyof StoredKey, unknown>> = value;
  const parsed = sealingPublicKeySchema.safeParse(publicKey);
  if (typeof keyId !== 'string' || typeof opensUntil !== 'string' || !parsed.success) return undefined;
  return { keyId, publicKey: parsed.data, opensUntil };
}

/** Keeps items as long as the page, or the process, lives: for Node, and for tests. */
export function createMemorySealedStorage(): SealedStorage {
  const records = new Map<string, unknown>();
  return storageOver(
    {
      list: () => Promise.resolve([...records]),
      get: (place) => Promise.resolve(records.get(place)),
      set: (place, value) => Promise.resolve(void records.set(place, structuredClone(value))),
      delete: (place) => Promise.resolve(void records.delete(place)),
    },
    'page',
    createQueue(),
  );
}

/**
 * Keeps items in IndexedDB.
 *
 * @param name keeps those of several clinics apart, for example by publishable key; not personal
 */
export function createDeviceSealedStorage(name: string): SealedStorage {
  const records = openDeviceRecords(sealedDatabase, 'items');
  const prefix = `${name}/`;
  return storageOver(
    {
      list: async () => (await records.list(prefix)).map(([key, value]) => [key.slice(prefix.length), value] as const),
      get: (place) => records.get(prefix + place),
      set: (place, value) => records.set(prefix + place, value),
      delete: (place) => records.delete(prefix + place),
    },
    'device',
    createLock(`openprm-sealed-${name}`),
  );
}

/** Whether something can be kept. */
export async function canKeep(storage: SealedStorage): Promise<boolean> {
  try {
    await storage.probe();
    return true;
  } catch (error) {
    if (error instanceof SealedStoreError) return false;
    throw error;
  }
}
