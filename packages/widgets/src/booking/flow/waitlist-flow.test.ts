import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { appointmentFixture, waitlistEntryFixture, waitlistOfferFixture } from '@openprm/testing';
import {
  anySetting,
  chosen,
  created,
  managed,
  minute,
  noon,
  opened,
  patient,
  slots,
  walk,
  ways,
} from '../booking-flow.fixture.ts';
import type { BookingState } from '../booking-state.ts';
import type { BookingCommand, BookingEvent } from '../events-and-commands.ts';
import { focusAfter } from '../focus-after.ts';
import { availableTimeOf } from '../waitlist-commands.ts';

const submit = (key = 'key-1', today = '2026-11-23'): BookingEvent => ({
  type: 'waitlist-submitted',
  check: { ok: true, patient },
  today,
  key,
});
const failed = (kind: 'connection' | 'rate-limited'): BookingEvent => ({ type: 'waitlist-failed', failure: { kind } });
const retry: BookingEvent = { type: 'retry-asked', key: 'key-fresh' };
const entry = waitlistEntryFixture();
const fromHeld: readonly BookingEvent[] = [...ways.who, { type: 'went-back' }, { type: 'waitlist-asked' }];
const byLink: readonly BookingEvent[] = [
  opened({ ...anySetting, canBook: false }, 'wll_secret'),
  { type: 'waitlist-opened', link: 'wll_secret', entry: waitlistEntryFixture({ offer: waitlistOfferFixture() }) },
];
const act = (which: 'accept' | 'decline' | 'leave' | 'correct', slotId: string | null = null): BookingEvent => ({
  type: 'waiting-act',
  act: which,
  slotId,
  key: 'key-1',
});
const tooLate: readonly BookingEvent[] = [
  ...byLink,
  act('accept'),
  { type: 'waitlist-failed', failure: { kind: 'hold-expired', alternatives: [slots[1]] } },
];
const far: readonly BookingEvent[] = [
  opened(anySetting, 'lnk_secret'),
  {
    type: 'session-opened',
    managed: { ...managed, appointment: appointmentFixture({ start: '2026-12-21T10:30:00-06:00' }) },
  },
];

const justJoined: readonly BookingEvent[] = [
  ...fromHeld,
  { type: 'free-times-changed', freeTimes: { days: ['mon'] } },
  submit(),
  { type: 'waitlist-joined', entry, undo: 'undo_secret' },
];

interface Row {
  readonly name: string;
  readonly events: readonly BookingEvent[];
  readonly step: BookingState['step'];
  /** Commands of the last event. */
  readonly commands?: readonly BookingCommand['type'][];
  readonly also?: (state: BookingState, commands: readonly BookingCommand[]) => void;
}

/** "Take this time" was sent, and no answer came: it may be booked. */
const perhapsTaken: readonly BookingEvent[] = [...byLink, act('accept'), failed('connection')];
const fresh = (which: 'accept' | 'decline' | 'leave', slotId: string | null = null): BookingEvent => ({
  type: 'waiting-act',
  act: which,
  slotId,
  key: 'key-fresh',
});
const stillUncertain = (state: BookingState) =>
  assert.ok(state.step === 'waiting' && state.sending.status === 'failed' && !state.isLeaving);

const uncertainAnswers: readonly Row[] = [
  {
    name: 'repeats an answer that may have arrived with its own key, by the button of the answer too',
    events: [...perhapsTaken, fresh('accept')],
    step: 'waiting',
    commands: ['act-on-waitlist'],
    also: (_state, [command]) => assert.equal(command?.type === 'act-on-waitlist' && command.key, 'key-1'),
  },
  {
    name: 'shows the visit when the repeated answer says that it is booked',
    events: [...perhapsTaken, fresh('accept'), { type: 'offer-accepted', managed }],
    step: 'appointment',
    commands: ['tell-host'],
    also: (state) => assert.equal(state.step === 'appointment' && state.news, 'booked'),
  },
  ...(
    [
      ['turns down', fresh('decline')],
      ['asks to leave', { type: 'leave-asked' }],
      ['takes another time in place of', fresh('accept', slots[1].id)],
      ['begins anew beside', { type: 'another-asked', now: noon }],
      ['goes back from', { type: 'went-back' }],
    ] as const
  ).map(([deed, event]): Row => ({
    name: `${deed} nothing that may have been taken`,
    events: [...perhapsTaken, event],
    step: 'waiting',
    commands: [],
    also: stillUncertain,
  })),
];

