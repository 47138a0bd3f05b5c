import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ToldAct } from './answer-in-page.ts';
import { PagesPerson } from './pages-person.ts';

const answers = (question: number, value: string): ToldAct => ({ kind: 'answers', question, value });
const kept = (by: 'clinic' | 'device'): ToldAct => ({ kind: 'kept', by });
const chooses: ToldAct = { kind: 'chooses', which: 'own' };
const first = { page: 'first' };
const one = { page: 'one' };
const other = { page: 'other' };
const last = { page: 'last' };

/** How much is missed of what somebody was told, by how things went and what the clinic has at the end. */
function lostOf(went: readonly (readonly [object, ToldAct])[], ...stored: readonly string[]): number {
  const person = new PagesPerson();
  person.hasBegunOn(first);
  for (const [page, act] of went) person.note(act, page);
  person.settle(stored);
  return person.lost.length;
}

describe('what a page of a link said was kept', () => {
  const went = [
    [one, answers(1, 'a')],
    [one, kept('device')],
  ] as const;

  it('has to be there, or what somebody who saw it gave in its place', () => {
    assert.equal(lostOf(went, 'a'), 0);
    assert.equal(lostOf(went, 'b'), 1);
    const seen = [[last, { kind: 'seen', question: 1, value: 'a' }] as const, [last, answers(1, 'b')] as const];
    assert.equal(lostOf([...went, ...seen], 'b'), 0);
    assert.equal(lostOf([...went, [last, answers(1, 'b')]], 'b'), 1, 'who did not see it');
    assert.equal(lostOf([[one, answers(1, 'a')]], ''), 0, 'nothing was said');
  });

  it('may go once a screen has said that it was not sent', () => {
    assert.equal(lostOf([...went, [last, { kind: 'late', where: 'device' }]], 'b'), 0);
    assert.equal(lostOf([...went, [other, { kind: 'late', where: 'page' }]], 'b'), 1, 'of another page');
  });

  it('stays whole for one page where somebody has chosen one page’s', () => {
    const chosen = [
      [first, answers(1, 'z')],
      [first, kept('clinic')],
      [one, answers(2, 'a')],
      [one, answers(3, 'a')],
      [one, kept('device')],
      [other, answers(2, 'b')],
      [other, answers(3, 'b')],
      // Against what the first page has sent late: what the device keeps is not asked about there.
      [other, chooses],
      [other, kept('clinic')],
      [last, chooses],
    ] as const;
    assert.equal(lostOf(chosen, 'z', 'a', 'a'), 0);
    assert.equal(lostOf(chosen, 'z', 'b', 'b'), 0);
    assert.equal(lostOf(chosen, 'z', 'a', 'b'), 2, 'half of each');
  });
});
