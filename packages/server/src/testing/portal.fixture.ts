import type { PortalPut } from '@openprm/contract';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';

/** A clinic's portal that signs what a test wants, true or not. */
export interface TestPortal {
  readonly algorithm: 'ES256' | 'EdDSA';
  readonly registration: PortalPut;
  sign(claims: object, header?: { readonly kid?: string }): Promise<string>;
  /** With `alg: none`. */
  unsigned(claims: object): Promise<string>;
  /** With HS256, and as its secret what everybody may know: the public key. */
  signedWithPublicKey(claims: object): Promise<string>;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function makePortal(algorithm: TestPortal['algorithm']): Promise<TestPortal> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  const { x = '', y = '' } = await exportJWK(publicKey);
  const kid = 'key-1';
  const key =
    algorithm === 'ES256'
      ? ({ kty: 'EC', crv: 'P-256', x, y, kid } as const)
      : ({ kty: 'OKP', crv: 'Ed25519', x, kid } as const);
  return {
    algorithm,
    registration: { issuer: 'https://portal.clinic.example', jwks: { keys: [key] } },
    sign: (claims, header = {}) =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg: algorithm, kid, ...header }).sign(privateKey),
    unsigned: (claims) => Promise.resolve(`${encode({ alg: 'none', kid })}.${encode(claims)}.`),
    signedWithPublicKey: (claims) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(new TextEncoder().encode(JSON.stringify(key))),
  };
}
