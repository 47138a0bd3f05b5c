import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  answer,
  boolean,
  coding,
  core,
  extension,
  formOf,
  integer,
  nodeOf,
  options,
  planOf,
  shown,
  text,
} from '../form.fixture.ts';
import {
  addEntry,
  buildResponse,
  chooseOption,
  progressOf,
  removeEntry,
  resumeForm,
  setEntry,
  startForm,
  type FormState,
  type Plan,
} from '../index.ts';

const inProgress = { status: 'in-progress' } as const;
const build = (plan: Plan, state: FormState) => buildResponse(plan, state, inProgress).item;

/** Every shape of nesting that FHIR has. */
const nested = () =>
  planOf(
    formOf(
      [
        { linkId: 'intro', type: 'display', text: 'Hello' },
        {
          linkId: 'drugs',
          type: 'group',
          text: 'Drugs',
          repeats: true,
          item: [
            { linkId: 'name', type: 'string' },
            {
              linkId: 'effects',
              type: 'choice',
              repeats: true,
              answerOption: options('itch', 'pain'),
              item: [{ linkId: 'how-bad', type: 'integer' }],
            },
          ],
        },
        { linkId: 'other', type: 'boolean', item: [{ linkId: 'which', type: 'string' }] },
        {
          linkId: 'secret',
          type: 'string',
          initial: [{ valueString: 'v1' }],
          extension: [extension(`${core}questionnaire-hidden`, { valueBoolean: true })],
        },
        { linkId: 'gone', type: 'string', enableWhen: [{ question: 'other', operator: '=', answerBoolean: true }] },
      ],
      { version: '2' },
    ),
  );

function answered(plan: Plan): FormState {
  let state = startForm(plan);
  state = answer(plan, state, 'name', [text('aspirin')]).state;
  state = answer(plan, state, 'effects', [coding('itch'), coding('pain')]).state;
  state = answer(plan, state, 'how-bad', [integer(7)], 1).state;
  state = addEntry(plan, state, nodeOf(plan, state, 'drugs').key).state;
  state = answer(plan, state, 'name', [text('ibuprofen')], 1).state;
  return answer(plan, state, 'which', [text('x')]).state;
}

