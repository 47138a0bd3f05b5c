import { assert, expect, fixture, html } from '@open-wc/testing';
import { appointmentFixture } from '@openprm/testing';
import { availability, fixedSetting, anySetting, managed, opened } from './booking-flow.fixture.ts';
import type { BookingEvent } from './events-and-commands.ts';
import { type BookingStillElement, defineBookingStill } from './booking-still.fixture.ts';

defineBookingStill();

/** A zone that the clinic may be in and that this browser refuses, as an old browser does with a new zone. */
const timeZone = 'Etc/Unknown';

/** What came and cannot be shown, by where it leads. */
const broken: Readonly<Record<string, readonly BookingEvent[]>> = {
  'a visit': [
    opened(anySetting, 'lnk_secret'),
    { type: 'session-opened', managed: { ...managed, appointment: appointmentFixture({ timeZone }) } },
  ],
  'the times': [
    opened(fixedSetting),
    {
      type: 'availability-loaded',
      availability: { ...availability, timeZone, directory: { ...availability.directory, locations: [] } },
    },
  ],
};

let said: string[] = [];
const { error } = console;
beforeEach(() => {
  said = [];
  console.error = (...words: unknown[]) => said.push(words.map(String).join(' '));
});
afterEach(() => {
  console.error = error;
});

const still = () =>
  fixture<BookingStillElement>(
    html`<prm-booking-still lang="en-US" api-url=${location.origin} publishable-key="pk_test_riverside">
    </prm-booking-still>`,
  );
const find = (element: BookingStillElement, selector: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;

describe('what cannot be shown', () => {
  for (const [what, events] of Object.entries(broken)) {
    it(`as ${what} is said, and leads on by an act`, async () => {
      const element = await still();
      await element.rest({ events, code: undefined });
      await element.updateComplete;
      assert.equal(find(element, '.notice-title')?.textContent, 'Something went wrong at the clinic.');
      assert.equal(find(element, '[role=status]')?.textContent?.trim(), 'Something went wrong at the clinic.');
      assert.equal(said.length, 1);
      assert.include(said[0], 'RangeError');
      await expect(element).to.be.accessible();

      const retry = find(element, '.notice button');
      assert.equal(retry?.textContent?.trim(), 'Try again');
      retry?.click();
      await element.updateComplete;
      assert.equal(find(element, '.notice'), null);
      await element.rest({
        events: [opened(anySetting, 'lnk_secret'), { type: 'session-opened', managed }],
        code: undefined,
      });
      await element.updateComplete;
      assert.equal(find(element, 'h2')?.textContent, 'Your visit');
    });
  }

  it('is said of the times although the code of the rest cannot be had, and leads on by an act', async () => {
    const element = await still();
    await element.rest({ events: broken['the times'] ?? [], code: 'unreachable' });
    await element.updateComplete;
    await element.rest({ events: [], code: 'unreachable' });
    await element.updateComplete;
    assert.equal(find(element, '[part=notice]')?.getAttribute('aria-label'), 'No connection to the clinic.');
    assert.equal(find(element, '[part=notice] button')?.textContent?.trim(), 'Try again');
    assert.equal(said.length, 1);
  });
});