const rows: readonly Row[] = [
  {
    name: 'lets who has just joined correct what they typed: the entry ends, and the form is as it was',
    events: [...justJoined, act('correct'), { type: 'waitlist-withdrawn' }],
    step: 'waitlist',
    also: (state) => {
      assert.ok(state.step === 'waitlist' && state.sending.status === 'unsent' && state.holding.status === 'none');
      assert.deepEqual(state.freeTimes.days, ['mon']);
    },
  },
  {
    name: 'ends the entry of who has just joined with its secret, once more after an answer that was lost',
    events: [...justJoined, act('correct'), failed('connection'), retry],
    step: 'waiting',
    commands: ['withdraw-from-waitlist'],
    also: (_state, [command]) =>
      assert.deepEqual(command, {
        type: 'withdraw-from-waitlist',
        entryId: entry.id,
        secret: 'undo_secret',
        key: 'key-1',
      }),
  },
  {
    name: 'lets who has just joined leave, after it was asked once more',
    events: [...justJoined, act('leave'), { type: 'leave-asked' }, act('leave'), { type: 'waitlist-withdrawn' }],
    step: 'waiting',
    also: (state) =>
      assert.ok(state.step === 'waiting' && state.news === 'left' && state.entry.status === 'cancelled' && !state.undo),
  },
  {
    name: 'has nothing to correct without the secret',
    events: [...fromHeld, submit(), { type: 'waitlist-joined', entry }, act('correct')],
    step: 'waiting',
    commands: [],
  },
  { name: 'is asked for from the times', events: [...ways.when, { type: 'waitlist-asked' }], step: 'waitlist' },
  {
    name: 'keeps a held time while it is asked for',
    events: fromHeld,
    step: 'waitlist',
    also: (state) => assert.equal(state.step === 'waitlist' && state.holding.status, 'held'),
  },
  {
    name: 'leads back to the times with the held one',
    events: [...fromHeld, { type: 'went-back' }],
    step: 'when',
    commands: ['search'],
    also: (state) => assert.equal(state.step === 'when' && state.holding.status, 'held'),
  },
  {
    name: 'renews a held time while somebody types',
    events: [...fromHeld, { type: 'field-changed', field: 'given', value: 'D', now: noon + 2 * minute }],
    step: 'waitlist',
    commands: ['renew-hold'],
  },
  {
    name: 'says at the times that the held one came to its end meanwhile',
    events: [...fromHeld, { type: 'ticked', now: noon + 11 * minute }, { type: 'went-back' }],
    step: 'when',
    commands: ['search'],
    also: (state) => assert.equal(state.step === 'when' && state.holding.status, 'lost'),
  },
  {
    name: 'gives a held time back when it was joined',
    events: [...fromHeld, submit(), { type: 'waitlist-joined', entry }],
    step: 'waiting',
    commands: ['release-hold', 'clear-pending', 'tell-host'],
  },
  {
    name: 'gives a held time back when the page is left, though it may have been joined',
    events: [...fromHeld, submit(), failed('connection'), { type: 'left' }],
    step: 'closed',
    commands: ['release-hold', 'clear-pending'],
  },
  {
    name: 'waits for the answer to a time that is asked for',
    events: [...ways.when, chosen(), { type: 'waitlist-asked' }],
    step: 'when',
  },
  {
    name: 'goes back to the times, which are asked for again',
    events: [...ways.waitlist, { type: 'went-back' }],
    step: 'when',
    commands: ['search'],
  },
  {
    name: 'is joined with what was typed and chosen',
    events: [
      ...ways.waitlist,
      { type: 'free-times-changed', freeTimes: { days: ['mon'] } },
      { type: 'free-times-changed', freeTimes: { parts: ['evening'] } },
      submit(),
    ],
    step: 'waitlist',
    commands: ['join-waitlist'],
    also(_state, [command]) {
      assert.ok(command?.type === 'join-waitlist');
      assert.deepEqual(command.freeTimes, { days: ['mon'], parts: ['evening'], from: '', until: '' });
      assert.deepEqual([command.patient, command.replaces, command.key], [patient, null, 'key-1']);
    },
  },
  { name: 'is joined once', events: [...ways.waitlist, submit(), submit('key-2')], step: 'waitlist' },
  {
    name: 'is not joined for days that are over',
    events: [...ways.waitlist, { type: 'free-times-changed', freeTimes: { until: '2026-11-22' } }, submit()],
    step: 'waitlist',
    also: (state) => assert.equal(state.step === 'waitlist' && state.wrongDates, 'past'),
  },
  {
    name: 'repeats with its own key what may have arrived',
    events: [...ways.waitlist, submit(), failed('connection'), retry],
    step: 'waitlist',
    commands: ['join-waitlist'],
    also: (_state, [command]) => assert.equal(command?.type === 'join-waitlist' && command.key, 'key-1'),
  },
  {
    name: 'keeps the key where a repeat was turned away, which tells nothing of what may have arrived',
    events: [...ways.waitlist, submit(), failed('connection'), retry, failed('rate-limited'), retry],
    step: 'waitlist',
    commands: ['join-waitlist'],
    also: (_state, [command]) => assert.equal(command?.type === 'join-waitlist' && command.key, 'key-1'),
  },
  {
    name: 'takes a fresh key for what was refused',
    events: [...ways.waitlist, submit(), failed('rate-limited'), retry],
    step: 'waitlist',
    commands: ['join-waitlist'],
    also: (_state, [command]) => assert.equal(command?.type === 'join-waitlist' && command.key, 'key-fresh'),
  },
  {
    name: 'says that it was joined, and tells the host an id and no more',
    events: [...ways.waitlist, submit(), { type: 'waitlist-joined', entry }],
    step: 'waiting',
    commands: ['tell-host'],
    also(state, commands) {
      assert.deepEqual(commands, [{ type: 'tell-host', fact: 'waitlist-joined', entryId: 'wai_fixture' }]);
      assert.equal(state.step === 'waiting' && state.news, 'joined');
    },
  },
  {
    name: 'is joined for an earlier time by one act on a visit that is far ahead',
    events: [...far, { type: 'earlier-asked', key: 'key-1' }],
    step: 'waitlist',
    commands: ['join-waitlist'],
    also(_state, [command]) {
      assert.equal(command?.type === 'join-waitlist' && command.replaces?.appointment.id, managed.appointment.id);
    },
  },
  {
    name: 'is not offered for a visit that is near',
    events: [...ways.appointment, { type: 'earlier-asked', key: 'key-1' }],
    step: 'appointment',
  },
  {
    name: 'leads back to the visit',
    events: [
      ...far,
      { type: 'earlier-asked', key: 'key-1' },
      { type: 'waitlist-joined', entry },
      { type: 'went-back' },
    ],
    step: 'appointment',
  },
  {
    name: 'books an offer by one act',
    events: [...byLink, act('accept'), { type: 'offer-accepted', managed }],
    step: 'appointment',
    commands: ['tell-host'],
    also: (state) => assert.equal(state.step === 'appointment' && state.news, 'booked'),
  },
  ...uncertainAnswers,
  {
    name: 'sends nothing after an earlier try to join was received',
    events: [
      ...ways.waitlist,
      submit(),
      { type: 'waitlist-failed', failure: { kind: 'already-received' } },
      submit('key-2'),
    ],
    step: 'waitlist',
    commands: [],
  },
  {
    name: 'leads on to the times after an earlier try to join was received',
    events: [
      ...ways.waitlist,
      submit(),
      { type: 'waitlist-failed', failure: { kind: 'already-received' } },
      { type: 'another-asked', now: noon },
    ],
    step: 'when',
    commands: ['search'],
  },
  { name: 'answers once', events: [...byLink, act('accept'), act('decline')], step: 'waiting' },
  {
    name: 'shows the nearest times when an offer is over, and takes one of them',
    events: [...tooLate, act('accept', slots[1].id)],
    step: 'waiting',
    commands: ['act-on-waitlist'],
    also: (_state, [command]) => assert.equal(command?.type === 'act-on-waitlist' && command.slotId, slots[1].id),
  },
  { name: 'takes no time that was not shown', events: [...tooLate, act('accept', 'slot_other')], step: 'waiting' },
  { name: 'is not left by one press', events: [...byLink, act('leave')], step: 'waiting' },
  {
    name: 'is not left by who thinks better of it',
    events: [...byLink, { type: 'leave-asked' }, { type: 'went-back' }],
    step: 'waiting',
    also: (state) => assert.equal(state.step === 'waiting' && state.isLeaving, false),
  },
  { name: 'accepts nothing that is over', events: [...tooLate, act('accept')], step: 'waiting' },
  {
    name: 'can be left after an offer that is over',
    events: [...tooLate, { type: 'leave-asked' }, act('leave')],
    step: 'waiting',
    commands: ['act-on-waitlist'],
  },
  {
    name: 'releases a hold that comes after it was asked for',
    events: [...ways.waitlist, created()],
    step: 'waitlist',
    commands: ['release-hold'],
  },
];

