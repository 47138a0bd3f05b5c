import type { DeviceKey } from '@openprm/contract';
import { invalid } from '../../problem.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const text = new TextEncoder();

/** What a device signs to refresh its session: the handle is good once, so that a signature over it is too. */
const signedText = (handle: string) => text.encode(`openprm-refresh\n${handle}`);

const importKey = ({ kty, crv, x, y }: DeviceKey) =>
  crypto.subtle.importKey('jwk', { kty, crv, x, y }, algorithm, false, ['verify']);

/** @throws Problem `validation-failed` for what is no point of the curve */
export async function checkDeviceKey(key: DeviceKey): Promise<void> {
  try {
    await importKey(key);
  } catch {
    throw invalid('/body/key', 'must be a public key on the curve P-256');
  }
}

const fromBase64Url = (encoded: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(encoded.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

/** Whether a proof was made with the private half of a session's key, for this handle. */
export async function isProofOf(key: DeviceKey, handle: string, proof: string): Promise<boolean> {
  return crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    await importKey(key),
    fromBase64Url(proof),
    signedText(handle),
  );
}
