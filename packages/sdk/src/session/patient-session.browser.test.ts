import { assert } from '@open-wc/testing';
import { createClinicHandlers } from '@openprm/testing/msw';
import { setupWorker } from 'msw/browser';
import { PatientSession } from './patient-session.ts';
import { createDeviceSessionStore } from './session-store.ts';

const clinic = createClinicHandlers();
const worker = setupWorker(...clinic.handlers);
const key = 'pk_test_riverside';
const email = 'dana@example.org';

before(() => worker.start({ quiet: true, onUnhandledFrame: 'bypass' }));
after(() => worker.stop());
afterEach(() => createDeviceSessionStore(key).clear());

/** As a page of the clinic's site opens it: each has its own memory and the same device. */
const openPage = () => new PatientSession({ apiUrl: location.origin, key, remember: true });

async function signIn() {
  const session = openPage();
  const { id } = await session.requestCode({ email });
  return session.enterCode({ signInCodeId: id, code: clinic.codeFor(email) });
}

describe('a session in a browser', () => {
  it('survives navigation, also of several pages at once', async () => {
    const begun = await signIn();
    assert.deepEqual(await openPage().support(), { signIn: true, survivesNavigation: true });
    const pages = await Promise.all([openPage(), openPage(), openPage()].map((page) => page.current()));
    assert.deepEqual(
      pages.map((session) => session?.id),
      [begun.id, begun.id, begun.id],
    );
  });

  it('keeps a key that no script can read, and no token and no address', async () => {
    await signIn();
    const stored = await createDeviceSessionStore(key).load();
    assert.isDefined(stored);
    assert.hasAllKeys(stored, ['keys', 'handle']);
    assert.isFalse(stored.keys.privateKey.extractable);
    const read = crypto.subtle.exportKey('jwk', stored.keys.privateKey);
    assert.equal(
      await read.then(
        () => 'read',
        (error: DOMException) => error.name,
      ),
      'InvalidAccessError',
    );
  });

  it('is over on each page when it is signed out on one', async () => {
    await signIn();
    const other = openPage();
    assert.isDefined(await other.current());
    await openPage().signOut();
    assert.isUndefined(await other.current());
    assert.isUndefined(await createDeviceSessionStore(key).load());
  });

  it('forgets what others have written into its place', async () => {
    const { openDeviceStore } = await import('../storage/device-store.ts');
    await openDeviceStore('openprm-session', 'session', key).set({ keys: {}, handle: 'prh_made-up-0001' });
    assert.isUndefined(await openPage().current());
  });
});
