import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type InProcessClinic, type InProcessServer, openInProcessServer } from '@openprm/testing/server';
import { Appointments } from '../resources/appointments.ts';
import { isPrmError } from '../errors/is-prm-error.ts';
import { PatientSession } from './patient-session.ts';
import { createMemorySessionStore, type SessionStore } from './session-store.ts';

describe('a patient session', () => {
  let server: InProcessServer;
  let clinic: InProcessClinic;
  before(async () => {
    server = await openInProcessServer();
    clinic = await server.createTenant('North Clinic');
  });
  after(() => server.close());

  /** A page: its own memory, and perhaps the device's store. Its requests can be lost, before or after they arrive. */
  function openPage(store?: SessionStore) {
    const ended = Promise.withResolvers<void>();
    const page = { refreshes: 0, lose: undefined as 'request' | 'answer' | undefined, ended: ended.promise };
    const session = new PatientSession({
      apiUrl: server.apiUrl,
      key: clinic.publishableKey,
      retryBudgetMs: 0,
      store,
      fetch: async (input, init) => {
        const isRefresh = (input instanceof Request ? input.url : String(input)).endsWith('/refresh');
        if (isRefresh) page.refreshes += 1;
        if (isRefresh && page.lose === 'request') throw new TypeError('lost');
        const answer = await server.fetch(input, init);
        if (isRefresh && page.lose === 'answer') throw new TypeError('lost');
        if (init?.method === 'DELETE' && answer.ok) ended.resolve();
        return answer;
      },
    });
    return { page, session };
  }

  let next = 0;
  async function signIn(session: PatientSession, email = `somebody${(next += 1)}@example.org`) {
    const { id } = await session.requestCode({ email });
    await server.runJobs();
    const code = /^\d{8}$/m.exec(server.mails.findLast((mail) => mail.id === id)?.text ?? '')?.[0] ?? '';
    return session.enterCode({ signInCodeId: id, code });
  }
  const codeOf = async (act: Promise<unknown>) => {
    const error: unknown = await act.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return isPrmError(error) ? error.code : error;
  };

  test('begins with a code and is the transport of resources', async () => {
    const { session } = openPage();
    assert.deepEqual(await session.support(), { signIn: true, survivesNavigation: false });
    const begun = await signIn(session, 'dana@example.org');
    assert.equal(begun.email, 'dana@example.org');
    assert.deepEqual((await new Appointments(session).list()).data, []);
    assert.deepEqual(await session.current(), begun);
    assert.equal((await session.match({ birthDate: '1984-03-14' })).patient, null);
  });

  test('says nobody is signed in where nobody is', async () => {
    const { session } = openPage();
    assert.equal(await session.current(), undefined);
    assert.equal(await codeOf(new Appointments(session).list()), 'session-ended');
    await session.signOut();
  });

  test('refreshes a token that is over once, however many calls wait for it', async () => {
    const { page, session } = openPage();
    await signIn(session);
    server.advance(6 * 60_000);
    const visits = new Appointments(session);
    await Promise.all([visits.list(), visits.list(), visits.list()]);
    server.advance(-6 * 60_000);
    assert.equal(page.refreshes, 1);
  });

  test('survives navigation with a store, and hands the handle from page to page', async () => {
    const store = createMemorySessionStore();
    const first = openPage(store);
    const begun = await signIn(first.session);
    for (let page = 0; page < 3; page += 1) assert.equal((await openPage(store).session.current())?.id, begun.id);
    const [left, right] = [openPage(store), openPage(store)];
    const both = await Promise.all([left.session.current(), right.session.current()]);
    assert.deepEqual(
      both.map((session) => session?.id),
      [begun.id, begun.id],
    );
  });

  test('does nothing as somebody who has signed in on another page since, and says so once', async () => {
    const store = createMemorySessionStore();
    const [one, other] = [openPage(store), openPage(store)];
    const dana = await signIn(one.session);
    const robin = await signIn(other.session);
    assert.equal((await one.session.current())?.id, dana.id);
    server.advance(6 * 60_000);
    assert.equal(await codeOf(new Appointments(one.session).list()), 'session-ended');
    server.advance(-6 * 60_000);
    assert.equal((await one.session.current())?.id, robin.id);
  });

  test('ends the session that it had when somebody signs in again, also when its token is over', async () => {
    for (const minutes of [0, 6]) {
      const store = createMemorySessionStore();
      const { page, session } = openPage(store);
      const dana = await signIn(session);
      const copy = createMemorySessionStore();
      const stored = await store.load();
      assert.ok(stored);
      const other = openPage(copy);
      if (minutes === 0) {
        await copy.save(stored);
        assert.equal((await other.session.current())?.id, dana.id);
      }
      server.advance(minutes * 60_000);
      const robin = await signIn(session);
      await page.ended;
      if (minutes === 0) assert.equal(await codeOf(new Appointments(other.session).list()), 'session-ended');
      assert.equal((await session.current())?.id, robin.id);
      server.advance(-minutes * 60_000);
    }
  });

  test('leaves the session of another page when its own is signed out', async () => {
    const store = createMemorySessionStore();
    const [one, other] = [openPage(store), openPage(store)];
    await signIn(one.session);
    const robin = await signIn(other.session);
    await one.session.signOut();
    assert.equal((await openPage(store).session.current())?.id, robin.id);
  });

  test('keeps the session when a page is left in the moment of its refresh', async () => {
    for (const lose of ['request', 'answer'] as const) {
      const store = createMemorySessionStore();
      const begun = await signIn(openPage(store).session);
      const left = openPage(store);
      left.page.lose = lose;
      assert.equal(await codeOf(left.session.current()), 'connection-failed', lose);
      assert.equal((await openPage(store).session.current())?.id, begun.id, lose);
    }
  });

  test('ends for all when a copied store is used beside its owner', async () => {
    const store = createMemorySessionStore();
    await signIn(openPage(store).session);
    const copy = createMemorySessionStore();
    const stored = await store.load();
    assert.ok(stored);
    await copy.save(stored);
    assert.ok(await openPage(store).session.current());
    assert.equal(await openPage(copy).session.current(), undefined);
    assert.equal(await openPage(store).session.current(), undefined);
    assert.equal(await store.load(), undefined);
  });

  test('keeps neither a token nor an address', async () => {
    const store = createMemorySessionStore();
    await signIn(openPage(store).session);
    const stored = await store.load();
    assert.deepEqual(Object.keys(stored ?? {}).sort(), ['handle', 'keys']);
    assert.equal(stored?.keys.privateKey.extractable, false);
  });

  test('signs out: the store is empty, and other pages are out too', async () => {
    const store = createMemorySessionStore();
    const { session } = openPage(store);
    await signIn(session);
    const other = openPage(store);
    assert.ok(await other.session.current());
    await session.signOut();
    assert.equal(await store.load(), undefined);
    assert.equal(await session.current(), undefined);
    assert.equal(await other.session.current(), undefined);
  });

  test('forgets what is kept also when the server is out of reach', async () => {
    const store = createMemorySessionStore();
    await signIn(openPage(store).session);
    const { page, session } = openPage(store);
    page.lose = 'request';
    assert.equal(await codeOf(session.signOut()), 'connection-failed');
    assert.equal(await store.load(), undefined);
  });

  test('is refused for a wrong code', async () => {
    const { session } = openPage();
    const { id } = await session.requestCode({ email: 'wrong@example.org' });
    assert.equal(await codeOf(session.enterCode({ signInCodeId: id, code: '000000' })), 'sign-in-refused');
    assert.equal(await session.current(), undefined);
  });
});
