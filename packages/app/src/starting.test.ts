import assert from 'node:assert/strict';
import { test } from 'node:test';
import { starting } from './starting.ts';

for (const [path, type] of [
  ['/v1/slots', 'application/problem+json'],
  ['/healthz', 'application/problem+json'],
  ['/', 'text/plain; charset=utf-8'],
] as const)
  test(`until the database is open, ${path} says so under as strict headers as all else`, async () => {
    const response = await starting(new Request(`http://localhost${path}`), {});
    assert.equal(response.status, 503);
    assert.match(await response.text(), /The server is starting/);
    const { headers } = response;
    assert.deepEqual(
      ['content-type', 'retry-after', 'cache-control', 'x-content-type-options', 'x-frame-options'].map((name) =>
        headers.get(name),
      ),
      [type, '1', 'no-store', 'nosniff', 'DENY'],
    );
    assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'/);
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
  });
