import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { webCiphers } from '../core/index.ts';
import { nodeCiphers } from './node-ciphers.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

describe("Node's ciphers", () => {
  for (const length of [0, 1, 15, 16, 17, 300]) {
    it(`seal ${length} bytes as WebCrypto does, and each opens the other's`, async () => {
      const [key, iv, data, plain] = [random(32), random(12), random(20), random(length)];
      const [node, web] = [await nodeCiphers.importSealingKey(key), await webCiphers.importSealingKey(key)];
      const sealed = await node.encrypt(iv, data, plain);
      assert.deepEqual(sealed, await web.encrypt(iv, data, plain));
      assert.deepEqual(await node.decrypt(iv, data, sealed), plain);
      const [nodeMac, webMac] = [await nodeCiphers.importMacKey(key), await webCiphers.importMacKey(key)];
      assert.deepEqual(await nodeMac(plain), await webMac(plain));
    });
  }

  it('open nothing that was changed at any byte, or is too short', async () => {
    const [key, iv, data] = [random(32), random(12), random(20)];
    const node = await nodeCiphers.importSealingKey(key);
    const sealed = await node.encrypt(iv, data, random(9));
    for (const index of sealed.keys()) {
      const changed = Uint8Array.from(sealed, (byte, at) => (at === index ? byte ^ 1 : byte));
      await assert.rejects(node.decrypt(iv, data, changed));
    }
    await assert.rejects(node.decrypt(iv, random(20), sealed));
    await assert.rejects(node.decrypt(random(12), data, sealed));
    for (const length of [0, 8, 15]) await assert.rejects(node.decrypt(iv, data, sealed.slice(0, length)));
  });
});
