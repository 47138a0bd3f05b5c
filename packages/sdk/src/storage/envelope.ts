import {
  envelopeAlgorithms,
  envelopeType,
  type SealedBody,
  sealedBytes,
  type SealedHeader,
  sealedHeaderSchema,
  type SealingPublicKey,
} from '@openprm/contract';
import { CompactEncrypt } from 'jose/jwe/compact/encrypt';
import { importJWK } from 'jose/key/import';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import { SealedStoreError } from '../errors/sealed-store-error.ts';

/** What an envelope says on its outside. */
export type EnvelopeLabel = Pick<SealedHeader, 'item' | 'kind' | 'owner' | 'at'>;

/**
 * Seals something so that only the clinic's server can open it: a compact JWE with a key agreed for this envelope alone (ECDH-ES on P-256). What stands on the
 * outside cannot be changed without the seal breaking.
 *
 * @throws {SealedStoreError} `item-too-large`
 */
export async function sealEnvelope(
  { keyId, publicKey }: { readonly keyId: string; readonly publicKey: SealingPublicKey },
  { item, kind, owner, at }: EnvelopeLabel,
  body: SealedBody,
): Promise<string> {
  const plain = new TextEncoder().encode(JSON.stringify(body));
  if (plain.length > sealedBytes) throw new SealedStoreError('item-too-large');
  const { kty, crv, x, y } = publicKey;
  return new CompactEncrypt(plain)
    .setProtectedHeader({ ...envelopeAlgorithms, typ: envelopeType, kid: keyId, item, kind, owner, at })
    .encrypt(await importJWK({ kty, crv, x, y }, envelopeAlgorithms.alg));
}

/** What an envelope says on its outside, which only its opening vouches for; undefined when it is none. */
export function readEnvelopeHeader(envelope: string): SealedHeader | undefined {
  try {
    const parsed = sealedHeaderSchema.safeParse(decodeProtectedHeader(envelope));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
