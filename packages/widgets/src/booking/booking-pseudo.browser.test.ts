import { assert, fixture, html } from '@open-wc/testing';
import { en as first } from '../locales/booking/first/en.ts';
import { en as later } from '../locales/booking/later/en.ts';
import { formatsOf } from '../locales/formats.ts';
import { layoutFaults } from '../styles/layout-faults.fixture.ts';
import { bookingStates } from './booking-states.fixture.ts';
import { type BookingStillElement, defineBookingStill } from './booking-still.fixture.ts';

defineBookingStill();

// A language that nobody speaks: each text in brackets, with accents, and 40 % longer. What stands outside the brackets is no text of the
// catalogue, and what a language as long as German would break is broken here.
const accents: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ô',
  u: 'ü',
  c: 'ç',
  n: 'ñ',
  A: 'Å',
  E: 'É',
  Y: 'Ý',
};

const stretched = (text: string) =>
  `⟦${text.replaceAll(/[aeioucnAEY]/g, (letter) => accents[letter] ?? letter)}${' mòré'.repeat(Math.ceil((text.length * 0.4) / 5))}⟧`;

/** Dates and numbers are Intl's and as long as they are: marked by what takes no room (an isolate of the direction that they have anyway). */
const marked = (text: string) => `\u2066${text}\u2069`;

/** Changes every text of a catalogue, or what its functions answer. */
function translate(catalogue: object, change: (text: string) => string): void {
  for (const [key, text] of Object.entries(catalogue) as [string, unknown][]) {
    if (typeof text === 'object' && text !== null) translate(text, change);
    else
      Object.assign(catalogue, {
        [key]:
          typeof text === 'function'
            ? (...values: unknown[]) => change((text as (...given: unknown[]) => string)(...values))
            : change(String(text)),
      });
  }
}

translate(first, stretched);
translate(later, stretched);
for (const zone of ['UTC', ...Intl.supportedValuesOf('timeZone')]) {
  if (/^(UTC|America\/(Chicago|New_York|Los_Angeles))$|^Asia|^Pacific|^Europe/.test(zone))
    translate(formatsOf('en-US', zone), marked);
}

/** Everything that is written for a person, without what the clinic and the patient wrote themselves. */
function wordsOf(root: ShadowRoot): string {
  const copy = document.createElement('div');
  for (const child of root.children) copy.append(child.cloneNode(true));
  for (const data of copy.querySelectorAll('bdi, .avatar, style, a[href^="tel:"]')) data.remove();
  const attributes = [...copy.querySelectorAll('*')].flatMap((element) =>
    ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-roledescription'].map(
      (name) => element.getAttribute(name) ?? '',
    ),
  );
  return [copy.textContent, ...attributes].join('\n');
}

/** What is left when the brackets, with all that is in them, are taken away. */
function outsideOf(words: string): string {
  let left = words.replaceAll('\u2066', '⟦').replaceAll('\u2069', '⟧');
  for (let before = ''; before !== left;) {
    before = left;
    left = left.replaceAll(/⟦[^⟦⟧]*⟧/g, '');
  }
  return left;
}

describe('in a language of long words', () => {
  for (const [name, state] of Object.entries(bookingStates)) {
    it(`"${name}" stays whole at 280 px, and says nothing that is not in the catalogue`, async () => {
      const around = await fixture<HTMLElement>(html`<div lang="en-US"><prm-booking-still></prm-booking-still></div>`);
      const element = around.querySelector<BookingStillElement>('prm-booking-still');
      assert.ok(element?.shadowRoot);
      around.style.inlineSize = '280px';
      await element.show(state);
      assert.equal(outsideOf(wordsOf(element.shadowRoot)).replaceAll(/[^\p{L}\p{N}⟦⟧]/gu, ''), '');
      assert.equal(layoutFaults(element.shadowRoot).join('\n'), '');
    });
  }
});
