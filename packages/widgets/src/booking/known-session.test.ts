import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findSession, type KnownSession } from './known-session.ts';

it('nobody waits for a session that does not answer', async () => {
  const forever = new Promise<never>(() => undefined);
  const session: KnownSession = { call: () => forever, current: () => forever };
  const access = { apiUrl: 'http://localhost', publishableKey: 'pk_test_riverside', session: () => session };
  await assert.rejects(findSession(access, 1), { name: 'TimeoutError' });
});
