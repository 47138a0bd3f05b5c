/**
 * A new idempotency key: 128 random bits as 32 hexadecimal digits. Make one for each intent and use it for every attempt at it: the API then does
 * it once and gives the first answer again. The SDK makes its own where none is given; make one yourself to be able to try again after a reload.
 *
 * From `getRandomValues`, because `randomUUID` is missing on pages without HTTPS.
 */
export const createIdempotencyKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Whether the API takes it as a key: 1 to 255 visible ASCII characters. */
export const isIdempotencyKey = (value: string): boolean => /^[\x21-\x7e]{1,255}$/.test(value);
