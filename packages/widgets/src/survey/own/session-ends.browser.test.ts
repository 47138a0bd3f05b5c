import { assert, expect, fixture, html } from '@open-wc/testing';
import type { Endpoint, PatientSession, Session } from '@openprm/sdk';
import { session } from '../../sign-in/sign-in-states.fixture.ts';
import { waitUntil } from '../../wait-until.fixture.ts';
import { formOf, paperOf, progressOf, told } from '../survey-forms.fixture.ts';
import { ownStates, refusal, sessionOf } from './own-states.fixture.ts';
import { defineOwnSurveysStill } from './own-still.fixture.ts';

defineOwnSurveysStill();

const points = (valueDecimal: number) => [
  { url: 'http://hl7.org/fhir/StructureDefinition/ordinalValue', valueDecimal },
];
const option = (code: string, value: number) => ({
  valueCoding: { system: 'urn:safe', code, display: code },
  extension: points(value),
});
const question = { linkId: 'safe', text: 'Did you think of hurting yourself?', type: 'choice' };
const form = { ...formOf([]), item: [{ ...question, answerOption: [option('No', 0), option('Yes', 3)] }] };
const paper = paperOf(form, { safety: [{ linkId: 'safe', atLeast: 1 }] });

/** A session that ends with the first save, and whoever signs in after it. */
async function stand(next: Session) {
  const saves: unknown[] = [];
  let isOver = false;
  const { call, ...rest } = sessionOf(ownStates.ready);
  const answer = (endpoint: Endpoint, input: { readonly body?: unknown }, options: unknown): Promise<unknown> => {
    if (endpoint.method === 'GET' && endpoint.path !== '/v1/own-surveys') return Promise.resolve(paper);
    if (endpoint.method === 'GET') return call(endpoint, input as never, options as never);
    saves.push(input.body);
    if (saves.length > 1) return Promise.resolve(progressOf(1, { told: told('safe') }));
    isOver = true;
    return Promise.reject(refusal('session-ended'));
  };
  const patient = {
    ...rest,
    call: answer,
    current: () => Promise.resolve(isOver ? undefined : session),
    requestCode: () => Promise.resolve({ id: 'sic_1', digits: 6, tries: 5, expiresAt: '2099-01-01T00:00:00Z' }),
    enterCode: () => Promise.resolve(next),
  };
  const element = document.createElement('prm-survey-own-still');
  Object.assign(element, { apiUrl: location.origin, publishableKey: 'pk_test_riverside' });
  element.session = patient as unknown as PatientSession;
  const around = await fixture<HTMLElement>(html`<div lang="en-US"></div>`);
  around.append(element);
  await element.updateComplete;
  const root = element.shadowRoot;
  if (!root) throw new Error('no element');
  const text = () => root.querySelector<HTMLElement>('.main')?.innerText ?? '';
  const find = async <Found extends HTMLElement>(selector: string): Promise<Found> => {
    await waitUntil(() => root.querySelector(selector) !== null, selector);
    return root.querySelector(selector) as Found;
  };
  const press = async (selector: string) => (await find(selector)).click();
  const type = async (selector: string, value: string) => {
    const input = await find<HTMLInputElement>(selector);
    input.value = value;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };
  await press('.own-survey:nth-of-type(3) button');
  await press('.footer .primary');
  await find('input[type=radio]');
  root.querySelectorAll<HTMLInputElement>('input[type=radio]').item(1).click();
  return { element, root, text, find, press, type, saves };
}

const untold = 'Your answer has not reached the clinic. Nobody there knows of it. Sign in again to send it';

describe('a session that ends with an answer that somebody has to look at', () => {
  const signIn = async ({ press, type, find }: Awaited<ReturnType<typeof stand>>) => {
    await type('#email', 'dana.reyes@example.org');
    await press('form .primary');
    await type('#code', '123456');
    await press('form .primary');
    await find('#back, .own-survey');
  };

  it('keeps help in its place, says that nobody knows of it, and sends it when they are back', async () => {
    const stood = await stand(session);
    const { element, root, text, saves } = stood;
    await waitUntil(() => text().includes(untold), 'help');
    assert.ok(text().includes('Your session has ended.'));
    assert.ok(root.querySelector('.help a[href^="tel:"]'), 'whom to call');
    assert.ok(root.querySelector('[role=status]')?.textContent.includes(untold), 'it is said');
    assert.equal(root.querySelector('input[type=radio]'), null, 'no answer stands there');
    assert.equal(root.activeElement?.textContent.includes('Your session has ended.'), true);
    await expect(element).to.be.accessible();
    assert.equal(saves.length, 1);
    await signIn(stood);
    await waitUntil(() => text().includes('its staff were alerted'), 'told');
    assert.equal(saves.length, 2);
    assert.deepEqual(saves[1], saves[0]);
  });

  it('sends nothing for anybody else who signs in', async () => {
    const stood = await stand({ ...session, sealing: { ...session.sealing, owner: 'per_other' } });
    const { root, text, saves } = stood;
    await waitUntil(() => text().includes(untold), 'help');
    await signIn(stood);
    await waitUntil(() => root.querySelector('.own-survey') !== null, 'the list');
    assert.ok(!text().includes(untold));
    assert.equal(saves.length, 1);
  });
});
