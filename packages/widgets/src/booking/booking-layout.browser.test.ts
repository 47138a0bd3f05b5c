import { assert, fixture, html } from '@open-wc/testing';
import { layoutFaults } from '../styles/layout-faults.fixture.ts';
import { layoutPlaces } from '../styles/layout-places.fixture.ts';
import { waitUntil } from '../wait-until.fixture.ts';
import { type BookingStateFixture, bookingStates } from './booking-states.fixture.ts';
import { type BookingStillElement, defineBookingStill } from './booking-still.fixture.ts';

defineBookingStill();

async function shown(state: BookingStateFixture) {
  const around = await fixture<HTMLElement>(html`<div lang="en-US"><prm-booking-still></prm-booking-still></div>`);
  const element = around.querySelector('prm-booking-still');
  if (!element) throw new Error('no element');
  await element.show(state);
  return { around, element };
}

/** Waits for the texts of the language, which are loaded the first time. */
async function speak(around: HTMLElement, element: BookingStillElement, lang: string) {
  around.lang = lang;
  const [language = ''] = lang.split('-');
  await waitUntil(() => element.shadowRoot?.querySelector('.root')?.getAttribute('lang') === language);
  await element.updateComplete;
}

function assertSound(element: BookingStillElement, where: string) {
  const faults = element.shadowRoot ? layoutFaults(element.shadowRoot) : ['nothing is shown'];
  assert.equal(faults.join('\n'), '', where);
}

describe('nothing is cut off and nothing scrolls sideways', () => {
  for (const [name, state] of Object.entries(bookingStates)) {
    it(`in "${name}"`, async () => {
      const { around, element } = await shown(state);
      for (const { width, fontSize, lang } of layoutPlaces) {
        around.style.inlineSize = `${width}px`;
        around.style.fontSize = `${fontSize}px`;
        await speak(around, element, lang);
        assertSound(element, `${width} px wide, text of ${fontSize} px, ${lang}`);
      }
    });
  }
});

describe('at 320 px in Arabic', () => {
  it('a telephone number breaks nowhere', async () => {
    const { around, element } = await shown(bookingStates['who: answers are wrong']);
    around.style.inlineSize = '320px';
    await speak(around, element, 'ar');
    const numbers = [...(element.shadowRoot?.querySelectorAll('bdi.number') ?? [])];
    assert.lengthOf(numbers, 2, 'in the summary and beside the field');
    for (const number of numbers) {
      const range = document.createRange();
      range.selectNodeContents(number);
      assert.lengthOf(range.getClientRects(), 1, number.textContent);
    }
  });
});

describe('at 280 px and with text of twice the size', () => {
  it('the month breaks inside no word, and the initials stay in their circle', async () => {
    const { around, element } = await shown(bookingStates['when: availability ready']);
    around.style.inlineSize = '280px';
    around.style.fontSize = '32px';
    await speak(around, element, 'es');
    const text = element.shadowRoot?.querySelector('.month')?.firstChild?.nextSibling;
    assert.instanceOf(text, Text);
    for (const { index, 0: word } of text.data.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      assert.lengthOf(range.getClientRects(), 1, word);
    }
    const circle = element.shadowRoot?.querySelector('.avatar');
    assert.ok(circle);
    const initials = document.createRange();
    initials.selectNodeContents(circle);
    assert.isAtMost(initials.getBoundingClientRect().width, circle.getBoundingClientRect().width);
  });
});

describe('while times are on their way, at 320 px', () => {
  it('the way to the waitlist has its place, and is not there to be pressed', async () => {
    const lineOf = async (name: 'when: availability ready' | 'when: availability loading' | 'when: slots loading') => {
      const { around, element } = await shown(bookingStates[name]);
      around.style.inlineSize = '320px';
      const line = element.shadowRoot?.querySelector<HTMLElement>('.waitlist-line');
      const button = line?.querySelector('button');
      assert.ok(line && button);
      return { height: line.offsetHeight, visibility: getComputedStyle(button).visibility };
    };
    const there = await lineOf('when: availability ready');
    assert.equal(there.visibility, 'visible');
    for (const name of ['when: availability loading', 'when: slots loading'] as const)
      assert.deepEqual(await lineOf(name), { ...there, visibility: 'hidden' }, name);
  });
});
