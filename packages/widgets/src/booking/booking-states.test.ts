import assert from 'node:assert/strict';
import { test } from 'node:test';
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
