import {
  type SealedBody,
  type SealedHeader,
  envelopeAlgorithms,
  sealedBodySchema,
  sealedHeaderSchema,
} from '@openprm/contract';
import { type CryptoKey, compactDecrypt, decodeProtectedHeader } from 'jose';

/** Reads what an envelope says about itself, which nobody has vouched for yet; undefined when it is none of ours. */
export function readHeader(envelope: string): SealedHeader | undefined {
  try {
    const parsed = sealedHeaderSchema.safeParse(decodeProtectedHeader(envelope));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Opens an envelope; undefined when a bit of it, its header too, is not as it was sealed, or what is in it has another shape. */
export async function openEnvelope(envelope: string, key: CryptoKey): Promise<SealedBody | undefined> {
  try {
    const { plaintext } = await compactDecrypt(envelope, key, {
      keyManagementAlgorithms: [envelopeAlgorithms.alg],
      contentEncryptionAlgorithms: [envelopeAlgorithms.enc],
    });
    const parsed = sealedBodySchema.safeParse(JSON.parse(new TextDecoder().decode(plaintext)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
