import { openDeviceStore } from '../storage/device-store.ts';
import { createLock, createQueue } from '../storage/one-at-a-time.ts';

/** What of a session outlives a page: never an access token, a name or an address. */
export interface StoredSession {
  /** The private key cannot be read out of it. */
  readonly keys: CryptoKeyPair;
  /** Good for one refresh, with a proof by the key. */
  readonly handle: string;
  /**
   * A refresh that was begun and perhaps made, whose answer has not come: it is sent again as it was, so that a page that is left in that moment
   * does not lose its session.
   */
  readonly refresh?: { readonly idempotencyKey: string; readonly proof: string } | undefined;
}

/** Where a session is kept between pages. */
export interface SessionStore {
  /** Whether what is saved survives navigation: known after the first save or load. */
  readonly survivesNavigation: boolean;
  load(): Promise<StoredSession | undefined>;
  save(session: StoredSession): Promise<void>;
  clear(): Promise<void>;
  /** Runs one at a time among all pages that share the store: a handle is good once. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Keeps a session as long as the page, or the process, lives. */
export function createMemorySessionStore(): SessionStore {
  let stored: StoredSession | undefined;
  return {
    survivesNavigation: false,
    load: () => Promise.resolve(stored),
    save: (session) => Promise.resolve(void (stored = session)),
    clear: () => Promise.resolve(void (stored = undefined)),
    exclusively: createQueue(),
  };
}

function isStoredSession(found: unknown): found is StoredSession {
  if (typeof found !== 'object' || found === null) return false;
  const { keys, handle, refresh }: Partial<Record<keyof StoredSession, unknown>> = found;
  const isPair = typeof keys === 'object' && keys !== null && 'privateKey' in keys && 'publicKey' in keys;
  return (
    isPair &&
    keys.privateKey instanceof CryptoKey &&
    typeof handle === 'string' &&
    /^prh_[\w.-]{8,1000}$/.test(handle) &&
    (refresh === undefined || (typeof refresh === 'object' && refresh !== null))
  );
}

/**
 * Keeps a session in IndexedDB, so that it survives navigation and is shared by the pages of one origin. Where there is none, it lives as long as
 * the page.
 *
 * @param name keeps the sessions of several clinics apart, for example by publishable key; not personal
 */
export function createDeviceSessionStore(name: string): SessionStore {
  const device = openDeviceStore('openprm-session', 'session', name);
  const inPage = createMemorySessionStore();
  return {
    get survivesNavigation() {
      return device.available;
    },
    async load() {
      const found = await device.get();
      if (!device.available) return inPage.load();
      if (found === undefined || isStoredSession(found)) return found;
      await device.delete();
      return undefined;
    },
    async save(session) {
      await Promise.all([device.set(session), inPage.save(session)]);
    },
    async clear() {
      await Promise.all([device.delete(), inPage.clear()]);
    },
    exclusively: createLock(`openprm-session-${name}`),
  };
}
