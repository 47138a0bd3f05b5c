import type { Ciphers, Database, Keys, MacKey, MacPurpose, RootKeys, SealingKey, WrappedKey } from '../ports.ts';
import { KeyError, isRecordDamage } from './key-error.ts';
import { expandKey } from './root-keys.ts';
import { openBytes, openFirstRelease, readKeyVersion, sealBytes, webCiphers } from './sealed-value.ts';
import { addTenantKey, findFirstReleaseValue, readTenantKeys } from './tenant-key-store.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const text = new TextEncoder();

/** A new version of a key is used by every process that has heard of it; each hears of it within this time. */
export const hearsWithinMilliseconds = 5000;

/** One version of a tenant's key, unwrapped, and what was derived from it. It lives in this process only. */
interface TenantKey {
  readonly bytes: Bytes;
  readonly sealing: Promise<SealingKey>;
}

interface TenantKeys {
  readonly versions: ReadonlyMap<number, TenantKey>;
  readonly newest: number;
  readonly readAt: number;
  /** The first version's, which stays over rotations: links, the audit's chain and blind indexes outlive them. */
  readonly macs: Map<MacPurpose, Promise<MacKey>>;
}

/** Whether another process may have made a newer version since. */
const isOld = ({ readAt }: TenantKeys): boolean => performance.now() - readAt > hearsWithinMilliseconds;

/** What is wrong with a tenant's key is wrong with all that it seals, and not with one row. @throws KeyError */
export async function unwrapTenantKey(
  rootKeys: RootKeys,
  tenantId: string,
  version: number,
  wrapped: WrappedKey,
): Promise<Bytes> {
  try {
    return await rootKeys.unwrap(tenantId, version, wrapped);
  } catch (error) {
    throw isRecordDamage(error) ? new KeyError('tenant-key-changed', tenantId, { cause: error }) : error;
  }
}

/**
 * The keys of every tenant: a random one each, wrapped by a root key and kept in the schema `openprm_keys`, from which those for sealing, signing
 * and each kind of code are derived. They are read when a tenant is first heard of, and a tenant's first key is made then.
 *
 * @param rootKeys wraps and unwraps: a key file, or a KMS
 * @param ciphers WebCrypto by default; a process may have faster ones
 */
