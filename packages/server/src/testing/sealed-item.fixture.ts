import { randomBytes } from 'node:crypto';
import { type Sealing, envelopeAlgorithms, envelopeType, signedOutOwner } from '@openprm/contract';
import { CompactEncrypt, importJWK } from 'jose';

/** What a device seals; by default a waiting message of who is signed in. */
export interface TestItem {
  readonly item?: string;
  readonly kind?: string;
  readonly owner?: string;
  readonly proof?: string | undefined;
  readonly patientId?: string | null;
  readonly content?: unknown;
  /** Instead of the whole body. */
  readonly body?: unknown;
  readonly header?: Readonly<Record<string, unknown>>;
}

/** Seals as a device does, apart from the SDK. */
export async function sealItem(sealing: Sealing, item: TestItem = {}): Promise<string> {
  const { owner = sealing.owner, patientId = null, content = { text: 'PLANTED words' } } = item;
  const proof = 'proof' in item ? item.proof : owner === signedOutOwner ? undefined : sealing.proof;
  const body = item.body ?? { ...(proof === undefined ? {} : { proof }), patientId, type: 'message', content };
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(body)))
    .setProtectedHeader({
      ...envelopeAlgorithms,
      typ: envelopeType,
      kid: sealing.keyId,
      item: item.item ?? randomBytes(16).toString('hex'),
      kind: item.kind ?? 'outbox',
      owner,
      at: '2026-11-22T10:00:00Z',
      ...item.header,
    })
    .encrypt(await importJWK({ ...sealing.publicKey }, envelopeAlgorithms.alg));
}

/** The same envelope with another header, as whoever can write to the device could make it. */
export function changeHeader(envelope: string, change: Readonly<Record<string, unknown>>): string {
  const [header = '', ...rest] = envelope.split('.');
  const read = JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, unknown>;
  return [Buffer.from(JSON.stringify({ ...read, ...change })).toString('base64url'), ...rest].join('.');
}
