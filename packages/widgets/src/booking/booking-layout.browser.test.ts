import { assert, fixture, html, waitUntil } from '@open-wc/testing';
import { layoutFaults } from '../styles/layout-faults.fixture.ts';
import { type BookingStateFixture, bookingStates } from './booking-states.fixture.ts';
import { type BookingStillElement, defineBookingStill } from './booking-still.fixture.ts';

defineBookingStill();

interface Place {
  /** CSS pixels of what the element stands in. */
  readonly width: number;
  /** CSS pixels of the host's text; 32 is 200 %. */
  readonly fontSize: number;
  readonly lang: string;
}

const places: readonly Place[] = [
  { width: 280, fontSize: 16, lang: 'en-US' },
  { width: 280, fontSize: 16, lang: 'ar-EG' },
  { width: 320, fontSize: 32, lang: 'en-US' },
  { width: 320, fontSize: 32, lang: 'es' },
  { width: 320, fontSize: 32, lang: 'ar' },
  { width: 480, fontSize: 16, lang: 'es' },
  { width: 768, fontSize: 16, lang: 'ar' },
  { width: 768, fontSize: 32, lang: 'en-US' },
  { width: 1200, fontSize: 16, lang: 'en-US' },
];

async function shown({ events }: BookingStateFixture) {
  const around = await fixture<HTMLElement>(html`<div lang="en-US"><prm-booking-still></prm-booking-still></div>`);
  const element = around.querySelector('prm-booking-still');
  if (!element) throw new Error('no element');
  await element.show(events);
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
      for (const { width, fontSize, lang } of places) {
        around.style.inlineSize = `${width}px`;
        around.style.fontSize = `${fontSize}px`;
        await speak(around, element, lang);
        assertSound(element, `${width} px wide, text of ${fontSize} px, ${lang}`);
      }
    });
  }
});
