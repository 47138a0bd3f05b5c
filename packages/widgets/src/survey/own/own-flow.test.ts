import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idleList, reduceList } from './own-flow.ts';
import { ownSurvey } from './own-surveys.fixture.ts';
import type { ListEvent } from './own-state.ts';

const opened: ListEvent = { type: 'opened' };
const failed: ListEvent = { type: 'failed', failure: { kind: 'connection' } };
const more: ListEvent = { type: 'more-asked' };
const loaded = (id: string, nextCursor: string | null = null): ListEvent => ({
  type: 'loaded',
  surveys: [ownSurvey({ id })],
  nextCursor,
});
const walk = (...events: readonly ListEvent[]) => {
  let reduction = { state: idleList, commands: [] } as ReturnType<typeof reduceList>;
  for (const event of events) reduction = reduceList(reduction.state, event);
  const { state, commands } = reduction;
  const ids = state.status === 'ready' ? state.surveys.map(({ id }) => id) : [];
  return { status: state.status, more: state.status === 'ready' ? state.more.status : '', ids, commands };
};
const load = (cursor: string | null) => [{ type: 'load', cursor }];

test('reads the first page, and further ones when they are asked for, each once', () => {
  assert.deepEqual(walk(opened), { status: 'loading', more: '', ids: [], commands: load(null) });
  assert.deepEqual(walk(opened, loaded('a', 'next')).ids, ['a']);
  const asked = walk(opened, loaded('a', 'next'), more);
  assert.deepEqual([asked.more, asked.commands], ['loading', load('next')]);
  assert.deepEqual(walk(opened, loaded('a', 'next'), more, more).commands, []);
  assert.deepEqual(walk(opened, loaded('a', 'next'), more, loaded('b')).ids, ['a', 'b']);
  assert.deepEqual(walk(opened, loaded('a'), more).commands, []);
});

test('tries again what failed, and keeps what was there', () => {
  assert.deepEqual(walk(opened, failed, more).commands, load(null));
  const later = walk(opened, loaded('a', 'next'), more, failed);
  assert.deepEqual([later.more, later.ids], ['failed', ['a']]);
  assert.deepEqual(walk(opened, loaded('a', 'next'), more, failed, more).commands, load('next'));
});

test('forgets all of it when nobody is signed in any more, whatever comes late', () => {
  assert.equal(walk(opened, loaded('a'), { type: 'left' }).status, 'idle');
  assert.equal(walk(opened, { type: 'left' }, loaded('a')).status, 'idle');
  assert.equal(walk(opened, { type: 'left' }, failed).status, 'idle');
});
