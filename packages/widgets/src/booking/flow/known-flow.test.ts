import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { knownDana, knownMia, knownWays, sessionSetting } from '../booking-known-states.fixture.ts';
import {
  availability,
  chosen,
  created,
  heldTime,
  noPending,
  noon,
  opened,
  patient,
  walk,
  ways,
} from '../booking-flow.fixture.ts';
import type { BookingState, Failure } from '../booking-state.ts';
import type { BookingEvent } from '../events-and-commands.ts';
import { withoutChart } from './known-flow.ts';

const confirmed: BookingEvent = { type: 'known-confirmed' };
const found = (...known: (typeof knownDana)[]): BookingEvent => ({ type: 'known-found', known });
const failed = (failure: Failure): BookingEvent => ({ type: 'booking-failed', failure });
const lost = failed({ kind: 'connection' });
const retried: BookingEvent = { type: 'retry-asked', key: 'key-9' };
const submitted: BookingEvent = { type: 'form-submitted', check: { ok: true, patient } };

const types = (...events: readonly BookingEvent[]) => walk(...events).commands.map(({ type }) => type);
function whoOf(state: BookingState) {
  assert.equal(state.step, 'who');
  return state;
}
const whoAfter = (...events: readonly BookingEvent[]) => whoOf(walk(...events).state);
const failureOf = ({ sending }: ReturnType<typeof whoAfter>) =>
  sending.status === 'failed' ? sending.failure.kind : sending.status;
function bookingOf(...events: readonly BookingEvent[]) {
  const book = walk(...events).commands.find((command) => command.type === 'book');
  assert.ok(book, 'nothing is booked');
  return book;
}

describe('who is signed in', () => {
  it('is asked when a time is chosen, once, and never where no session can be', () => {
    assert.deepEqual(types(...ways.when), []);
    const times: readonly BookingEvent[] = [
      opened(sessionSetting),
      noPending,
      { type: 'availability-loaded', availability },
    ];
    assert.deepEqual(
      walk(...times).all.filter(({ type }) => type === 'find-known'),
      [],
    );
    assert.deepEqual(types(...times, chosen()), ['create-hold', 'find-known']);
    assert.deepEqual(
      walk(...knownWays.who, { type: 'went-back' }, chosen()).all.filter(({ type }) => type === 'find-known').length,
      1,
    );
    assert.deepEqual(types(...ways.when, chosen()), ['create-hold']);
  });

  it('books for themself without a form', () => {
    assert.equal(whoAfter(...knownWays.who).form.whom, 'Patient/pat_dana');
    assert.deepEqual(bookingOf(...knownWays.sending).patient, knownDana);
  });

  it('books for whom they act', () => {
    const forMia: BookingEvent = { type: 'whom-chosen', whom: 'Patient/pat_mia', now: noon };
    assert.deepEqual(bookingOf(...knownWays.who, forMia, confirmed).patient, knownMia);
  });

  it('is not booked for before it is known who they are, nor for somebody who was not found', () => {
    assert.deepEqual(types(...knownWays.asked, confirmed), []);
    const forRobin: BookingEvent = { type: 'whom-chosen', whom: 'Patient/pat_robin', now: noon };
    assert.deepEqual(types(...knownWays.who, forRobin, confirmed), []);
  });

  it('fills in the form for somebody new, which is sent without the session', () => {
    const forNew: BookingEvent = { type: 'whom-chosen', whom: 'other', now: noon };
    assert.deepEqual(bookingOf(...knownWays.who, forNew, submitted).patient, patient);
  });

  it('has the form like anybody where nobody was found', () => {
    const state = whoAfter(...knownWays.asked, found());
    assert.equal(state.form.whom, 'self');
    assert.deepEqual(bookingOf(...knownWays.asked, found(), submitted).patient, patient);
  });

  it('is themself in the form of a waitlist too, and still signed in when they come back from it', () => {
    const toWaitlist: readonly BookingEvent[] = [...knownWays.who, { type: 'went-back' }, { type: 'waitlist-asked' }];
    const choose = (whom: 'self' | 'other'): BookingEvent => ({ type: 'whom-chosen', whom, now: noon });
    const joining = walk(...toWaitlist, choose('other'), choose('self')).state;
    assert.ok(joining.step === 'waitlist' && withoutChart(joining.form.whom, joining) === 'self');
    const forMia: BookingEvent = { type: 'whom-chosen', whom: 'Patient/pat_mia', now: noon };
    const joiningForMia = walk(...knownWays.who, forMia, { type: 'went-back' }, { type: 'waitlist-asked' }).state;
    assert.ok(joiningForMia.step === 'waitlist' && withoutChart(joiningForMia.form.whom, joiningForMia) === 'other');
    const back = [...toWaitlist, choose('other'), choose('self'), { type: 'went-back' } as const];
    const again = [...back, { type: 'availability-loaded', availability } as const, chosen(undefined, 'key-2')];
    const way = [...again, created({ key: 'key-2' }), confirmed];
    assert.deepEqual(bookingOf(...way).patient, knownDana);
  });

  it('chooses for whom, where they have no chart of their own', () => {
    assert.equal(whoAfter(...knownWays.asked, found(knownMia)).form.whom, 'self');
  });
});

