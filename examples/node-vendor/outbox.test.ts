import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createMemorySealedStorage, PatientSession, SealedStore } from '@openprm/sdk';
import { openInProcessServer } from '@openprm/testing/server';
import { keepMessage, leave, sendMessages } from './outbox.ts';

const server = await openInProcessServer({ demo: true });
after(() => server.close());
const { apiUrl, fetch } = server;
const key = 'pk_demo_riverside';

// #region open
async function signIn(email: string, storage = createMemorySealedStorage()) {
  const session = new PatientSession({ apiUrl, key, fetch });
  const { id } = await session.requestCode({ email });
  await server.runJobs();
  const code = /^\d{8}$/m.exec(server.mails.at(-1)?.text ?? '')?.[0] ?? '';
  const store = new SealedStore({ key, storage });
  await store.begin(await session.enterCode({ signInCodeId: id, code }));
  return { session, store };
}
// #endregion open

test('a message waits, sealed, and is sent in the next session of the same person', async () => {
  const storage = createMemorySealedStorage();
  const sent: string[] = [];
  const sendMessage = (text: string) => Promise.resolve(sent.push(text));

  const first = await signIn('dana@example.org', storage);
  assert.equal(await keepMessage(first.store, 'I will be late'), 'page');
  assert.doesNotMatch(JSON.stringify(await storage.list()), /late/);
  assert.equal(await leave(first.store, first.session, () => Promise.resolve('keep'), sendMessage), true);

  const other = await signIn('robin@example.org', storage);
  assert.equal((await sendMessages(other.store, other.session, sendMessage)).sent.length, 0);

  const again = await signIn('dana@example.org', storage);
  assert.equal((await sendMessages(again.store, again.session, sendMessage)).left, 0);
  assert.deepEqual(sent, ['I will be late']);
});

test('what was written while signed out is sent when it is claimed', async () => {
  const { session, store } = await signIn('sam@example.org');
  const sent: string[] = [];
  const sendMessage = (text: string) => Promise.resolve(sent.push(text));
  store.forget();
  await keepMessage(store, 'Typed while away');
  assert.equal((await store.count())['signed-out'].outbox, 1);
  const current = await session.current();
  assert.ok(current);
  await store.begin(current);
  await sendMessages(store, session, sendMessage);
  assert.deepEqual(sent, []);
  await sendMessages(store, session, sendMessage, { signedOut: true });
  assert.deepEqual(sent, ['Typed while away']);
});
