/** Where a feed stands: a tenant's events are numbered 1, 2, 3… without a gap. */
export interface FeedPosition {
  readonly tenantId: string;
  readonly position: number;
}

const version = '1';

/** The position as the wire has it: opaque to whoever holds it, since what it is made of may change. */
export const encodeCursor = ({ tenantId, position }: FeedPosition): string =>
  btoa(`${version}:${tenantId}:${position}`).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');

/** Undefined for what no feed of this version has given. */
export function decodeCursor(cursor: string): FeedPosition | undefined {
  let text: string;
  try {
    text = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
  const [, tenantId, digits] = /^1:(ten_[0-9a-z]{4,60}):(\d{1,15})$/.exec(text) ?? [];
  return tenantId === undefined ? undefined : { tenantId, position: Number(digits) };
}
