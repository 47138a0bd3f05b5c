import type { Ciphers, SealingKey } from '../ports.ts';
import { KeyError } from './key-error.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * A sealed value: one byte for the format, two for the version of the key (big-endian), 12 of nonce, then AES-256-GCM's text and tag. The row's
 * identity and the first three bytes are associated data, so that a value opens in no other row and under no other version.
 */
const format = 2;
const headerBytes = 3;
const nonceBytes = 12;

const text = new TextEncoder();

function associatedData(header: Uint8Array, identity: string): Bytes {
  const name = text.encode(identity);
  const data = new Uint8Array(headerBytes + name.length);
  data.set(header);
  data.set(name, headerBytes);
  return data;
}

/** AES-256-GCM under WebCrypto, which is everywhere. */
export const webCiphers: Ciphers = {
  async importSealingKey(bytes) {
    const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
    return {
      encrypt: async (iv, additionalData, plain) =>
        new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain)),
      decrypt: async (iv, additionalData, data) =>
        new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, data)),
    };
  },
  async importMacKey(bytes) {
    const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return async (data) => new Uint8Array(await crypto.subtle.sign('HMAC', key, data));
  },
};

/** Seals bytes under a key, for one row. @param version of the key, 1 to 65,535 */
export async function sealBytes(key: SealingKey, version: number, identity: string, plain: Bytes): Promise<Bytes> {
  const header = Uint8Array.of(format, version >> 8, version & 0xff);
  const iv = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const sealed = await key.encrypt(iv, associatedData(header, identity), plain);
  const out = new Uint8Array(headerBytes + nonceBytes + sealed.length);
  out.set(header);
  out.set(iv, headerBytes);
  out.set(sealed, headerBytes + nonceBytes);
  return out;
}

/** The version of the key that a value was sealed with. @throws KeyError `sealed-value-changed` when it is no sealed value */
export function readKeyVersion(identity: string, sealed: Uint8Array): number {
  const [first, high = 0, low = 0] = sealed;
  if (first !== format || sealed.length < headerBytes + nonceBytes)
    throw new KeyError('sealed-value-changed', identity);
  return high * 256 + low;
}

/** Opens what {@link sealBytes} sealed for this row. @throws KeyError `sealed-value-changed` */
export async function openBytes(key: SealingKey, identity: string, sealed: Uint8Array): Promise<Bytes> {
  const bytes = Uint8Array.from(sealed);
  const iv = bytes.slice(headerBytes, headerBytes + nonceBytes);
  const additionalData = associatedData(bytes.slice(0, headerBytes), identity);
  return decrypt(key, iv, additionalData, bytes.slice(headerBytes + nonceBytes), identity);
}

/** Opens what the first release sealed: a nonce, then text and tag, with the identity alone as associated data. Only the upgrade reads that. */
export async function openFirstRelease(key: SealingKey, identity: string, sealed: Uint8Array): Promise<Bytes> {
  const bytes = Uint8Array.from(sealed);
  return decrypt(key, bytes.slice(0, nonceBytes), text.encode(identity), bytes.slice(nonceBytes), identity);
}

async function decrypt(
  key: SealingKey,
  iv: Bytes,
  additionalData: Bytes,
  data: Bytes,
  identity: string,
): Promise<Bytes> {
  try {
    return await key.decrypt(iv, additionalData, data);
  } catch (cause) {
    throw new KeyError('sealed-value-changed', identity, { cause });
  }
}
