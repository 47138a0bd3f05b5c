import { assert, fixture, html } from '@open-wc/testing';
import { axeFindings } from '../styles/axe-findings.fixture.ts';
import { bookingStates } from './booking-states.fixture.ts';
import { type BookingStillElement, defineBookingStill } from './booking-still.fixture.ts';

defineBookingStill();

// booking-states.browser.test.ts looks at each state in the light scheme; here are the other two. In forced colours there is one scheme.
const isForced = matchMedia('(forced-colors: active)').matches;
const scheme = isForced ? 'forced' : 'dark';

describe(`with ${scheme} colours, axe finds nothing`, () => {
  for (const [name, state] of Object.entries(bookingStates)) {
    it(`in "${name}"`, async () => {
      const page = await fixture<HTMLElement>(html`<main lang="en-US"><prm-booking-still></prm-booking-still></main>`);
      page.style.colorScheme = isForced ? 'light dark' : scheme;
      const element = page.querySelector('prm-booking-still');
      assert.ok(element);
      await element.show(state);
      assert.equal(await axeFindings(element), '');
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
