import { assert, fixture, html } from '@open-wc/testing';
import { createDeviceSealedStorage, type PatientSession, type Session } from '@openprm/sdk';
import { session } from '../../sign-in/sign-in-states.fixture.ts';
// What comes later is there at once: the tests are about something else.
import '../draft-keeper.ts';
import '../survey-asking.ts';
import '../survey-later.ts';
import { waitUntil } from '../../wait-until.fixture.ts';
import { ownStates, sessionOf } from './own-states.fixture.ts';
import { defineOwnSurveysStill } from './own-still.fixture.ts';

defineOwnSurveysStill();

/** A session that seals to a clinic, to which there is no connection any more once a survey is open. */
async function stand(owner: string, survivesNavigation: boolean) {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  assert.ok(x && y);
  const publicKey = { kty: 'EC', crv: 'P-256', x, y } as const;
  const sealing = { ...session.sealing, keyId: 'slk_device12', owner, proof: 'a-secret-of-theirs', publicKey };
  const found: Session = { ...session, sealing };
  const element = document.createElement('prm-survey-own-still');
  Object.assign(element, { apiUrl: location.origin, publishableKey: 'pk_test_riverside' });
  element.session = {
    ...sessionOf({ ...ownStates['back, and answers are not saved'], session: found }),
    support: () => Promise.resolve({ signIn: true, survivesNavigation }),
  } as unknown as PatientSession;
  const around = await fixture<HTMLElement>(html`<div lang="en-US"></div>`);
  around.append(element);
  await element.updateComplete;
  const root = element.shadowRoot;
  if (!root) throw new Error('no element');
  const text = () => root.querySelector<HTMLElement>('.main')?.innerText ?? '';
  const press = async (selector: string, words = '') => {
    const find = () =>
      [...root.querySelectorAll<HTMLElement>(selector)].find((each) => each.textContent.includes(words));
    await waitUntil(() => find() !== undefined, `${selector} ${words}`);
    find()?.click();
  };
  /** Chooses a survey, and answers its first question, which does not arrive. */
  const answer = async () => {
    await press('.own-survey:nth-of-type(3) button');
    await press('.footer .primary');
    await press('input[type=radio]');
    await press('.footer .primary');
  };
  return { element, text, press, answer };
}

/** How many answers of somebody the device keeps. */
async function keptOf(owner: string): Promise<number> {
  const { items } = await createDeviceSealedStorage('own-surveys').list();
  return items.filter(({ header }) => header.owner === owner).length;
}

async function waitForKept(owner: string, count: number) {
  for (let found = -1; found !== count; found = await keptOf(owner)) await new Promise(requestAnimationFrame);
}

describe('what the device keeps of one’s own surveys', () => {
  it('is there when the page is left, and goes when they sign out', async () => {
    const owner = 'per_leaves';
    const first = await stand(owner, true);
    await first.answer();
    await waitUntil(() => first.text().includes('kept on this device'), 'that it is kept');
    first.element.remove();
    await waitForKept(owner, 1);
    const second = await stand(owner, true);
    await second.press('button', 'Sign out');
    await waitUntil(() => second.text().includes('You are signed out.'), 'signed out');
    await waitForKept(owner, 0);
  });

  it('goes when they leave it, as they were told', async () => {
    const owner = 'per_discards';
    const { answer, press, text } = await stand(owner, true);
    await answer();
    await waitUntil(() => text().includes('kept on this device'), 'that it is kept');
    await press('#back');
    await press('.notice .button', 'Leave');
    await waitForKept(owner, 0);
  });

  it('is nothing where the session ends with the page', async () => {
    const owner = 'per_passes';
    const { answer, text } = await stand(owner, false);
    await answer();
    await waitUntil(() => text().includes('Not saved yet'), 'that it is not saved');
    assert.equal(await keptOf(owner), 0);
  });
});
