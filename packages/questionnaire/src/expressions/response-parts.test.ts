import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { prepareExpressions } from '../expressions.ts';
import { isObject } from '../fhir/json.ts';
import { answer, core, expression, formOf, integer, nodeOf, planOf, sdc, text } from '../form.fixture.ts';
import {
  addEntry,
  buildResponse,
  removeEntry,
  resumeForm,
  setAnswers,
  startForm,
  type FormState,
  type Plan,
} from '../index.ts';
import type { ExpressionDraft, PrepareExpressions } from '../plan/expression-part.ts';
import { responseParts, type ResponseParts } from './response-parts.ts';

const calculated = (written: string) => [expression(`${sdc}calculatedExpression`, written)];
const valueAt = (linkId: string) => `%resource.item.where(linkId = '${linkId}').answer.value`;
const asksAbout = (question: string) => ({ enableWhen: [{ question, operator: '>', answerInteger: 2 }] });

/** Repeats in repeats, questions below answers, conditions on groups, calculations from one another, texts from answers. */
const form = formOf([
  { linkId: 'a', type: 'integer' },
  { linkId: 'sum', type: 'integer', extension: calculated(`${valueAt('a')} + 1`) },
  {
    linkId: 'g',
    type: 'group',
    repeats: true,
    ...asksAbout('sum'),
    item: [
      { linkId: 'b', type: 'integer', repeats: true, item: [{ linkId: 'below', type: 'integer' }] },
      {
        linkId: 'h',
        type: 'group',
        repeats: true,
        item: [
          { linkId: 'c', type: 'integer', initial: [{ valueInteger: 1 }] },
          { linkId: 'd', type: 'integer', ...asksAbout('c') },
        ],
      },
      { linkId: 'all', type: 'integer', extension: calculated('%resource.descendants().count()') },
    ],
  },
  {
    linkId: 'said',
    type: 'string',
    _text: { extension: [expression(`${core}cqf-expression`, `'Of ' & ${valueAt('a')}.toString()`)] },
  },
  { linkId: 'last', type: 'integer', extension: calculated(`%resource.item.where(linkId = 'g').item.count()`) },
]);

/** Without the list of items where there are none. */
const plain = (response: unknown) => {
  const { item, ...rest } = isObject(response) ? response : {};
  return { ...rest, ...(Array.isArray(item) && item.length > 0 && { item }) };
};

/** What is kept from one state to the next says what is built anew from this one alone. */
function check(parts: ResponseParts, plan: ExpressionDraft, state: FormState): void {
  const anew = buildResponse(plan, state, { status: 'in-progress' });
  const { value } = parts.responseOf(state);
  for (const linkId of ['a', 'g', 'b', 'said', 'none']) {
    const chosen = parts.chosenFrom(state, value, plan.byLinkId.get(linkId));
    const wanted = (anew.item ?? []).filter((item) => item.linkId === linkId);
    if (state.unplaced?.length) assert.equal(chosen, undefined);
    else assert.deepEqual(chosen, wanted, linkId);
  }
  assert.deepEqual(plain(value), plain(anew));
  const alone = responseParts(plan);
  for (const node of state.nodes.values()) assert.deepEqual(parts.itemsOf(state, node), alone.itemsOf(state, node));
}

type Edit = (plan: Plan, state: FormState) => FormState;

const place = fc.nat();
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 2 })).map(([at, values]): Edit => {
    return (plan, state) => {
      const { key, item } = nodeAt(state, at);
      const { type, repeats } = plan.items[item] ?? {};
      const given = values.slice(0, repeats ? 2 : 1);
      if (type === 'group') return state;
      const asAnswer = (value: number) => (type === 'string' ? text(String(value)) : integer(value));
      return setAnswers(plan, state, key, given.map(asAnswer)).state;
    };
  }),
  place.map(
    (at): Edit =>
      (plan, state) =>
        addEntry(plan, state, nodeAt(state, at).key).state,
  ),
  fc.tuple(place, place).map(([at, which]): Edit => {
    return (plan, state) => {
      const { key, entries } = nodeAt(state, at);
      const entry = entries[which % Math.max(1, entries.length)];
      return entry ? removeEntry(plan, state, key, entry.id).state : state;
    };
  }),
  fc.boolean().map((isForeign): Edit => {
    return (plan, state) => {
      const response = buildResponse(plan, state, { status: 'in-progress' });
      const item = [...(response.item ?? []), ...(isForeign ? [{ linkId: 'a', text: 'of another form' }] : [])];
      return resumeForm(plan, structuredClone({ ...response, item })).state;
    };
  }),
);

function nodeAt(state: FormState, at: number) {
  const nodes = [...state.nodes.values()];
  const node = nodes[at % nodes.length];
  if (!node) throw new Error('The form is empty.');
  return node;
}

describe('the response that expressions read', () => {
  test('is the one that would be built anew, at each step within each act', () => {
    let looks = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
        const watched: PrepareExpressions = (draft, context) => {
          const part = prepareExpressions(draft, context);
          const parts = responseParts(draft);
          return {
            ...part,
            calculate: (state, node, failed) => {
              looks += 1;
              check(parts, draft, state);
              return part.calculate(state, node, failed);
            },
          };
        };
        const plan = planOf(form, { expressions: watched });
        const parts = responseParts(plan);
        let state = startForm(plan);
        for (const change of edits) {
          state = change(plan, state);
          check(parts, plan, state);
        }
      }),
    );
    assert.ok(looks > 1000, `${looks} looks within acts`);
  });

  test('costs a long chain of calculations what it changes: each is looked at once, and each new answer is built once', () => {
    const length = 800;
    let built = 0;
    // The text of an item is read when an item of the response is built, and at no other time of an act.
    const items = Array.from({ length: length + 1 }, (_, index) => ({
      linkId: `q${index}`,
      type: 'integer',
      get text() {
        built += 1;
        return 'How many?';
      },
      ...(index > 0 && { extension: calculated(`${valueAt(`q${index - 1}`)} + 1`) }),
    }));
    const plan = planOf(
      { resourceType: 'Questionnaire', status: 'active', item: items },
      { expressions: prepareExpressions },
    );
    const start = startForm(plan);
    const looks: unknown[] = [];
    let state = start;
    for (const value of [1, 5]) {
      built = 0;
      const change = answer(plan, state, 'q0', [integer(value)]);
      state = change.state;
      looks.push([change.evaluated, change.changed.length, built]);
      assert.equal(nodeOf(plan, state, `q${length}`).entries[0]?.value?.value, value + length);
    }
    // The last one's own answer is built when it is calculated the next time: it stands in its context.
    assert.deepEqual(looks, [
      [length, length + 1, length],
      [length, length + 1, length + 1],
    ]);
  });
});
