import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { patientInputFixture } from '@openprm/testing';
import { type InProcessServer, openInProcessServer } from '@openprm/testing/server';
import { ConnectionError } from '../errors/connection-error.ts';
import { isPrmError } from '../errors/is-prm-error.ts';
import { PrmClient } from '../prm-client.ts';
import { Appointments } from '../resources/appointments.ts';
import { PatientSession } from '../session/patient-session.ts';
import { createMemorySealedStorage, type SealedStorage } from './sealed-storage.ts';
import { SealedStore } from './sealed-store.ts';
import type { Deliver } from './send-sealed.ts';

const day = 86_400_000;

describe('the sealed store', () => {
  let server: InProcessServer;
  let storage: SealedStorage;
  let now = Date.now();
  let loseAnswers = false;
  const key = 'pk_demo_riverside';

  before(async () => {
    server = await openInProcessServer({ demo: true });
  });
  after(() => server.close());
  beforeEach(() => {
    storage = createMemorySealedStorage();
    now = Date.now();
    loseAnswers = false;
  });

  const openStore = () => new SealedStore({ key, storage, now: () => now });
  let people = 0;
  async function signIn(email = `sealed${(people += 1)}@example.org`) {
    const session = new PatientSession({
      apiUrl: server.apiUrl,
      key,
      retryBudgetMs: 0,
      fetch: async (input, init) => {
        const answer = await server.fetch(input, init);
        const url = input instanceof Request ? input.url : String(input);
        if (loseAnswers && url.endsWith('/v1/appointments')) throw new TypeError('lost');
        return answer;
      },
    });
    const { id } = await session.requestCode({ email });
    await server.runJobs();
    const code = /^\d{8}$/m.exec(server.mails.findLast((mail) => mail.id === id)?.text ?? '')?.[0] ?? '';
    const store = openStore();
    await store.begin(await session.enterCode({ signInCodeId: id, code }));
    return { session, store, email };
  }
  const message = (text: string) => ({ type: 'message', content: { text } });
  /** Delivers into a list, in place of a message's endpoint. */
  function inbox(fail?: (text: string) => Error | undefined) {
    const got: { text: string; key: string }[] = [];
    const deliver: Deliver = ({ content, call }) => {
      const { text } = content as { text: string };
      const error = fail?.(text);
      if (error !== undefined) return Promise.reject(error);
      got.push({ text, key: call.idempotencyKey });
      return Promise.resolve();
    };
    return { got, deliver, texts: () => got.map(({ text }) => text) };
  }
  const codeOf = (act: Promise<unknown>) =>
    act.then(
      () => 'none',
      (error: unknown) => (isPrmError(error) ? error.code : String(error)),
    );
  const raw = async () => JSON.stringify((await storage.list()).items);

  test('keeps what waits so that it cannot be read, and sends it in its order, once', async () => {
    const { session, store } = await signIn();
    const ids = [];
    for (const text of ['PLANTED first', 'PLANTED second', 'PLANTED third'])
      ids.push(await store.addToOutbox(message(text)));
    assert.doesNotMatch(await raw(), /PLANTED|message/);
    assert.equal((await store.count()).own.outbox, 3);
    const { got, deliver, texts } = inbox();
    const report = await store.send(session, deliver);
    assert.deepEqual(report, { sent: ids, dropped: [], refused: [], left: 0, stopped: undefined });
    assert.deepEqual(texts(), ['PLANTED first', 'PLANTED second', 'PLANTED third']);
    assert.deepEqual(
      got.map((one) => one.key),
      ids,
    );
    assert.deepEqual((await store.send(session, deliver)).sent, []);
    assert.equal((await storage.list()).items.length, 0);
  });

  test('sends many in more than one call', async () => {
    const { session, store } = await signIn();
    const texts = Array.from({ length: 45 }, (_, index) => `${index} ${'x'.repeat(2000)}`);
    for (const text of texts) await store.addToOutbox(message(text));
    const { deliver, texts: got } = inbox();
    assert.equal((await store.send(session, deliver)).left, 0);
    assert.deepEqual(got(), texts);
  });

  test('stops where the connection is lost, lets nothing overtake, and goes on later with the same keys', async () => {
    const { session, store } = await signIn();
    for (const text of ['one', 'two', 'three']) await store.addToOutbox(message(text));
    const broken = inbox((text) => (text === 'two' ? new ConnectionError('POST /v1/x got no answer') : undefined));
    const report = await store.send(session, broken.deliver);
    assert.deepEqual([broken.texts(), report.left], [['one'], 2]);
    assert.ok(isPrmError(report.stopped) && report.stopped.code === 'connection-failed');
    const { deliver, texts } = inbox();
    await store.send(session, deliver);
    assert.deepEqual(texts(), ['two', 'three']);
  });

  test('takes effect once at the server when an answer is lost', async () => {
    const { session, store, email } = await signIn();
    const client = new PrmClient({ apiUrl: server.apiUrl, key, fetch: server.fetch });
    const [service] = (await client.healthcareServices.list()).data;
    const { firstAvailable } = await client.slots.search({ healthcareServiceId: service?.id ?? '' });
    const hold = await client.holds.create({ slotId: firstAvailable?.id ?? '' });
    const content = { holdId: hold.id, holdSecret: hold.secret, patient: patientInputFixture({ email }) };
    await store.addToOutbox({ type: 'booking', content });
    const visits = new Appointments(session);
    const deliver: Deliver = (item) => visits.create(item.content as typeof content, item.call);
    loseAnswers = true;
    const lost = await store.send(session, deliver);
    assert.equal(lost.left, 1);
    loseAnswers = false;
    const again = await store.send(session, deliver);
    assert.deepEqual([again.sent.length, again.refused, again.left], [1, [], 0]);
    assert.equal((await visits.list()).data.length, 1);
  });

  test('keeps what the server refuses for good, tries it no more, and goes on', async () => {
    const { session, store } = await signIn();
    for (const text of ['bad', 'good']) await store.addToOutbox(message(text));
    const { apiErrorOf } = await import('../errors/api-error-of.ts');
    const refusal = apiErrorOf({
      endpoint: 'POST /v1/x',
      status: 422,
      text: JSON.stringify({ code: 'validation-failed' }),
      requestId: null,
      retryAfterMs: undefined,
    });
    const { deliver, texts } = inbox((text) => (text === 'bad' ? refusal : undefined));
    const report = await store.send(session, deliver);
    assert.deepEqual(
      report.refused.map(({ code }) => code),
      ['validation-failed'],
    );
    assert.deepEqual(texts(), ['good']);
    assert.deepEqual((await store.send(session, deliver)).refused, []);
    assert.deepEqual([(await store.count()).own.outbox, (await store.count()).own.refused], [1, 1]);
    await store.discard('own');
    assert.equal((await store.count()).own.outbox, 0);
  });

  test('never sends as somebody else', async () => {
    const first = await signIn();
    await first.store.addToOutbox(message('of the first'));
    const second = await signIn();
    const { deliver, texts } = inbox();
    assert.deepEqual((await second.store.send(second.session, deliver, { signedOut: true, late: true })).sent, []);
    const { own, others } = await second.store.count();
    assert.deepEqual([own.outbox, others.outbox], [0, 1]);
    // a store that was not told is stopped by the server
    const report = await first.store.send(second.session, deliver);
    assert.deepEqual([report.sent, report.left, texts()], [[], 1, []]);
    await second.store.discard('own');
    assert.equal((await first.store.send(first.session, deliver)).sent.length, 1);
    assert.deepEqual(texts(), ['of the first']);
  });

  test('counts what was added while signed out, and sends it only when it is claimed', async () => {
    const before = await signIn();
    before.store.forget();
    const nobody = openStore();
    await nobody.addToOutbox(message('typed while signed out'));
    assert.equal((await nobody.count())['signed-out'].outbox, 1);
    await assert.rejects(
      nobody.send(before.session, () => Promise.resolve()),
      TypeError,
    );
    const { session, store } = await signIn();
    const { deliver, texts } = inbox();
    await store.send(session, deliver);
    assert.deepEqual(texts(), []);
    assert.equal((await store.send(session, deliver, { signedOut: true })).sent.length, 1);
    assert.deepEqual(texts(), ['typed while signed out']);
  });

  test('says that nothing is kept before anybody has signed in, and when the key is too old', async () => {
    assert.equal(await codeOf(openStore().addToOutbox(message('x'))), 'store-without-key');
    const { store } = await signIn();
    store.forget();
    now += 110 * day;
    assert.equal(await codeOf(openStore().addToOutbox(message('x'))), 'store-without-key');
  });

  test('keeps nothing that is too large, nor more than a hundred of one owner', async () => {
    const { store } = await signIn();
    assert.equal(await codeOf(store.addToOutbox(message('x'.repeat(40_000)))), 'item-too-large');
    for (let index = 0; index < 100; index += 1) await store.addToOutbox(message(String(index)));
    assert.equal(await codeOf(store.addToOutbox(message('one more'))), 'store-full');
    store.forget();
    await openStore().addToOutbox(message('of nobody'));
  });

  test('replaces a draft, restores the newest of each kind for its person, and discards it', async () => {
    const { session, store, email } = await signIn();
    await store.saveDraft({ type: 'survey/a', content: { answers: ['PLANTED'] } });
    await store.saveDraft({ type: 'survey/a', content: { answers: ['PLANTED', 'two'] } });
    await store.saveDraft({ type: 'survey/b', content: 'b' });
    assert.equal((await store.count()).own.drafts, 2);
    assert.doesNotMatch(await raw(), /PLANTED|survey/);
    store.forget();

    const later = openStore();
    const current = await session.current();
    assert.ok(current);
    await later.begin(current);
    // begun before the drafts were looked for: the newer one counts
    now += 1000;
    await later.saveDraft({ type: 'survey/b', content: 'newer' });
    const drafts = await later.restoreDrafts(session);
    assert.deepEqual(
      drafts.map(({ type, content }) => [type, content]),
      [
        ['survey/b', 'newer'],
        ['survey/a', { answers: ['PLANTED', 'two'] }],
      ],
    );
    assert.equal((await later.count()).own.drafts, 2);
    const other = await signIn();
    assert.deepEqual(await other.store.restoreDrafts(other.session), []);
    await later.discardDraft('survey/a');
    const again = await signIn(email);
    assert.deepEqual(
      (await again.store.restoreDrafts(again.session)).map(({ type }) => type),
      ['survey/b'],
    );
  });

  test('tells of what is older than seven days and sends it only upon a word', async () => {
    const { session, store } = await signIn();
    await store.addToOutbox(message('old'));
    now += 8 * day;
    assert.equal((await store.count()).own.late, 1);
    const { deliver, texts } = inbox();
    assert.deepEqual((await store.send(session, deliver)).sent, []);
    await store.send(session, deliver, { late: true });
    assert.deepEqual(texts(), ['old']);
  });

  test('does not send again without a word what was handed over more than seven days ago', async () => {
    const { session, store } = await signIn();
    await store.addToOutbox(message('perhaps sent'));
    await store.send(session, () => Promise.reject(new ConnectionError('POST /v1/x got no answer')));
    now += 8 * day;
    const { own } = await store.count();
    assert.deepEqual([own.late, own.unsure], [1, 1]);
    const { deliver, texts } = inbox();
    await store.send(session, deliver, { late: true });
    assert.deepEqual(texts(), []);
    await store.send(session, deliver, { unsure: true });
    assert.deepEqual(texts(), ['perhaps sent']);
  });

  test('drops what others have changed or written, and never sends it', async () => {
    const { session, store } = await signIn();
    const [first = '', second = ''] = [
      await store.addToOutbox(message('one')),
      await store.addToOutbox(message('two')),
    ];
    const [one] = (await storage.list()).items;
    assert.ok(one);
    const parts = one.envelope.split('.');
    const text = parts[3] ?? '';
    parts[3] = (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
    await storage.put(first, { envelope: parts.join('.'), order: 1, attemptedAt: 0, refused: '' });
    // the same envelope in another place, and things that are none
    await storage.put('f'.repeat(32), { envelope: one.envelope, order: 0, attemptedAt: 0, refused: '' });
    await storage.put('nonsense', 'hello' as never);
    assert.equal((await store.count()).damaged, 2);
    const { deliver, texts } = inbox();
    const report = await store.send(session, deliver);
    assert.deepEqual(texts(), ['two']);
    assert.deepEqual(report.sent, [second]);
    assert.deepEqual(
      report.dropped.map(({ item, reason }) => [item, reason]).sort(),
      [
        [first, 'changed'],
        ['f'.repeat(32), 'changed'],
        ['nonsense', 'changed'],
      ].sort(),
    );
    assert.deepEqual((await storage.list()).items, []);
  });

  test('two pages that send at once send each item once, and one that discards is heard', async () => {
    const { session, store } = await signIn();
    for (const text of ['a', 'b', 'c', 'd']) await store.addToOutbox(message(text));
    const current = await session.current();
    assert.ok(current);
    const other = openStore();
    await other.begin(current);
    const { deliver, texts } = inbox();
    await Promise.all([store.send(session, deliver), other.send(session, deliver)]);
    assert.deepEqual(texts(), ['a', 'b', 'c', 'd']);

    for (const text of ['e', 'f']) await store.addToOutbox(message(text));
    const late = inbox();
    await store.send(session, async (item) => {
      await late.deliver(item);
      await other.discard('own');
    });
    assert.deepEqual(late.texts(), ['e']);
  });

  test('stops when the person is signed out in the middle', async () => {
    const { session, store } = await signIn();
    for (const text of ['a', 'b']) await store.addToOutbox(message(text));
    const { deliver, texts } = inbox();
    const report = await store.send(session, async (item) => {
      await deliver(item);
      store.forget();
    });
    assert.deepEqual([texts(), report.left], [['a'], 1]);
  });

  test('signs out as the person decides', async () => {
    const keeping = await signIn();
    await keeping.store.addToOutbox(message('kept'));
    assert.deepEqual(await keeping.store.signOut(keeping.session, 'keep'), { signedOut: true, report: undefined });
    assert.equal((await keeping.store.count()).others.outbox, 1);
    assert.equal(await keeping.session.current(), undefined);

    const sending = await signIn();
    await sending.store.addToOutbox(message('sent'));
    const offline = () => Promise.reject(new ConnectionError('POST /v1/x got no answer'));
    assert.equal((await sending.store.signOut(sending.session, 'send', offline)).signedOut, false);
    assert.ok(await sending.session.current());
    const { deliver, texts } = inbox();
    assert.equal((await sending.store.signOut(sending.session, 'send', deliver)).signedOut, true);
    assert.deepEqual(texts(), ['sent']);

    const discarding = await signIn();
    await discarding.store.addToOutbox(message('gone'));
    await discarding.store.signOut(discarding.session, 'discard');
    assert.equal((await storage.list()).items.length, 1, 'only what the first one kept');
  });

  test('goes on when what is kept vanishes, and says so when nothing can be kept', async () => {
    const { session, store } = await signIn();
    await store.addToOutbox(message('vanishes'));
    for (const { header } of (await storage.list()).items) await storage.remove(header.item);
    assert.deepEqual((await store.send(session, () => Promise.reject(new Error('nothing is left')))).sent, []);

    const { SealedStoreError } = await import('../errors/sealed-store-error.ts');
    const refuse = () => Promise.reject(new SealedStoreError('store-unavailable'));
    const blocked = {
      ...storage,
      probe: refuse,
      list: refuse,
      get: refuse,
      put: refuse,
      remove: refuse,
      loadKey: refuse,
      saveKey: refuse,
    };
    const closed = new SealedStore({ key, storage: blocked });
    const current = await session.current();
    assert.ok(current);
    await closed.begin(current);
    assert.equal(await closed.keeps(), 'nothing');
    assert.equal(await codeOf(closed.addToOutbox(message('x'))), 'store-unavailable');
    assert.equal(await openStore().keeps(), 'page');
  });

  test('sends for a child what was written for the child', async () => {
    const { session, store } = await signIn();
    await store.addToOutbox({ ...message('for a stranger'), actingFor: 'pat_0000stranger' });
    const { deliver, texts } = inbox();
    const report = await store.send(session, deliver);
    assert.deepEqual([texts(), report.left], [[], 1], 'who may not act for somebody sends nothing for them');
  });
});
