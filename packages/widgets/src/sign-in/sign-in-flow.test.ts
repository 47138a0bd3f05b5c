import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { reduce, closed } from './sign-in-flow.ts';
import { checkBirthDate } from './check-birth-date.ts';
import { setting, signInStates, walk } from './sign-in-states.fixture.ts';
import type { SignInEvent, SignInState } from './sign-in-state.ts';

const entries = Object.entries(signInStates);

describe('the list of states', () => {
  it('has each in the step that its name says, with the word that it says', () => {
    for (const [name, { state }] of entries) {
      assert.equal(state.step, name.split(':')[0], name);
      const [, field = '', word] = /^[\w-]+: (\w+) ([\w-]+)$/.exec(name) ?? [];
      if (!(field in state)) continue;
      const value: unknown = Reflect.get(state, field);
      const found =
        value === null
          ? 'none'
          : typeof value === 'string'
            ? value
            : Object.values(value as object).find((each) => each === word);
      assert.equal(found, word, name);
    }
  });
});

const commandsOf = (...events: SignInEvent[]) => walk(events).commands;
const after = (state: SignInState, ...events: SignInEvent[]) =>
  events.reduce((at, event) => reduce(at, event).state, state);

describe('signing in', () => {
  it('asks for a session first, and uses a link only upon a click', () => {
    assert.deepEqual(commandsOf({ type: 'opened', setting, hasLink: false }), [{ type: 'find-session' }]);
    assert.deepEqual(commandsOf({ type: 'opened', setting, hasLink: true }), []);
    const clicked = commandsOf({ type: 'opened', setting, hasLink: true }, { type: 'link-opened' });
    assert.deepEqual(clicked, [{ type: 'open-link' }]);
  });

  it('sends what was typed once, however often it is submitted', () => {
    const { state } = signInStates['address: sending sending'];
    assert.deepEqual(reduce(state, { type: 'email-submitted' }), { state, commands: [] });
    const entering = signInStates['code: sending sending'].state;
    assert.deepEqual(reduce(entering, { type: 'code-submitted' }), { state: entering, commands: [] });
  });

  it('reads a code in the digits of other scripts, and with whatever stands between them', () => {
    const typed = signInStates['code: sending idle'].state;
    assert.deepEqual(reduce(typed, { type: 'code-submitted' }).commands, [
      { type: 'enter-code', signInCodeId: 'sgn_1', code: '123456' },
    ]);
  });

  it('offers another code at once when the present one can be entered no more', () => {
    for (const name of ['code: problem expired', 'code: problem exhausted'] as const) {
      const { state } = signInStates[name];
      const again = reduce(state, { type: 'resend-asked' });
      assert.deepEqual(again.commands, [{ type: 'request-code', email: 'dana.reyes@example.org' }], name);
      const next = after(again.state, {
        type: 'code-sent',
        request: { id: 'sgn_2', expiresAt: '2026-11-26T18:20:00Z', digits: 6, tries: 5 },
      });
      assert.ok(next.step === 'code' && next.problem === null && next.triesLeft === 5 && next.request.id === 'sgn_2');
    }
  });

  it('tries again what failed: the code that is typed, or the wish for another', () => {
    const entered = reduce(signInStates['code: sending failed'].state, { type: 'retry-asked' });
    assert.equal(entered.commands[0]?.type, 'enter-code');
    const resending = signInStates['code: resend sending'].state;
    const failed = after(resending, { type: 'failed', failure: { kind: 'connection' } });
    assert.equal(reduce(failed, { type: 'retry-asked' }).commands[0]?.type, 'request-code');
  });

  it('acts for nobody whom the session does not name', () => {
    const chosen = after(signInStates['whom: idle active'].state, { type: 'whom-chosen', patientId: 'pat_stranger' });
    assert.ok(chosen.step === 'signed-in' && chosen.actingFor === null);
    const child = after(signInStates['whom: idle active'].state, { type: 'whom-chosen', patientId: 'pat_robin' });
    assert.ok(child.step === 'signed-in' && child.actingFor === 'pat_robin');
    assert.equal(after(child, { type: 'whom-asked' }).step, 'whom');
    const alone = signInStates['signed-in: idle active'].state;
    assert.equal(after(alone, { type: 'whom-asked' }), alone);
  });

  it('lets nobody go on without records unless the element can do without', () => {
    const { state } = signInStates['birth-date: problem none'];
    assert.equal(after(state, { type: 'skipped' }), state);
    assert.equal(after(signInStates['birth-date: may be skipped'].state, { type: 'skipped' }).step, 'signed-in');
  });

  it('keeps nothing of a person when a session is over, whatever ended it', () => {
    const endings: SignInEvent[] = [
      { type: 'idle-ended' },
      { type: 'session-ended' },
      { type: 'signed-out', isTold: true },
      { type: 'signed-out', isTold: false },
      { type: 'left' },
    ];
    for (const [name, { state }] of entries) {
      if (!('session' in state)) continue;
      for (const ending of endings)
        assert.doesNotMatch(JSON.stringify(after(state, ending)), /dana|reyes|robin|pss_1/i, `${name}: ${ending.type}`);
    }
  });

  it('says that somebody is signed out who asked for it, also where another call finds the session over first', () => {
    const leaving = after(signInStates['signed-in: idle active'].state, { type: 'sign-out-asked' });
    const left = after(leaving, { type: 'session-ended' });
    assert.ok(left.step === 'address' && left.news === 'signed-out');
    assert.equal(after(left, { type: 'signed-out', isTold: true }), left);
  });

  it('never reaches a session without an answer that brings one', () => {
    const event = fc.oneof(...entries.flatMap(([, { events }]) => events).map((each) => fc.constant(each)));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 25 }), (events) => {
        let state: SignInState = closed;
        let isGiven = false;
        for (const each of events) {
          isGiven ||= 'session' in each && each.session !== null;
          state = reduce(state, each).state;
          assert.ok(isGiven || !('session' in state));
        }
      }),
      { numRuns: 300 },
    );
  });
});

it('a date of birth is read as people type it, and has to be one', () => {
  const order = ['month', 'day', 'year'] as const;
  const check = (typed: string) => checkBirthDate(typed, order, '2026-11-26');
  assert.deepEqual(check(' 3/14/1984 '), { ok: true, birthDate: '1984-03-14' });
  assert.deepEqual(check(' '), { ok: false, problem: 'missing' });
  assert.deepEqual(check('13/14/1984'), { ok: false, problem: 'birth-date' });
  assert.deepEqual(check('11/27/2026'), { ok: false, problem: 'birth-date-range' });
});
