import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bookingStates } from '../booking/booking-states.fixture.ts';
import { closed } from '../survey/first/first-flow.ts';
import { reduce } from '../survey/survey-flow.ts';
import { surveyStates } from '../survey/survey-states.fixture.ts';
import type { SurveyState } from '../survey/survey-state.ts';
import { isPersonalState as isPersonalBooking } from './personal-booking.ts';
import { isPersonalState as isPersonalSurvey } from './personal-survey.ts';

describe('what a frame takes for a person’s own', () => {
  it('is every state of the booking, but the choice, the calendar and what comes before them', () => {
    const names = Object.entries(bookingStates).filter(([, { state }]) => !isPersonalBooking(state));
    assert.ok(names.length > 0);
    for (const [name, { state }] of names) {
      assert.match(name, /^(closed|opening|what|when)/);
      const text = JSON.stringify(state);
      // A typed name, a hold, an appointment, a link's secret.
      for (const own of ['Dana', 'hld_', 'apt_', 'lnk_', 'hsc_']) assert.ok(!text.includes(own), `${name}: ${own}`);
    }
    const isSo = (name: keyof typeof bookingStates) => isPersonalBooking(bookingStates[name].state);
    for (const name of [
      'when: view month',
      'when: slots failed',
      'what: holding none',
      'opening: purpose book',
    ] as const)
      assert.equal(isSo(name), false, name);
    for (const name of [
      'rules: nothing applies',
      'when: holding requested',
      'when: holding failed',
      'when: a visit is moved',
      'when: a booking may have arrived',
      'what: holding held',
      'opening: purpose manage',
      'who: looking who is signed in',
      'appointment: over',
    ] as const)
      assert.equal(isSo(name), true, name);
  });

  it('is every state of a survey, but the words before it', () => {
    const stateOf = (name: keyof typeof surveyStates) =>
      surveyStates[name].events.reduce<SurveyState>(
        (state, event) => reduce(state, typeof event === 'function' ? event(state) : event).state,
        closed,
      );
    const open = Object.keys(surveyStates).filter(
      (name) => !isPersonalSurvey(stateOf(name as keyof typeof surveyStates)),
    );
    assert.ok(open.includes('intro: anonymous'));
    assert.ok(!open.includes('intro: goes on'));
    for (const name of open) assert.match(name, /^(closed|opening|intro|refused)/);
  });
});
