import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureStates } from './booking-failure-states.fixture.ts';
import { secondsLeft } from './booking-selectors.ts';
import type { BookingState } from './booking-state.ts';
import { bookingStates } from './booking-states.fixture.ts';

const entries = Object.entries(bookingStates);

test('each state of the list is in the step that its name says', () => {
  for (const [name, { state }] of entries) assert.equal(state.step, name.split(':')[0], name);
});

test('each state of the list has the field with the word that its name says', () => {
  for (const [name, { state }] of entries) {
    const [, field = '', word] = /^\w+: (\w+) ([\w-]+)$/.exec(name) ?? [];
    const found = wordOf({ ...state, ...('calendar' in state ? state.calendar : {}) }, field);
    if (found !== undefined) assert.equal(found, word, name);
  }
});

test('each failure of the list is shown by the state, or has become the loss of the time', () => {
  for (const [name, { state }] of entries) {
    const [, kind] = /^who: failure ([\w-]+)$/.exec(name) ?? [];
    if (kind === undefined || state.step !== 'who') continue;
    const isLoss = kind === 'slot-unavailable' || kind === 'hold-expired';
    const shown = state.sending.status === 'failed' ? state.sending.failure.kind : state.holding.status;
    assert.equal(shown, isLoss ? 'lost' : kind, name);
  }
});

test('each failure of each step is in its state: a banner that the focus goes to', () => {
  for (const [name, { state, focus }] of Object.entries(failureStates)) {
    const [, step = '', kind = ''] = /^(\w+):.* failure ([\w-]+)$/.exec(name) ?? [];
    assert.deepEqual([state.step, focus], [step, 'notice'], name);
    assert.ok(failuresIn(state).includes(kind), name);
  }
});

test('what was received, or may have been, is not said to be unbooked by a time that counts down', () => {
  for (const name of ['who: failure already-received', 'who: failure unclear', 'who: failure connection'] as const)
    assert.equal(secondsLeft(bookingStates[name].state), null, name);
  assert.notEqual(secondsLeft(bookingStates['who: failure validation'].state), null);
});

/** The kinds of failure that a state has at hand to show. */
function failuresIn(state: BookingState): readonly unknown[] {
  const parts: readonly unknown[] = Object.values({ ...state, ...('calendar' in state ? state.calendar : {}), state });
  return parts.flatMap((part) => {
    const failure: unknown = typeof part === 'object' && part !== null ? Reflect.get(part, 'failure') : undefined;
    return typeof failure === 'object' && failure !== null ? [Reflect.get(failure, 'kind')] : [];
  });
}

/** The word by which a field differs from its other values; undefined for a situation, which has no field of its name. */
function wordOf(state: object, field: string): string | undefined {
  const value: unknown = Reflect.get(state, field);
  if (field === '' || !(field in state) || field === 'failure') return undefined;
  if (value === null) return 'none';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return undefined;
  const word: unknown = Reflect.get(value, 'status') ?? Reflect.get(value, 'kind');
  return typeof word === 'string' ? word : undefined;
}
