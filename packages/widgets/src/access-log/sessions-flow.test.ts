import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OwnSession } from '@openprm/sdk';
import { loadingSessions, reduceSessions } from './sessions-flow.ts';
import type { SessionsEvent, SessionsState } from './sessions-state.ts';

const session = (id: string, isCurrent = false): OwnSession => ({
  id,
  startedAt: '2026-11-26T15:05:00Z',
  lastUsedAt: '2026-11-26T17:40:00Z',
  road: 'code',
  actedForPatientId: null,
  isCurrent,
});
const sessions = [session('a', true), session('b'), session('c')];
const connection = { type: 'failed', failure: { kind: 'connection' } } as const;
const end = (id: string): SessionsEvent => ({ type: 'end-asked', what: { id } });
const others: SessionsEvent = { type: 'end-asked', what: 'others' };

/** What comes of events, and all that was to be done. */
const walk = (...events: SessionsEvent[]) => {
  let state: SessionsState = loadingSessions;
  const commands = [];
  for (const event of events) {
    const next = reduceSessions(state, event);
    ({ state } = next);
    if (next.command) commands.push(next.command);
  }
  return { state, commands };
};
const idsOf = (state: SessionsState) => (state.status === 'ready' ? state.sessions.map(({ id }) => id) : []);
const loaded: SessionsEvent = { type: 'loaded', sessions };

describe('ending where one is signed in', () => {
  it('takes nothing from the list before the server has ended it, and sends a wish once', () => {
    const { state, commands } = walk(loaded, end('b'), end('c'), others);
    assert.deepEqual(idsOf(state), ['a', 'b', 'c']);
    assert.deepEqual(commands, [{ type: 'end', what: { id: 'b' } }]);
    assert.deepEqual(idsOf(walk(loaded, end('b'), { type: 'ended' }).state), ['a', 'c']);
  });

  it('leaves this one where all others end', () => {
    assert.deepEqual(idsOf(walk(loaded, others, { type: 'ended' }).state), ['a']);
  });

  it('tries again what failed, the list or the wish', () => {
    const retry: SessionsEvent = { type: 'retry-asked' };
    assert.deepEqual(walk(connection, retry).commands, [{ type: 'load' }]);
    assert.deepEqual(walk(loaded, others, connection, retry).commands, [
      { type: 'end', what: 'others' },
      { type: 'end', what: 'others' },
    ]);
    assert.deepEqual(walk(loaded, retry).commands, []);
  });

  it('asks to sign in once more, and keeps the list', () => {
    const { state } = walk(loaded, end('b'), { type: 'again-needed' });
    assert.ok(state.status === 'ready' && state.ending.status === 'again');
    assert.equal(state.sessions.length, 3);
  });

  it('hears no answer that nobody waits for', () => {
    for (const late of [{ type: 'ended' }, { type: 'again-needed' }, connection, loaded] as const)
      assert.deepEqual(walk(loaded, late), walk(loaded));
    assert.deepEqual(walk({ type: 'ended' }, end('b')).state, loadingSessions);
  });
});
