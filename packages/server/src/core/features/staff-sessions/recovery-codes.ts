import { hashSecret } from '../../keys/secrets.ts';
import type { Random } from '../../ports.ts';

/** How many a person gets. Each signs in once in place of the authenticator app. */
export const recoveryCodeCount = 10;

/** Without letters and digits that look alike: 31 of them. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';
const length = 16;

/** New codes, such as `k3wq-7n2x-p9fd-zt4h`: 79 bits each, which nobody guesses, so that a plain SHA-256 may be stored. */
export function newRecoveryCodes(random: Random): string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    let code = '';
    while (code.length < length) {
      for (const byte of random.bytes(length)) {
        const place = byte % 32;
        if (place < alphabet.length && code.length < length) code += alphabet.charAt(place);
      }
    }
    return (code.match(/.{4}/g) ?? []).join('-');
  });
}

/** As a person types it: case, spaces and dashes do not matter. Undefined for what cannot be one. */
export function readRecoveryCode(text: string): string | undefined {
  const plain = text.toLowerCase().replace(/[\s-]/g, '');
  return new RegExp(`^[${alphabet}]{${length}}$`).test(plain) ? plain : undefined;
}

/** What is stored of a code. @param code as {@link readRecoveryCode} gives it, or with dashes */
export const hashRecoveryCode = (code: string) => hashSecret(`recovery/${code.replaceAll('-', '')}`);
