import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, formOf, integer, nodeOf, planOf } from '../form.fixture.ts';
import { resumeForm, startForm, type FormState, type Plan } from '../index.ts';

/** 100 questions, of which 50 have a condition on one of the others, in chains and fans. */
function formWithConditions() {
  return formOf(
    Array.from({ length: 100 }, (_, index) => ({
      linkId: `q${index}`,
      type: 'integer',
      ...(index % 2 === 1 && {
        enableWhen: [
          { question: `q${(index * 7) % (index - (index % 3)) || 0}`, operator: '>', answerInteger: index % 5 },
        ],
      }),
    })),
  );
}

/** By the rule's words alone: a question is asked if its source is asked and its answer is greater. */
function isAskedByHand(plan: Plan, state: FormState, linkId: string): boolean {
  const item = plan.items[plan.byLinkId.get(linkId) ?? -1];
  const [row] = (item?.definition['enableWhen'] ?? []) as readonly { question: string; answerInteger: number }[];
  if (!row) return true;
  const value = nodeOf(plan, state, row.question).entries[0]?.value?.value;
  return isAskedByHand(plan, state, row.question) && typeof value === 'number' && value > row.answerInteger;
}

test('100 questions, 50 conditions: an answer changes itself and what depends on it, and nothing else is looked at', () => {
  const plan = planOf(formWithConditions());
  assert.equal(plan.items.filter(({ conditions }) => conditions.length > 0).length, 50);
  const names = plan.items.map(({ linkId }) => linkId);
  let state = startForm(plan);
  let flips = 0;
  for (let turn = 0; turn < 400; turn++) {
    const linkId = names[(turn * 37) % 100] ?? '';
    const change = answer(plan, state, linkId, [integer((turn * 13) % 7)]);
    const flipped = names.filter(
      (name) => isAskedByHand(plan, state, name) !== isAskedByHand(plan, change.state, name),
    );
    const expected = [linkId, ...flipped].map((name) => nodeOf(plan, state, name).key);
    assert.deepEqual([...change.changed].sort(), expected.sort(), linkId);
    for (const name of names)
      assert.equal(nodeOf(plan, change.state, name).isEnabled, isAskedByHand(plan, change.state, name));
    const askAbout = [linkId, ...flipped].map((name) => plan.items[plan.byLinkId.get(name) ?? -1]?.dependents ?? []);
    assert.equal(change.evaluated, new Set(askAbout.flat()).size, linkId);
    for (const [key, node] of state.nodes)
      if (!change.changed.includes(key)) assert.equal(change.state.nodes.get(key), node);
    flips += flipped.length;
    state = change.state;
  }
  assert.ok(flips > 50, `${flips} questions appeared or went`);
});

test('reading a response looks at each instance of a group once, however many there are', (context) => {
  const asked = { linkId: 'asked', type: 'string' };
  const following = Array.from({ length: 20 }, (_, index) => ({
    linkId: `q${index}`,
    type: 'string',
    enableWhen: [{ question: 'asked', operator: 'exists', answerBoolean: true }],
  }));
  const plan = planOf(formOf([{ linkId: 'group', type: 'group', repeats: true, item: [asked, ...following] }]));
  /** How many nodes are looked up, by their keys. */
  const looksFor = (instances: number): number => {
    const item = Array.from({ length: instances }, () => ({
      linkId: 'group',
      item: [{ linkId: 'asked', answer: [{ valueString: 'x' }] }],
    }));
    const looks = [context.mock.method(Map.prototype, 'get'), context.mock.method(String.prototype, 'startsWith')];
    const { state } = resumeForm(plan, { resourceType: 'QuestionnaireResponse', item });
    const counts = looks.map(({ mock }) => mock.callCount());
    context.mock.restoreAll();
    assert.equal(state.byItem.get(2)?.length, instances);
    return counts.reduce((sum, each) => sum + each, 0);
  };
  const [few, many] = [looksFor(50), looksFor(400)];
  assert.ok(many < few * 9, `${few} looks for 50 instances, ${many} for 400`);
});
