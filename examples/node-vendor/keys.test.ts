import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PrmClient } from '@openprm/sdk';
import { createClinicHandlers } from '@openprm/testing/msw';
import { setupServer } from 'msw/node';
import { moveSite, replaceKey } from './keys.ts';

const apiUrl = 'https://prm.example';
const server = setupServer(...createClinicHandlers({ apiUrl }).handlers);
before(() => server.listen({ onUnhandledFrame: 'error' }));
after(() => server.close());

test('a key is replaced while one of both always works, and a site moves', async () => {
  const clinic = new PrmClient({ apiUrl, key: 'sk_test_riverside' });
  const old = await clinic.apiKeys.create({ kind: 'secret', name: 'booking server', scopes: ['appointments:read'] });
  let used = old.key;
  const read = async () => (await new PrmClient({ apiUrl, key: used }).appointments.list()).data.length;
  await replaceKey(clinic, old.id, async (key) => {
    assert.equal(await read(), 0);
    used = key;
  });
  assert.equal(await read(), 0);
  assert.notEqual(used, old.key);

  const { id } = await clinic.apiKeys.create({ kind: 'publishable', name: 'site', origins: ['https://north.example'] });
  assert.deepEqual((await moveSite(clinic, id)).origins, ['https://www.north.example']);
});
