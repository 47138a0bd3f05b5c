import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { Ciphers } from '../core/index.ts';

const algorithm = 'aes-256-gcm';
const tagBytes = 16;

/**
 * The primitives as Node has them: on the thread that calls, some microseconds each. WebCrypto hands every call to another thread, which for
 * a name of a few bytes takes longer than the work itself, and on a busy machine many times as long.
 */
export const nodeCiphers: Ciphers = {
  async importSealingKey(bytes) {
    return {
      async encrypt(iv, additionalData, plain) {
        const cipher = createCipheriv(algorithm, bytes, iv, { authTagLength: tagBytes }).setAAD(additionalData);
        return Uint8Array.from(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
      },
      async decrypt(iv, additionalData, data) {
        const decipher = createDecipheriv(algorithm, bytes, iv, { authTagLength: tagBytes })
          .setAAD(additionalData)
          .setAuthTag(data.subarray(-tagBytes));
        return Uint8Array.from(Buffer.concat([decipher.update(data.subarray(0, -tagBytes)), decipher.final()]));
      },
    };
  },
  async importMacKey(bytes) {
    return async (data) => Uint8Array.from(createHmac('sha256', bytes).update(data).digest());
  },
};
