import type { RootKeys, SealingKey } from '../ports.ts';
import { KeyError } from './key-error.ts';
import { openBytes, sealBytes, webCiphers } from './sealed-value.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const text = new TextEncoder();
/** The version in a wrapped key says nothing: its root key's id stands beside it. */
const noVersion = 1;

interface RootKey {
  readonly id: string;
  readonly wrapping: SealingKey;
  readonly bytes: Bytes;
}

/**
 * Root keys of 32 bytes each, held in this process: what a key file has. The last one wraps, and each one unwraps what it has wrapped.
 *
 * @param read gives all of them, the newest last. It is called again when a key is asked for that was not among them: another process may have
 * added one since
 * @throws RangeError on first use, when there is none or one is not 32 bytes long
 */
export function createRootKeys(read: () => readonly Bytes[]): RootKeys {
  let loading: Promise<ReadonlyMap<string, RootKey>> | undefined;
  const load = () => (loading = importAll(read()));
  const keys = () => loading ?? load();
  const find = async (id: string, tenantId: string): Promise<RootKey> => {
    const key = (await keys()).get(id) ?? (await load()).get(id);
    if (key === undefined) throw new KeyError('root-key-unknown', `root key ${id} of ${tenantId}`);
    return key;
  };
  const at = async (place: 0 | -1): Promise<RootKey> => {
    const key = [...(await keys()).values()].at(place);
    if (key === undefined) throw new RangeError('There is no root key.');
    return key;
  };
  const identity = (tenantId: string, version: number) => `tenant_key/${tenantId}/${version}`;

  return {
    ids: async () => [...(await keys()).keys()],
    newestId: async () => (await at(-1)).id,
    async wrap(tenantId, version, key) {
      const { id, wrapping } = await at(-1);
      return { rootKeyId: id, wrapped: await sealBytes(wrapping, noVersion, identity(tenantId, version), key) };
    },
    async unwrap(tenantId, version, { rootKeyId, wrapped }) {
      const { wrapping } = await find(rootKeyId, tenantId);
      return openBytes(wrapping, identity(tenantId, version), wrapped);
    },
    async firstReleaseKey(tenantId) {
      return hmac(text.encode(tenantId), (await at(0)).bytes);
    },
  };
}

async function importAll(all: readonly Bytes[]): Promise<ReadonlyMap<string, RootKey>> {
  const keys = await Promise.all(
    all.map(async (bytes): Promise<RootKey> => {
      if (bytes.length !== 32) throw new RangeError(`A root key must have 32 bytes; this one has ${bytes.length}.`);
      const [id, wrapping] = await Promise.all([rootKeyId(bytes), expandKey(bytes, 'openprm/2/wrap')]);
      return { id, bytes, wrapping: await webCiphers.importSealingKey(wrapping) };
    }),
  );
  return new Map(keys.map((key) => [key.id, key]));
}

/** What a root key is called in the database: 16 hexadecimal digits that say nothing about it. */
export async function rootKeyId(bytes: Bytes): Promise<string> {
  const id = await expandKey(bytes, 'openprm/2/root-key-id');
  return Array.from(id.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function hmac(key: Bytes, data: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
}

/** 32 bytes for one purpose out of 32 bytes: the second half of HKDF-SHA-256 (RFC 5869, section 2.3), whose input is a good key already. */
export function expandKey(key: Bytes, purpose: string): Promise<Bytes> {
  const info = text.encode(purpose);
  const block = new Uint8Array(info.length + 1);
  block.set(info);
  block[info.length] = 1;
  return hmac(key, block);
}
