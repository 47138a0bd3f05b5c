import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { isPrmError, PrmClient } from '@openprm/sdk';
import { setupServer } from 'msw/node';
import { createClinicHandlers } from './create-clinic-handlers.ts';

const apiUrl = 'http://clinic.test';
const server = setupServer();
const options = { apiUrl, retryBudgetMs: 0 };

before(() => server.listen({ onUnhandledFrame: 'error' }));
after(() => server.close());
beforeEach(() => {
  server.resetHandlers();
  server.use(...createClinicHandlers({ apiUrl }).handlers);
});

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: unknown) => (isPrmError(error) ? error.code : error),
  );

test('the mock clinic makes keys, takes them at once, and revokes them', async () => {
  const clinic = new PrmClient({ ...options, key: 'sk_test_riverside' });
  const made = await clinic.apiKeys.create({ kind: 'secret', name: 'sync', scopes: ['clinic:read'] });
  const narrow = new PrmClient({ ...options, key: made.key });
  assert.ok((await narrow.locations.list()).data.length > 0);
  await clinic.apiKeys.create({ kind: 'secret', name: 'sync', scopes: ['clinic:read'] });
  const third = clinic.apiKeys.create({ kind: 'secret', name: 'sync', scopes: ['clinic:read'] });
  assert.equal(await codeOf(third), 'already-exists');
  assert.equal((await clinic.apiKeys.revoke(made.id)).isLive, false);
  assert.equal(await codeOf(narrow.locations.list()), 'credential-invalid');
  assert.equal((await clinic.apiKeys.list()).data.length, 4);

  const site = await clinic.apiKeys.create({ kind: 'publishable', name: 'site', origins: ['https://one.example'] });
  const { origins } = await clinic.apiKeys.update({ id: site.id, origins: ['https://two.example'] });
  assert.deepEqual(origins, ['https://two.example']);
  assert.equal(await codeOf(new PrmClient({ ...options, key: site.key }).apiKeys.list()), 'permission-denied');
  assert.equal(
    await codeOf(clinic.apiKeys.create({ kind: 'secret', name: 'x', scopes: ['x:y'] })),
    'validation-failed',
  );
});
