import { aTimeout, assert, expect, fixture, html } from '@open-wc/testing';
import { bookingStates, type BookingStateFixture } from './booking-states.fixture.ts';
import { defineBookingStill } from './booking-still.fixture.ts';

defineBookingStill();

const focusOf = {
  heading: '#heading',
  notice: '.notice-title',
  problems: '#problems',
  times: '.times button',
} as const satisfies Record<NonNullable<BookingStateFixture['focus']>, string>;

/** Shows a state, and tells what its last event did. */
async function show({ events }: BookingStateFixture) {
  const said: string[] = [];
  const { error, warn } = console;
  console.error = console.warn = (...words: unknown[]) => said.push(words.map(String).join(' '));
  const element = await fixture<HTMLElementTagNameMap['prm-booking-still']>(
    html`<prm-booking-still lang="en-US" api-url=${location.origin} publishable-key="pk_test_riverside">
    </prm-booking-still>`,
  );
  const root = element.shadowRoot;
  assert.ok(root);
  await element.show(events.slice(0, -1));
  const before = root.activeElement;
  const region = root.querySelector('[role=status]');
  assert.ok(region);
  const heard: string[] = [];
  const listener = new MutationObserver(() => heard.push(region.textContent.trim()));
  listener.observe(region, { subtree: true, childList: true, characterData: true });
  const silent = region.textContent.trim();
  await element.show(events.slice(-1));
  await aTimeout(0);
  listener.disconnect();
  Object.assign(console, { error, warn });
  const hears = root.querySelector('[role=status]')?.textContent.trim();
  return { element, root, said, before, heard, silent, hears };
}

describe('the state of the booking', () => {
  for (const [name, state] of Object.entries(bookingStates)) {
    it(`"${name}" is accessible, says what is new once, and has the focus where it belongs`, async () => {
      const { element, root, said, before, heard, silent, hears } = await show(state);
      assert.deepEqual(said, [], 'the console is not quiet');
      assert.equal(hears, state.hears);
      assert.deepEqual(heard, silent === state.hears ? [] : [state.hears], 'not said once');
      assert.equal(
        root.querySelectorAll('[role=status], [role=alert], [aria-live]').length,
        root.querySelector('#missing') ? 2 : 1,
      );
      if (state.focus !== null) assert.equal(root.activeElement, root.querySelector(focusOf[state.focus]));
      else assert.ok(root.activeElement === before || root.activeElement === null || !before?.isConnected);
      await expect(element).to.be.accessible();
    });
  }
});