export function createKeys({
  database,
  rootKeys,
  ciphers = webCiphers,
}: {
  readonly database: Database;
  readonly rootKeys: RootKeys;
  readonly ciphers?: Ciphers;
}): Keys {
  const toTenantKey = (bytes: Bytes): TenantKey => ({
    bytes,
    sealing: expandKey(bytes, 'openprm/1/seal').then((key) => ciphers.importSealingKey(key)),
  });

  const known = new Map<string, TenantKeys>();
  const reading = new Map<string, Promise<TenantKeys>>();

  /** One look at the database at a time for each tenant, however many ask. */
  const read = (tenantId: string): Promise<TenantKeys> => {
    const running = reading.get(tenantId);
    if (running !== undefined) return running;
    const started = readAgain(tenantId).finally(() => reading.delete(tenantId));
    reading.set(tenantId, started);
    return started;
  };
  const readAgain = async (tenantId: string): Promise<TenantKeys> => {
    const before = known.get(tenantId);
    let stored = await readTenantKeys(database, tenantId);
    if (stored.wrapped.size === 0) {
      const first = stored.isFirstRelease
        ? await deriveFirstReleaseKey(tenantId)
        : crypto.getRandomValues(new Uint8Array(32));
      await addTenantKey(database, tenantId, 1, await rootKeys.wrap(tenantId, 1, first));
      stored = await readTenantKeys(database, tenantId);
    }
    const versions = new Map<number, TenantKey>();
    for (const [version, wrapped] of stored.wrapped) {
      const key =
        before?.versions.get(version) ?? toTenantKey(await unwrapTenantKey(rootKeys, tenantId, version, wrapped));
      versions.set(version, key);
    }
    const keys: TenantKeys = {
      versions,
      newest: Math.max(...versions.keys()),
      readAt: performance.now(),
      macs: before?.macs ?? new Map(),
    };
    known.set(tenantId, keys);
    return keys;
  };

  /** A wrong root key derives a key as well as the right one does; so it has to open something before it is kept. */
  const deriveFirstReleaseKey = async (tenantId: string): Promise<Bytes> => {
    const bytes = await rootKeys.firstReleaseKey(tenantId);
    const value = await findFirstReleaseValue(database, tenantId);
    if (value === undefined) return bytes;
    const { sealing } = toTenantKey(bytes);
    await openFirstRelease(await sealing, value.identity, value.sealed).catch((cause: unknown) => {
      throw new KeyError('root-key-wrong', tenantId, { cause });
    });
    return bytes;
  };

  const keysOf = async (tenantId: string): Promise<TenantKeys> => known.get(tenantId) ?? read(tenantId);
  const versionOf = async (tenantId: string, version: number): Promise<TenantKey> => {
    const key = (await keysOf(tenantId)).versions.get(version);
    if (key === undefined) throw new KeyError('tenant-key-outdated', tenantId);
    return key;
  };
  /**
   * The key that a value names. A version that this process has not heard of was made by another one a moment ago, and is the next one; or else the value was changed: for that nobody asks the
   * database, which may have no second connection.
   */
  const keyFor = async (tenantId: string, identity: string, version: number): Promise<TenantKey> => {
    const keys = await keysOf(tenantId);
    const mayBeNew = version > keys.newest && (version === keys.newest + 1 || isOld(keys));
    const key = keys.versions.get(version) ?? (mayBeNew ? (await read(tenantId)).versions.get(version) : undefined);
    // a store that has lost one of the versions that there were is found when the keys are read
    if (key === undefined) throw new KeyError('sealed-value-changed', identity);
    return key;
  };
  const first = (tenantId: string) => versionOf(tenantId, 1);
  const macKey = async (tenantId: string, purpose: MacPurpose): Promise<MacKey> => {
    const { macs } = await keysOf(tenantId);
    const derived =
      macs.get(purpose) ??
      first(tenantId).then(async ({ bytes }) =>
        ciphers.importMacKey(await expandKey(bytes, `openprm/1/mac/${purpose}`)),
      );
    macs.set(purpose, derived);
    return derived;
  };

  const openAs = async (tenantId: string, identity: string, sealed: Uint8Array): Promise<Bytes> => {
    const key = await keyFor(tenantId, identity, readKeyVersion(identity, sealed));
    return openBytes(await key.sealing, identity, sealed);
  };

  return {
    async prepare(tenantId) {
      const keys = known.get(tenantId);
      if (keys === undefined || isOld(keys)) await read(tenantId);
    },
    importSealingKey: (bytes) => ciphers.importSealingKey(bytes),
    newestVersion: async (tenantId) => (await keysOf(tenantId)).newest,
    async seal(tenantId, identity, plain) {
      const { newest } = await keysOf(tenantId);
      const key = await versionOf(tenantId, newest);
      return sealBytes(await key.sealing, newest, identity, typeof plain === 'string' ? text.encode(plain) : plain);
    },
    open: async (tenantId, identity, sealed) => new TextDecoder().decode(await openAs(tenantId, identity, sealed)),
    openBytes: openAs,
    async openFirstRelease(tenantId, identity, sealed) {
      const key = await first(tenantId);
      return new TextDecoder().decode(await openFirstRelease(await key.sealing, identity, sealed));
    },
    async mac(tenantId, purpose, data) {
      const key = await macKey(tenantId, purpose);
      return key(text.encode(data));
    },
    async signingKey(tenantId) {
      return expandKey((await first(tenantId)).bytes, 'openprm/1/sign');
    },
  };
}
