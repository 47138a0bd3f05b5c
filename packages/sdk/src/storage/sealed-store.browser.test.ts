import { assert } from '@open-wc/testing';
import { createClinicHandlers } from '@openprm/testing/msw';
import { clear, createStore, entries, set } from 'idb-keyval';
import { setupWorker } from 'msw/browser';
import { isPrmError } from '../errors/is-prm-error.ts';
import { PatientSession } from '../session/patient-session.ts';
import { SealedStore } from './sealed-store.ts';
import type { Deliver } from './send-sealed.ts';

const clinic = createClinicHandlers();
const worker = setupWorker(...clinic.handlers);
const key = 'pk_test_riverside';
const planted = ['PLANTED-words', 'PLANTED-answer', 'PLANTED-type', 'dana-planted@example.org'];

/** What is really on the device, read past the store, as any script of this origin can. */
const device = createStore('openprm-sealed', 'items');
const onDevice = () => entries<string, unknown>(device);
/** Every byte of it that says anything, also what base64 hides. */
async function readable(): Promise<string> {
  const text = JSON.stringify(await onDevice());
  const decoded = [...text.matchAll(/[\w-]{8,}/g)].map(([part]) => {
    try {
      return atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    } catch {
      return '';
    }
  });
  return [text, ...decoded].join('\n');
}

before(() => worker.start({ quiet: true, onUnhandledFrame: 'bypass' }));
after(() => worker.stop());
afterEach(() => clear(device));

async function signIn(email = 'dana-planted@example.org') {
  const session = new PatientSession({ apiUrl: location.origin, key });
  const { id } = await session.requestCode({ email });
  const begun = await session.enterCode({ signInCodeId: id, code: clinic.codeFor(email) });
  const store = new SealedStore({ key });
  await store.begin(begun);
  return { session, store, begun };
}
const content = { text: 'PLANTED-words', answers: ['PLANTED-answer'] };
const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'none',
    (error: unknown) => (isPrmError(error) ? error.code : String(error)),
  );

describe('the sealed store in a browser', () => {
  it('leaves nothing on the device that can be read, by this page either', async () => {
    const { session, store, begun } = await signIn();
    assert.equal(await store.keeps(), 'device');
    await store.addToOutbox({ type: 'PLANTED-type', content });
    await store.saveDraft({ type: 'PLANTED-type', content });
    store.forget();
    await store.addToOutbox({ type: 'PLANTED-type', content });
    const text = await readable();
    assert.lengthOf(await onDevice(), 4, 'three items and the public key');
    // the search finds what is there to be found
    assert.include(text, begun.sealing.owner);
    assert.include(text, '"kind":"draft"');
    for (const value of [...planted, begun.sealing.proof]) assert.notInclude(text, value);
    for (const area of [localStorage, sessionStorage]) assert.notInclude(JSON.stringify({ ...area }), 'PLANTED');
    await store.begin(begun);
    const got: unknown[] = [];
    const report = await store.send(session, (item) => Promise.resolve(got.push(item.content)), { signedOut: true });
    assert.deepEqual([report.left, got], [0, [content, content]]);
    assert.deepEqual(
      (await store.restoreDrafts(session)).map((draft) => draft.content),
      [content],
    );
  });

  it('survives a reload, and gives nothing to who signs in next', async () => {
    const { store } = await signIn();
    await store.addToOutbox({ type: 'message', content });
    store.forget();
    const other = await signIn('robin@example.org');
    const { own, others } = await other.store.count();
    assert.deepEqual([own.outbox, others.outbox], [0, 1]);
    const got: unknown[] = [];
    await other.store.send(other.session, (item) => Promise.resolve(got.push(item)), { signedOut: true, late: true });
    assert.deepEqual(got, []);
    const again = await signIn();
    await again.store.send(again.session, (item) => Promise.resolve(got.push(item)));
    assert.lengthOf(got, 1);
  });

  it('sends each item once from two pages at the same time', async () => {
    const { session, store, begun } = await signIn();
    const texts = ['a', 'b', 'c'];
    for (const text of texts) await store.addToOutbox({ type: 'message', content: text });
    const other = new SealedStore({ key });
    await other.begin(begun);
    const got: unknown[] = [];
    const deliver: Deliver = (item) => Promise.resolve(got.push(item.content));
    await Promise.all([store.send(session, deliver), other.send(session, deliver)]);
    assert.deepEqual(got, texts);
  });

  it('drops what other scripts have written there, and never sends it', async () => {
    const { session, store } = await signIn();
    const item = await store.addToOutbox({ type: 'message', content });
    const [found] = (await onDevice()).filter(([place]) => place.endsWith(item));
    const record = found?.[1] as { envelope: string };
    const forged = record.envelope.replace(/\.[^.]+$/, '.AAAAAAAAAAAAAAAAAAAAAA');
    await set(`${key}/${item}`, { ...record, envelope: forged }, device);
    await set(`${key}/nonsense`, { envelope: 'PLANTED-words' }, device);
    const report = await store.send(session, () => Promise.reject(new Error('nothing may be sent')));
    assert.sameMembers(
      report.dropped.map((dropped) => dropped.item),
      [item, 'nonsense'],
    );
    assert.equal(report.left, 0);
    assert.lengthOf(await onDevice(), 1, 'the public key');
  });

  it('goes on when the storage is cleared while the page is open', async () => {
    const { store } = await signIn();
    await store.addToOutbox({ type: 'message', content });
    await clear(device);
    assert.equal((await store.count()).own.outbox, 0);
    await store.addToOutbox({ type: 'message', content });
    assert.equal((await store.count()).own.outbox, 1);
  });

  it('says that nothing is kept where the device refuses, and where it is full', async () => {
    const { begun } = await signIn();
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    try {
      const store = new SealedStore({ key });
      await store.begin(begun);
      assert.equal(await store.keeps(), 'nothing');
      assert.equal(await codeOf(store.addToOutbox({ type: 'message', content })), 'store-unavailable');
    } finally {
      indexedDB.open = open;
    }

    const store = new SealedStore({ key });
    await store.begin(begun);
    await store.saveDraft({ type: 'survey', content: 'before' });
    const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put');
    assert.isDefined(put);
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('No room.', 'QuotaExceededError');
    };
    try {
      assert.equal(await store.keeps(), 'nothing');
      assert.equal(await codeOf(store.saveDraft({ type: 'survey', content: 'after' })), 'store-full');
    } finally {
      Object.defineProperty(IDBObjectStore.prototype, 'put', put);
    }
    assert.equal((await store.count()).own.drafts, 1, 'the draft before it is there still');
  });
});
