import type { HealthcareService } from '@openprm/sdk';
import { backClassFixture, riversideFixture } from '@openprm/testing';
import { applied, noPending, opened, ruledAvailability, ruledSetting, ways } from './booking-flow.fixture.ts';
import type { BookingStateName } from './booking-state-name.fixture.ts';
import type { RuleItem } from './booking-state.ts';
import { type BookingStateFixture, entered, quiet, seen } from './booking-states-parts.fixture.ts';
import type { BookingEvent } from './events-and-commands.ts';

/** A visit for new patients, which helps who is in a crisis. */
const forNewPatients: HealthcareService = {
  ...backClassFixture,
  eligibility: { patients: 'new', minimumAge: 16, maximumAge: 65, comment: null },
  redFlags: [{ text: 'You think of harming yourself', advice: 'crisis' }],
};
const ruled = (service: HealthcareService = backClassFixture): BookingEvent => ({
  type: 'availability-loaded',
  availability: {
    ...ruledAvailability,
    directory: { healthcareServices: [service], locations: [riversideFixture] },
  },
});
/** A visit that needs one thing alone. */
const forAdults: HealthcareService = {
  ...backClassFixture,
  eligibility: { patients: null, minimumAge: 18, maximumAge: null, comment: null },
  referralMethod: [],
  redFlags: [],
};
const stopped = (item: RuleItem, title: string, way: BookingEvent = ruled()) =>
  seen([opened(ruledSetting), noPending, way, applied(item)], { focus: null, hears: title });

/** The questions before the times. */
export const rulesStates: Readonly<Record<Extract<BookingStateName, `rules: ${string}`>, BookingStateFixture>> = {
  'rules: nothing applies': seen(ways.rules, entered),
  'rules: one line': seen([opened(ruledSetting), noPending, ruled(forAdults)], entered),
  'rules: stop emergency': stopped('flag-1', 'Please get help now. Call 911.'),
  'rules: stop crisis': stopped(
    'flag-0',
    'You are not alone. Please talk to somebody now. Call 988.',
    ruled(forNewPatients),
  ),
  'rules: stop clinic': stopped('flag-2', 'Please call the clinic first. Call (555) 010-4417.'),
  'rules: stop seen': stopped('seen', 'This visit is for patients who have been here before.'),
  'rules: stop age': stopped(
    'age',
    'This visit is for people who are between 16 and 65 years old.',
    ruled(forNewPatients),
  ),
  'rules: stop referral': stopped('referral', 'This visit needs a referral.'),
  'rules: a second stop': seen([...ways.rules, applied('flag-0'), applied('age')], {
    focus: null,
    hears: 'This visit is for people who are 16 or older.',
  }),
  'rules: a stop that was taken back': seen([...ways.rules, applied('flag-0'), applied('flag-0', false)], quiet),
};
