import { aTimeout, assert, expect, fixture, html } from '@open-wc/testing';
import { failureStates } from './booking-failure-states.fixture.ts';
import { bookingStates, type BookingStateFixture } from './booking-states.fixture.ts';
import { defineBookingStill } from './booking-still.fixture.ts';

defineBookingStill();

const focusOf = {
  heading: '#heading',
  notice: '.notice-title',
  problems: '#problems',
  times: '.times button',
  until: '#until',
} as const satisfies Record<NonNullable<BookingStateFixture['focus']>, string>;

/** Shows a state, and looks at what its last event did. */
async function see(state: BookingStateFixture) {
  const { element, root, said, before, heard, silent, hears } = await show(state);
  assert.deepEqual(said, [], 'the console is not quiet');
  assert.equal(hears, state.hears);
  assert.deepEqual(heard, silent === state.hears ? [] : [state.hears], 'not said once');
  assert.equal(
    root.querySelectorAll('[role=status], [role=alert], [aria-live]').length,
    root.querySelector('#missing') ? 2 : 1,
  );
  assert.isAtMost(root.textContent?.split('In a hurry?').length ?? 0, 2, 'where to call is said twice');
  if (state.focus !== null) assert.equal(root.activeElement, root.querySelector(focusOf[state.focus]));
  else assert.ok(root.activeElement === null || root.activeElement === before);
  return element;
}

/** Shows a state, and tells what its last event did. */
async function show({ events, code }: BookingStateFixture) {
  const said: string[] = [];
  const { error, warn } = console;
  console.error = console.warn = (...words: unknown[]) => said.push(words.map(String).join(' '));
  const element = await fixture<HTMLElementTagNameMap['prm-booking-still']>(
    html`<prm-booking-still lang="en-US" api-url=${location.origin} publishable-key="pk_test_riverside">
    </prm-booking-still>`,
  );
  const root = element.shadowRoot;
  assert.ok(root);
  await element.show({ events: events.slice(0, -1), code });
  const before = root.activeElement;
  const region = root.querySelector('[role=status]');
  assert.ok(region);
  const heard: string[] = [];
  const listener = new MutationObserver(() => heard.push(region.textContent.trim()));
  listener.observe(region, { subtree: true, childList: true, characterData: true });
  const silent = region.textContent.trim();
  await element.show({ events: events.slice(-1), code });
  await aTimeout(0);
  listener.disconnect();
  Object.assign(console, { error, warn });
  const hears = root.querySelector('[role=status]')?.textContent.trim();
  return { element, root, said, before, heard, silent, hears };
}

describe('the state of the booking', () => {
  for (const [name, state] of Object.entries(bookingStates)) {
    it(`"${name}" is accessible, says what is new once, and has the focus where it belongs`, async () => {
      const element = await see(state);
      await expect(element).to.be.accessible();
    });
  }

  it('asks nobody who is seen by video where they would like to come', async () => {
    const { root } = await show(bookingStates['what: by video from one of two places']);
    assert.equal(root.querySelector('h2')?.textContent.trim(), 'Which clinic?');
    const cities = [...root.querySelectorAll('.option-text .muted')].map(({ textContent }) => textContent);
    assert.deepEqual(cities, ['Chicago', 'San Diego']);
  });

  it('has no footer without an act', async () => {
    for (const state of Object.values(bookingStates)) {
      if (state.state.step !== 'rules') continue;
      const { element, root } = await show(state);
      for (const footer of root.querySelectorAll('.footer')) assert.isAbove(footer.childElementCount, 0);
      element.remove();
    }
  });

  it('shows that an act is off', async () => {
    const colours = async (name: keyof typeof bookingStates, selector: string) => {
      const { element, root } = await show(bookingStates[name]);
      const button = root.querySelector(selector);
      assert.ok(button, name);
      const { color, backgroundColor, borderTopColor } = getComputedStyle(button);
      element.remove();
      return [color, backgroundColor, borderTopColor];
    };
    const acts = [
      ['waiting: an offer', 'waiting: sending sending', '.actions .button:not(.primary)'],
      ['waiting: an offer', 'waiting: sending sending', '.actions .primary'],
      ['cancel: sending unsent', 'cancel: sending sending', '.dangerous'],
    ] as const;
    for (const [on, off, selector] of acts) {
      const [text, ground, edge] = await colours(off, selector);
      const [textOfOn, groundOfOn, edgeOfOn] = await colours(on, selector);
      assert.notDeepEqual([text, ground], [textOfOn, groundOfOn], selector);
      if (!selector.includes('.primary')) assert.notEqual(edge, edgeOfOn, selector);
    }
  });

  // Their words differ from those of the states above, and nothing else.
  it('says each failure of each step once, and leads to it', async () => {
    for (const [name, state] of Object.entries(failureStates)) {
      const element = await see(state).catch((error: unknown) => {
        throw new Error(name, { cause: error });
      });
      assert.ok(element.shadowRoot?.querySelector('.notice-title')?.textContent.trim(), name);
      element.remove();
    }
  });
});
