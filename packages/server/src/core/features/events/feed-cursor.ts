import { isSameSecret, toBase64Url } from '../../keys/secrets.ts';
import type { Keys } from '../../ports.ts';

/** Where a feed stands: a tenant's events are numbered 1, 2, 3… without a gap. */
export interface FeedPosition {
  readonly tenantId: string;
  readonly position: number;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** The first byte of each cursor: how it is made. Cursors of version 1 had the number in the clear. */
const version = 2;
const tagBytes = 16;
const numberBytes = 8;

const macOf = (keys: Keys, tenantId: string, data: string): Promise<Bytes> => keys.mac(tenantId, 'feed', data);

/**
 * The position as the wire has it: sealed with the tenant's key, so that nobody can count a clinic's events by two of them, or try which numbers there are. It is made as a synthetic
 * IV is (RFC 5297): the number under a pad that a MAC over it gives. One position has one cursor, for every reader and at every process; and what no feed has given opens to nothing.
 */
export async function encodeCursor(keys: Keys, { tenantId, position }: FeedPosition): Promise<string> {
  const tag = (await macOf(keys, tenantId, `position ${position}`)).subarray(0, tagBytes);
  const number = new Uint8Array(numberBytes);
  new DataView(number.buffer).setBigUint64(0, BigInt(position));
  const hidden = await hide(keys, tenantId, tag, number);
  return toBase64Url(Uint8Array.of(version, ...tag, ...hidden));
}

/** Undefined for what no feed of this tenant has given, which what another tenant's or an earlier version's has given is, too. */
export async function decodeCursor(keys: Keys, tenantId: string, cursor: string): Promise<FeedPosition | undefined> {
  const bytes = readBytes(cursor);
  if (bytes?.[0] !== version || bytes.length !== 1 + tagBytes + numberBytes) return undefined;
  const number = await hide(keys, tenantId, bytes.subarray(1, 1 + tagBytes), bytes.subarray(1 + tagBytes));
  const position = Number(new DataView(number.buffer).getBigUint64(0));
  if (!Number.isSafeInteger(position)) return undefined;
  const given = { tenantId, position };
  return isSameSecret(cursor, await encodeCursor(keys, given)) ? given : undefined;
}

/** Hides a number, and shows it again. */
async function hide(keys: Keys, tenantId: string, tag: Bytes, number: Bytes): Promise<Bytes> {
  const pad = await macOf(keys, tenantId, `pad ${toBase64Url(tag)}`);
  return number.map((byte, at) => byte ^ (pad[at] ?? 0));
}

function readBytes(cursor: string): Bytes | undefined {
  try {
    return Uint8Array.from(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
  } catch {
    return undefined;
  }
}