describe('a booking in a session', () => {
  it('keeps the time and goes back to the form when the session ended meanwhile', () => {
    const state = whoAfter(...knownWays.sending, failed({ kind: 'session-ended' }));
    assert.equal(failureOf(state), 'session-ended');
    assert.equal(state.holding.status, 'held');
    assert.equal(state.form.whom, 'self');
    assert.deepEqual(types(...knownWays.sending, failed({ kind: 'session-ended' })), ['save-pending']);
    const next = bookingOf(...knownWays.sending, failed({ kind: 'session-ended' }), submitted);
    assert.deepEqual([next.number, next.patient], [2, patient]);
  });

  it('offers no more whom they may not book for any more', () => {
    const forMia: BookingEvent = { type: 'whom-chosen', whom: 'Patient/pat_mia', now: noon };
    const state = whoAfter(...knownWays.who, forMia, confirmed, failed({ kind: 'right-ended' }));
    assert.deepEqual(state.known, { status: 'ready', value: [knownDana] });
    assert.equal(state.form.whom, 'other');
    assert.equal(state.holding.status, 'held');
  });

  it('is not turned into one for whoever is signed in, when it was for somebody else', () => {
    const forMia: BookingEvent = { type: 'whom-chosen', whom: 'Patient/pat_mia', now: noon };
    for (const kind of ['session-ended', 'right-ended'] as const) {
      const way: readonly BookingEvent[] = [...knownWays.who, forMia, confirmed, failed({ kind })];
      assert.equal(whoAfter(...way).form.whom, 'other');
      assert.deepEqual(types(...way, confirmed), []);
    }
    assert.equal(whoAfter(...knownWays.sending, failed({ kind: 'right-ended' })).form.whom, 'self');
  });

  it('is repeated as it was after a lost answer', () => {
    const again = bookingOf(...knownWays.sending, lost, retried);
    assert.deepEqual([again.number, again.patient], [1, knownDana]);
    const other: BookingEvent = { type: 'whom-chosen', whom: 'other', now: noon };
    assert.equal(whoAfter(...knownWays.sending, lost, other).form.whom, 'Patient/pat_dana');
  });

  it('is sent no more when the session ended after a lost answer: it may be there', () => {
    for (const kind of ['session-ended', 'right-ended'] as const) {
      const way: readonly BookingEvent[] = [...knownWays.sending, lost, retried, failed({ kind })];
      assert.equal(failureOf(whoAfter(...way)), 'unclear');
      assert.deepEqual(types(...way), ['clear-pending']);
      assert.deepEqual(types(...way, submitted), []);
      assert.deepEqual(types(...way, confirmed), []);
      assert.equal(walk(...way, { type: 'another-asked', now: noon }).state.step, 'when');
    }
  });

  it('does not say that a time is gone which the try before a reload may have booked', () => {
    const way: readonly BookingEvent[] = [
      opened(sessionSetting),
      { type: 'availability-loaded', availability },
      { type: 'pending-restored', held: heldTime(), number: 1, submitted: true },
      found(knownDana),
    ];
    const again = bookingOf(...way, confirmed);
    assert.deepEqual([again.number, again.patient], [1, knownDana]);
    const forNew: BookingEvent = { type: 'whom-chosen', whom: 'other', now: noon };
    assert.equal(whoAfter(...way, forNew).form.whom, 'other', 'for whom it was is on no device');
    assert.equal(failureOf(whoAfter(...way, confirmed, failed({ kind: 'hold-expired', alternatives: [] }))), 'unclear');
    assert.equal(
      whoAfter(...knownWays.sending, failed({ kind: 'hold-expired', alternatives: [] })).holding.status,
      'lost',
    );
  });

  it('is for the same person the next time', () => {
    const booked: BookingEvent = {
      type: 'booked',
      managed: {
        appointment: (walk(...ways.appointment).state as Extract<BookingState, { step: 'appointment' }>).managed
          .appointment,
        access: { token: 'ses_1', expiresAt: '2026-11-23T12:30:00Z' },
      },
    };
    const forMia: BookingEvent = { type: 'whom-chosen', whom: 'Patient/pat_mia', now: noon };
    const way = [...knownWays.who, forMia, confirmed, booked, { type: 'another-asked', now: noon } as const];
    const again = [
      ...way,
      noPending,
      { type: 'availability-loaded', availability } as const,
      chosen(undefined, 'key-2'),
      created({ key: 'key-2' }),
    ];
    assert.equal(whoAfter(...again, found(knownDana, knownMia)).form.whom, 'Patient/pat_mia');
    assert.equal(whoAfter(...again, found(knownDana)).form.whom, 'other');
    const forDana: BookingEvent = { type: 'whom-chosen', whom: 'Patient/pat_dana', now: noon };
    const own = again.map((event) => (event === forMia ? forDana : event));
    assert.equal(whoAfter(...own, found()).form.whom, 'self');
    const robin = { ...knownDana, id: 'pat_robin', name: 'Robin R.' };
    assert.equal(whoAfter(...own, found(robin)).form.whom, 'Patient/pat_robin');
  });
});
