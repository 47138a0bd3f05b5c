import { assert, expect, fixture, html } from '@open-wc/testing';
import { endOneSession, endOtherSessions, listOwnSessions } from '@openprm/contract';
import { PatientSession, Slots, createTransport } from '@openprm/sdk';
import { patientInputFixture } from '@openprm/testing';
import { type Clinic, createClinicHandlers, Problem } from '@openprm/testing/msw';
import { setupWorker } from 'msw/browser';
import { waitUntil } from '../wait-until.fixture.ts';
import { PrmAccessLogElement } from './access-log-element.ts';

const key = 'pk_test_riverside';
const worker = setupWorker();
const dana = patientInputFixture();
let clinic: Clinic;
/** By how much the clinic's clock is ahead, in minutes. */
let minutes: number;

class OwnSessionsLog extends PrmAccessLogElement {}
customElements.define('prm-access-log-own-sessions', OwnSessionsLog);

before(() => worker.start({ quiet: true, onUnhandledFrame: 'bypass' }));
after(() => worker.stop());
beforeEach(() => {
  minutes = 0;
  clinic = createClinicHandlers({ now: () => new Date(Date.now() + minutes * 60_000) });
  worker.resetHandlers(...clinic.handlers);
});
// where they are handed on when they have ended, open streams would keep the worker
afterEach(() => clinic.endSessions());

/** Signs Dana in on another device. */
async function elsewhere(): Promise<PatientSession> {
  const session = new PatientSession({ apiUrl: location.origin, key });
  const { id } = await session.requestCode({ email: dana.email });
  await session.enterCode({ signInCodeId: id, code: clinic.codeFor(dana.email) });
  await session.match({ birthDate: dana.birthDate });
  return session;
}

/** Dana at the element, signed in. */
async function signedIn() {
  const transport = createTransport({ apiUrl: location.origin, credential: key });
  const { firstAvailable } = await new Slots(transport).search({ healthcareServiceId: 'svc_new_patient' });
  clinic.book(firstAvailable?.id ?? '', dana);
  const element = await fixture<OwnSessionsLog>(
    html`<prm-access-log-own-sessions
      lang="en-US"
      api-url=${location.origin}
      publishable-key=${key}
    ></prm-access-log-own-sessions>`,
  );
  const root = element.shadowRoot ?? assert.fail('it is not rendered');
  const text = () => (root.querySelector('.main')?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const sees = async (words: string | RegExp) => {
    const isSeen = () => (typeof words === 'string' ? text().includes(words) : words.test(text()));
    await waitUntil(isSeen, '', { timeout: 5000 }).catch(() => assert.fail(`"${words}" is not in: ${text()}`));
    await element.updateComplete;
  };
  const buttons = (name: string | RegExp) =>
    [...root.querySelectorAll('button')].filter((button) => {
      const named = button.ariaLabel ?? button.textContent.trim();
      return typeof name === 'string' ? named === name : name.test(named);
    });
  const press = async (name: string | RegExp) => {
    const [button = assert.fail(`no button "${name}" in: ${text()}`)] = buttons(name);
    button.focus();
    button.click();
    await element.updateComplete;
  };
  const types = async (id: string, value: string) => {
    const input = root.querySelector<HTMLInputElement>(`#${id}`) ?? assert.fail(`no field ${id}`);
    input.value = value;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await element.updateComplete;
  };
  /** From the code on. */
  const entersCode = async () => {
    await sees('Enter the code');
    await types('code', clinic.codeFor(dana.email));
    await press('Sign in');
    await sees('Find your records');
    await types('birth-date', dana.birthDate);
    await press('Find my records');
    await sees('Who has looked');
  };
  await sees('Send me a code');
  await types('email', dana.email);
  await press('Send me a code');
  await entersCode();
  return { element, root, sees, press, buttons, entersCode, text };
}

const isIn = async (session: PatientSession) => (await session.current()) !== undefined;
const heard = (root: ShadowRoot) => root.querySelector('[role=status]')?.textContent.trim();

describe('where a patient is signed in', () => {
  it('is asked for when it is opened and not before, and is closed again', async () => {
    const person = await signedIn();
    assert.equal(clinic.countCalls(listOwnSessions), 0);
    const [button = assert.fail()] = person.buttons('Where you are signed in');
    assert.equal(button.getAttribute('aria-expanded'), 'false');
    await person.press('Where you are signed in');
    await person.sees('You are signed in nowhere else.');
    await person.sees(/This device, now Signed in .+ with a code by e-mail/);
    assert.equal(button.getAttribute('aria-expanded'), 'true');
    assert.equal(heard(person.root), 'Signed in at one place');
    assert.equal(person.root.activeElement, button);
    await expect(person.element).to.be.accessible();
    await person.press('Where you are signed in');
    assert.ok(!person.text().includes('nowhere else'));
  });

  it('is ended, one at a time', async () => {
    const phone = await elsewhere();
    const person = await signedIn();
    await person.press('Where you are signed in');
    await person.sees('Another device or browser');
    assert.equal(person.buttons(/^End this: Signed in /).length, 1, 'not the one that is here');
    await person.press(/^End this/);
    await person.sees('Ended. Nobody is signed in there any more.');
    await person.sees('You are signed in nowhere else.');
    assert.equal(person.root.activeElement?.id, 'own');
    assert.equal(heard(person.root), 'Ended. Nobody is signed in there any more.');
    assert.ok(!(await isIn(phone)));
  });

  it('is ended everywhere else, and stays here', async () => {
    const others = [await elsewhere(), await elsewhere()];
    const person = await signedIn();
    await person.press('Where you are signed in');
    await person.sees('Sign out everywhere else');
    await person.press('Sign out everywhere else');
    await person.sees('You are signed out everywhere else.');
    for (const each of others) assert.ok(!(await isIn(each)));
    await person.sees('Signed in as');
  });

  it('is ended after a new code, where the sign-in is some time ago, and the list is open again', async () => {
    const person = await signedIn();
    minutes = 9;
    const phone = await elsewhere();
    minutes = 11;
    await person.press('Where you are signed in');
    await person.sees('Another device or browser');
    await person.press('Sign out everywhere else');
    await person.sees('Sign in once more to end it');
    assert.equal(person.root.activeElement?.textContent, 'Sign in once more to end it');
    assert.ok(await isIn(phone));
    await person.press('Send me a new code');
    await person.entersCode();
    await person.sees('Another device or browser');
    assert.equal(person.root.activeElement?.id, 'own');
    await person.press('Sign out everywhere else');
    await person.sees('You are signed out everywhere else.');
    assert.ok(!(await isIn(phone)));
    assert.equal(clinic.countCalls(endOtherSessions), 2);
  });

  it('says when a wish was refused, and sends it again', async () => {
    await elsewhere();
    const person = await signedIn();
    await person.press('Where you are signed in');
    await person.sees('Another device or browser');
    clinic.failNext(endOneSession, new Problem('rate-limited', { retryAfterSeconds: 700 }));
    await person.press(/^End this/);
    await person.sees('That was tried too often.');
    assert.equal(person.root.activeElement?.textContent, 'That was tried too often.');
    await person.press(/^End this/);
    await person.sees('Ended. Nobody is signed in there any more.');
  });

  it('follows the language', async () => {
    const person = await signedIn();
    await person.press('Where you are signed in');
    await person.sees('You are signed in nowhere else.');
    person.element.lang = 'es';
    await person.sees('No tiene la sesión abierta en ningún otro sitio.');
    person.element.lang = 'ar';
    await person.sees('لست مسجّل الدخول في أي مكان آخر.');
  });
});
