import { assert, fixture, html } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type Axe from 'axe-core';
import { bookingStates } from './booking-states.fixture.ts';
import { type BookingStillElement, defineBookingStill } from './booking-still.fixture.ts';

defineBookingStill();

// A script rather than a module: it leaves itself on the page.
const { axe } = globalThis as unknown as { readonly axe: typeof Axe };

// booking-states.browser.test.ts looks at each state in the light scheme; here are the other two. In forced colours there is one scheme.
const isForced = matchMedia('(forced-colors: active)').matches;
const scheme = isForced ? 'forced' : 'dark';

/** What axe finds, and which texts it could not tell the contrast of, so that no silence passes for readable. */
async function findingsIn(element: BookingStillElement): Promise<string> {
  const { violations, incomplete } = await axe.run(element, { resultTypes: ['violations', 'incomplete'] });
  const undecided = incomplete.filter(({ id }) => id === 'color-contrast');
  return [...violations, ...undecided]
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary ?? ''}`),
    )
    .join('\n');
}

describe(`with ${scheme} colours, axe finds nothing`, () => {
  for (const [name, state] of Object.entries(bookingStates)) {
    it(`in "${name}"`, async () => {
      const page = await fixture<HTMLElement>(html`<main lang="en-US"><prm-booking-still></prm-booking-still></main>`);
      page.style.colorScheme = isForced ? 'light dark' : scheme;
      const element = page.querySelector('prm-booking-still');
      assert.ok(element);
      await element.show(state);
      assert.equal(await findingsIn(element), '');
    });
  }
});

if (isForced) {
  describe('with reduced motion', () => {
    it('nothing moves, in any state', async () => {
      for (const [name, state] of Object.entries(bookingStates)) {
        const element = await fixture<BookingStillElement>(html`<prm-booking-still></prm-booking-still>`);
        await element.show(state);
        const moving = element.shadowRoot?.getAnimations().map(({ id }) => id) ?? [];
        assert.equal(moving.length, 0, name);
        element.remove();
      }
    });
  });
} else {
  describe('without a wish for reduced motion', () => {
    it('only bones move', async () => {
      const element = await fixture<BookingStillElement>(html`<prm-booking-still></prm-booking-still>`);
      await element.show(bookingStates['opening: directory loading']);
      const moving = element.shadowRoot?.getAnimations() ?? [];
      assert.isAbove(moving.length, 0);
      for (const { effect } of moving) {
        assert.isTrue(effect instanceof KeyframeEffect && effect.target?.classList.contains('bone'));
      }
    });
  });
}
