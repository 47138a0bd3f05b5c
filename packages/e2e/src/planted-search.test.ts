import assert from 'node:assert/strict';
import { test } from 'node:test';
import { searchFor } from './planted-search.ts';

const noise = Buffer.alloc(5000, 'some other text ');
const values = ['Zyxwina Quellhorst', '1934-05-06', 'öüß🙂name'];

for (const value of values) {
  const bytes = Buffer.from(value);
  for (const [form, written] of [
    ['as it is', bytes],
    ['as UTF-16', Buffer.from(value, 'utf16le')],
    ['as hexadecimal digits', Buffer.from(bytes.toString('hex'))],
    ['as base64', Buffer.from(bytes.toString('base64'))],
    [
      'within a longer base64',
      Buffer.from(Buffer.concat([Buffer.from('x{"'), bytes, Buffer.from('"}')]).toString('base64')),
    ],
    [
      'within another base64',
      Buffer.from(Buffer.concat([Buffer.from('{"'), bytes, Buffer.from('"} ')]).toString('base64url')),
    ],
  ] as const) {
    test(`finds ${value} ${form}`, () => {
      assert.deepEqual([...searchFor(values).find(Buffer.concat([noise, written, noise]))], [value]);
    });
  }
}

test('finds nothing where nothing is', () => {
  assert.deepEqual([...searchFor(values).find(noise)], []);
  assert.deepEqual([...searchFor(values).find(Buffer.from('Zyxwina Quellhors'))], []);
});