describe('a response', () => {
  test('nests as FHIR does, and leaves out what has no answer', () => {
    const plan = nested();
    const response = buildResponse(plan, answered(plan), { status: 'completed', authored: '2026-11-22T10:00:00Z' });
    assert.deepEqual(response, {
      resourceType: 'QuestionnaireResponse',
      questionnaire: 'https://clinic.example/form|2',
      status: 'completed',
      authored: '2026-11-22T10:00:00Z',
      item: [
        {
          linkId: 'drugs',
          text: 'Drugs',
          item: [
            { linkId: 'name', answer: [{ valueString: 'aspirin' }] },
            {
              linkId: 'effects',
              answer: [
                { valueCoding: coding('itch').value },
                { valueCoding: coding('pain').value, item: [{ linkId: 'how-bad', answer: [{ valueInteger: 7 }] }] },
              ],
            },
          ],
        },
        { linkId: 'drugs', text: 'Drugs', item: [{ linkId: 'name', answer: [{ valueString: 'ibuprofen' }] }] },
        { linkId: 'other', answer: [{ item: [{ linkId: 'which', answer: [{ valueString: 'x' }] }] }] },
        { linkId: 'secret', answer: [{ valueString: 'v1' }] },
      ],
    });
  });

  test('is resumed as it was, and goes on', () => {
    const plan = nested();
    const response = buildResponse(plan, answered(plan), inProgress);
    const { state, unplaced } = resumeForm(plan, JSON.parse(JSON.stringify(response)));
    assert.deepEqual(unplaced, []);
    assert.deepEqual(buildResponse(plan, state, inProgress), response);
    const further = answer(plan, state, 'gone', [text('kept')]).state;
    assert.deepEqual(build(plan, further), response.item, 'it is not enabled');
    const on = answer(plan, further, 'other', [boolean(true)]).state;
    assert.deepEqual(build(plan, on)?.at(-1), { linkId: 'gone', answer: [{ valueString: 'kept' }] });
  });

  test('keeps what the form has no place for and what nobody here reads, where it stood', () => {
    const plan = nested();
    const response = {
      resourceType: 'QuestionnaireResponse',
      id: 'r1',
      questionnaire: 'https://clinic.example/form|1',
      subject: { reference: 'Patient/1' },
      status: 'in-progress',
      item: [
        {
          linkId: 'drugs',
          id: 'first',
          item: [
            {
              linkId: 'name',
              answer: [{ valueString: 'a', extension: [{ url: 'https://x.example' }] }, { valueString: 'b' }],
            },
            { linkId: 'withdrawn-question', answer: [{ valueInteger: 1 }] },
          ],
        },
        { linkId: 'other', answer: [{ valueNovelty: 'kept', id: 'q' }] },
        { linkId: 'intro', answer: [{ valueString: 'no place' }] },
        { linkId: 'unknown', item: [{ linkId: 'x' }] },
      ],
    };
    const { state, unplaced } = resumeForm(plan, response);
    assert.deepEqual(unplaced, ['/item/0/item/1', '/item/2', '/item/3']);
    const built = buildResponse(plan, state, inProgress);
    const [first] = response.item;
    assert.deepEqual(built, { ...response, item: [{ ...first, text: 'Drugs' }, ...response.item.slice(1)] });
  });

  test('resuming never throws, whatever the response is', () => {
    const plan = nested();
    const odd: unknown[] = [null, 1, 'x', [], {}, [null], { answer: 1 }];
    for (const value of odd) {
      for (const response of [
        value,
        { item: value },
        { item: [value] },
        { item: [{ linkId: 'other', answer: value }] },
        { item: [{ linkId: 'drugs', item: value }] },
      ]) {
        buildResponse(plan, resumeForm(plan, response).state, inProgress);
      }
    }
    const many = {
      item: [
        { linkId: 'effects' },
        { linkId: 'name', answer: Array.from({ length: 5000 }, () => ({ valueString: 'x' })) },
      ],
    };
    assert.deepEqual(resumeForm(plan, { item: [{ linkId: 'drugs', ...many }] }).unplaced, ['/item/0/item/1']);
  });

  test('answers of a choice that repeats keep what stands below them while others come and go', () => {
    const plan = nested();
    let state = answered(plan);
    const effects = nodeOf(plan, state, 'effects').key;
    state = answer(plan, state, 'effects', [coding('pain')]).state;
    assert.deepEqual(build(plan, state)?.[0]?.item?.[1]?.answer, [
      { valueCoding: coding('pain').value, item: [{ linkId: 'how-bad', answer: [{ valueInteger: 7 }] }] },
    ]);
    const [entry] = state.nodes.get(effects)?.entries ?? [];
    state = setEntry(plan, state, effects, entry?.id ?? -1, coding('itch')).state;
    assert.equal(build(plan, state)?.[0]?.item?.[1]?.answer?.[0]?.item?.[0]?.linkId, 'how-bad');
    state = removeEntry(plan, state, effects, entry?.id ?? -1).state;
    assert.deepEqual(
      build(plan, state)?.[0]?.item?.map(({ linkId }) => linkId),
      ['name'],
    );
    assert.throws(() => answer(plan, state, 'how-bad', []), /no node/);
  });

  test('the last instance of a group stays, and maxOccurs is not passed', () => {
    const plan = planOf(
      formOf([
        {
          linkId: 'g',
          type: 'group',
          repeats: true,
          extension: [
            extension(`${core}questionnaire-minOccurs`, { valueInteger: 2 }),
            extension(`${core}questionnaire-maxOccurs`, { valueInteger: 3 }),
          ],
          item: [{ linkId: 'a', type: 'string', initial: [{ valueString: 'start' }] }],
        },
      ]),
    );
    let state = startForm(plan);
    const { key } = nodeOf(plan, state, 'g');
    const ids = () => state.nodes.get(key)?.entries.map(({ id }) => id) ?? [];
    assert.deepEqual(ids(), [0, 1]);
    state = addEntry(plan, addEntry(plan, state, key).state, key).state;
    assert.deepEqual(ids(), [0, 1, 2]);
    state = addEntry(plan, removeEntry(plan, state, key, 1).state, key).state;
    assert.deepEqual(ids(), [0, 2, 3]);
    for (const id of [0, 2, 3]) state = removeEntry(plan, state, key, id).state;
    assert.deepEqual(ids(), [3]);
    assert.deepEqual(build(plan, state), [
      { linkId: 'g', item: [{ linkId: 'a', answer: [{ valueString: 'start' }] }] },
    ]);
  });

  test('minOccurs of groups in groups does not multiply without end', () => {
    const least = [extension(`${core}questionnaire-minOccurs`, { valueInteger: 1_000_000 })];
    const group = (depth: number): object => ({
      linkId: `g${depth}`,
      type: 'group',
      repeats: true,
      extension: least,
      item: depth === 0 ? [{ linkId: 'leaf', type: 'string' }] : [group(depth - 1)],
    });
    const plan = planOf(formOf([group(4)]));
    assert.ok(startForm(plan).nodes.size < 3_000);
  });

  test('choosing: one of several, several, and one that excludes the others', () => {
    const none = {
      ...options('none')[0],
      extension: [extension(`${core}questionnaire-optionExclusive`, { valueBoolean: true })],
    };
    const plan = planOf(
      formOf([{ linkId: 'c', type: 'choice', repeats: true, answerOption: [...options('a', 'b'), none] }]),
    );
    let state = startForm(plan);
    const choose = (nth: number) => {
      const { key, item } = nodeOf(plan, state, 'c');
      const option = plan.items[item]?.options?.[nth];
      if (option) state = chooseOption(plan, state, key, option).state;
      return nodeOf(plan, state, 'c').entries.map(({ value }) => (value?.type === 'Coding' ? value.value.code : ''));
    };
    assert.deepEqual(choose(0), ['a']);
    assert.deepEqual(choose(1), ['a', 'b']);
    assert.deepEqual(choose(0), ['b']);
    assert.deepEqual(choose(2), ['none']);
    assert.deepEqual(choose(1), ['b']);
  });

  test('progress counts what is shown and can be answered', () => {
    const plan = nested();
    const start = startForm(plan);
    assert.deepEqual(progressOf(plan, start), { answered: 0, total: 4 });
    assert.deepEqual(progressOf(plan, answer(plan, start, 'other', [boolean(true)]).state), { answered: 1, total: 5 });
    assert.deepEqual(shown(plan, start), ['intro', 'drugs', 'name', 'effects', 'other', 'which']);
  });
});
