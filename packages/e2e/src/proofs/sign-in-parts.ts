import { generateKeyPairSync, sign, webcrypto } from 'node:crypto';

/** A part of a JWT. */
export const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A device with its own key, as a browser has it. */
export async function makeDevice() {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const { x, y } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  return {
    key: { kty: 'EC', crv: 'P-256', x, y },
    prove: async (handle: string) =>
      Buffer.from(
        await webcrypto.subtle.sign(
          { name: 'ECDSA', hash: 'SHA-256' },
          pair.privateKey,
          Buffer.from(`openprm-refresh\n${handle}`),
        ),
      ).toString('base64url'),
  };
}

/** A clinic's portal, which signs whatever it is told to. */
export function makePortal() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return {
    registration: {
      issuer: 'https://portal.north.example',
      jwks: { keys: [{ kty: 'EC' as const, crv: 'P-256' as const, x, y, kid: 'one' }] },
    },
    sign(claims: object) {
      const text = `${encode({ alg: 'ES256', kid: 'one' })}.${encode(claims)}`;
      const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${text}.${signature.toString('base64url')}`;
    },
  };
}
