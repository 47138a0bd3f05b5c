import { assert, fixture, html } from '@open-wc/testing';
import { appointmentFixture } from '@openprm/testing';
import {
  anySetting,
  availability,
  chosen,
  created,
  heldTime,
  managed,
  minute,
  patient,
  ways,
} from './booking-flow.fixture.ts';
import type { BookingEvent } from './events-and-commands.ts';
import { bookingStates, twice } from './booking-states.fixture.ts';
import { type BookingStillElement, defineBookingStill } from './booking-still.fixture.ts';

defineBookingStill();

const [first, again] = twice;
const october = Date.parse('2026-10-26T12:00:00Z');
const { events: times } = bookingStates['when: the hour that comes twice'];
const held: readonly BookingEvent[] = [...times, chosen(first), created({ slot: first })];
const booked = appointmentFixture({ start: again.start, end: again.end });
const submitted: BookingEvent = { type: 'form-submitted', check: { ok: true, patient } };
const taken: BookingEvent = { type: 'booking-failed', failure: { kind: 'slot-unavailable', alternatives: [again] } };
/** Of the two only the later one is free. */
const one: BookingEvent = {
  type: 'availability-loaded',
  availability: {
    ...availability,
    today: '2026-10-26',
    periodStart: '2026-11-01',
    days: [{ date: '2026-11-01', count: 1 }],
    date: '2026-11-01',
    slots: [again],
    firstAvailable: { slot: again, date: '2026-11-01' },
  },
};

/** Where a time stands, with the way there and what is read there. */
const places: readonly (readonly [string, readonly BookingEvent[], string, readonly string[]])[] = [
  ['the list of times', times, '.times .time span:first-child', ['1:30 AM CDT', '1:30 AM CST']],
  ['the list of times with one of the two', [...ways.searching, one], '.times .time span:first-child', ['1:30 AM CST']],
  ['the first available', times, '.first button', ['Sun, Nov 1 · 1:30 AM CDT']],
  ['the summary', held, '.rail .fact:last-of-type b', ['Sun, Nov 1 · 1:30 AM CDT']],
  ['alternatives', [...held, submitted, taken], '.notice .button:first-child', ['Sun, Nov 1 · 1:30 AM CST']],
  [
    'a change',
    [
      { type: 'opened', setting: anySetting, link: 'lnk_secret', now: october },
      { type: 'session-opened', managed: { ...managed, appointment: booked } },
      ways.change[2],
      one,
      chosen(first),
      { type: 'hold-created', held: heldTime({ slot: first, token: 'access-token', deadline: october + 10 * minute }) },
    ],
    '.facts-row:nth-child(-n + 2) b',
    [
      'Sunday, November 1, 1:30 AM CST – 2:15 AM Central Time',
      'Sunday, November 1, 1:30 AM CDT – 1:15 AM CST Central Time',
    ],
  ],
  [
    'the confirmation',
    [...held, submitted, { type: 'booked', managed: { ...managed, appointment: booked } }],
    '.facts-row:first-child b',
    ['Sunday, November 1, 1:30 AM CST – 2:15 AM Central Time'],
  ],
];

describe('the hour that comes twice', () => {
  for (const [place, events, selector, words] of places) {
    it(`is told apart in ${place}`, async () => {
      const element = await fixture<BookingStillElement>(
        html`<prm-booking-still lang="en-US" api-url=${location.origin} publishable-key="pk_test_riverside">
        </prm-booking-still>`,
      );
      await element.show({ events, code: undefined });
      const read = [...(element.shadowRoot?.querySelectorAll(selector) ?? [])].map((found) =>
        found.textContent.trim().replace(/\s/g, ' '),
      );
      assert.deepEqual(read, words);
    });
  }
});
