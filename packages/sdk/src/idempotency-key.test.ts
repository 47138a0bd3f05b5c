import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIdempotencyKey, isIdempotencyKey } from './idempotency-key.ts';

test('a key is one that the API takes, and never the same twice', () => {
  const keys = Array.from({ length: 1000 }, createIdempotencyKey);
  assert.ok(keys.every((key) => /^[0-9a-f]{32}$/.test(key) && isIdempotencyKey(key)));
  assert.equal(new Set(keys).size, keys.length);
});

test('a key is made without randomUUID, which pages without HTTPS lack', (t) => {
  t.mock.method(crypto, 'randomUUID', () => assert.fail('randomUUID was used'));
  assert.equal(createIdempotencyKey().length, 32);
});

test('what is empty, too long or not visible is no key', () => {
  for (const value of ['', 'x'.repeat(256), `${'x'.repeat(16)}\n`, 'with a space 0001', 'ключ-ключ-ключ-ключ']) {
    assert.equal(isIdempotencyKey(value), false, value);
  }
});
