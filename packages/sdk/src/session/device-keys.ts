import type { DeviceKey } from '@openprm/contract';

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Whether this page can make keys at all: `crypto.subtle` is missing on plain HTTP. */
export const canMakeKeys = (): boolean => typeof globalThis.crypto?.subtle === 'object';

/** Makes the key pair of a session. Its private half can be used and not read, by this page or by any script in it. */
export const makeDeviceKeys = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(curve, false, ['sign', 'verify']);

/** The public half, as the server keeps it. */
export async function publicKeyOf({ publicKey }: CryptoKeyPair): Promise<DeviceKey> {
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  return { kty: 'EC', crv: 'P-256', x, y };
}

/** Signs a handle: it is good once, so that the signature is good once too. */
export async function proveHandle({ privateKey }: CryptoKeyPair, handle: string): Promise<string> {
  const signed = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    privateKey,
    new TextEncoder().encode(`openprm-refresh\n${handle}`),
  );
  return btoa(String.fromCharCode(...new Uint8Array(signed)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