describe('the waitlist', () => {
  it('leads to what is wrong each time it is pressed, also where only a date is', () => {
    const late: readonly BookingEvent[] = [
      ...ways.waitlist,
      { type: 'free-times-changed', freeTimes: { until: '2026-11-22' } },
    ];
    const typed: BookingEvent = { type: 'field-changed', field: 'given', value: 'D', now: noon };
    const after = (...events: readonly BookingEvent[]) =>
      focusAfter(walk(...events.slice(0, -1)).state, walk(...events).state, true);
    const [once, twice] = [walk(...late, submit()), walk(...late, submit(), submit())];
    assert.equal(after(...late, submit()), '#problems');
    assert.equal(focusAfter(once.state, twice.state, true), '#problems');
    const other: BookingEvent = { type: 'whom-chosen', whom: 'other', now: noon };
    for (const event of [typed, other]) assert.equal(after(...late, submit(), event), null);
  });

  for (const { name, events, step, commands = [], also } of rows) {
    it(name, () => {
      const { state, commands: found } = walk(...events);
      assert.equal(state.step, step);
      assert.deepEqual(
        found.map(({ type }) => type),
        commands,
      );
      also?.(state, found);
    });
  }

  it('says when somebody is free as wall-clock hours, and nothing for any time', () => {
    const none = { days: [], parts: [], from: '', until: '' } as const;
    assert.deepEqual(availableTimeOf(none), []);
    assert.deepEqual(availableTimeOf({ ...none, days: ['fri', 'mon'] }), [
      { daysOfWeek: ['mon', 'fri'], start: '00:00', end: '24:00' },
    ]);
    const [morning, evening, ...others] = availableTimeOf({ ...none, parts: ['morning', 'evening'] });
    assert.deepEqual(
      [morning?.start, morning?.end, evening?.start, evening?.end],
      ['00:00', '12:00', '17:00', '24:00'],
    );
    assert.equal(morning?.daysOfWeek.length, 7);
    assert.deepEqual(others, []);
  });
});
