import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileQuestionnaire, type JsonObject, setAnswers, startForm } from '@openprm/questionnaire';
import { item, when } from '@openprm/questionnaire/builder';
import { stepsOf, wayOf } from './form-steps.ts';
import { branching, everything, formOf, kindForms, withUnknown } from './survey-forms.fixture.ts';
import { kindOf } from './item-kinds.ts';

function planOf(form: JsonObject) {
  const compiled = compileQuestionnaire(form);
  assert.ok(compiled.status === 'ready');
  return { plan: compiled.plan, form: startForm(compiled.plan) };
}

/** The steps by their linkIds: the texts that stand with a question, and the groups that it stands in. */
function names(source: JsonObject, pace: 'question' | 'page') {
  const { plan, form } = planOf(source);
  const nameOf = (key: string) => plan.items[form.nodes.get(key)?.item ?? -1]?.linkId ?? '';
  return stepsOf(plan, form, pace).map(({ shown, within }) =>
    [...within.map((key) => `(${nameOf(key)})`), ...shown.map(nameOf)].join(' '),
  );
}

const paged = formOf([
  item.display('hello', 'Hello'),
  item.group('first', 'First', [item.boolean('a', 'A'), item.boolean('b', 'B')], { control: 'page' }),
  item.boolean('c', 'C'),
  item.boolean('d', 'D'),
  item.group('second', 'Second', [item.display('note', 'Note'), item.boolean('e', 'E'), item.display('end', 'End')], {
    control: 'page',
  }),
]);

test('one question at a time, each in its groups, with the texts before it', () => {
  assert.deepEqual(names(paged, 'question'), ['(first) hello a', '(first) b', 'c', 'd', '(second) note e end']);
});

test('pages are those of the form, and what stands between them', () => {
  assert.deepEqual(names(paged, 'page'), ['hello', 'first', 'c d', 'second']);
  assert.equal(names(everything, 'page').length, 1);
});

test('tables and groups that repeat are one step, and what cannot be asked stands with what can', () => {
  assert.deepEqual(names(formOf([...kindForms.matrix, ...kindForms.repeats]), 'question'), ['table', 'falls']);
  assert.deepEqual(names(withUnknown, 'question')[0], 'odd hurts');
});

test('a form with texts alone is one step', () => {
  assert.deepEqual(names(formOf(kindForms.display), 'question'), ['hello']);
});

test('the number of steps is certain only when no answer to come can change it', () => {
  const { plan, form } = planOf(branching);
  const way = (index: number, key: string, state = form) => wayOf(plan, state, 'question', { key, index });
  assert.deepEqual(way(0, '/0'), { step: 1, steps: 2, isCertain: false });
  const hurts = setAnswers(plan, form, '/0', [{ type: 'boolean', value: true }]).state;
  assert.deepEqual(way(1, '/1', hurts), { step: 2, steps: 3, isCertain: true });
});

test('nor one that decides through a sum which nobody sees, however many of them stand between', () => {
  const first = item.integer('first', 'How often?');
  const hidden = { isHidden: true, initial: true };
  const often = item.boolean('often', 'Often', { ...hidden, enableWhen: when(first).isAbove(2) });
  const again = item.boolean('again', 'Again', { ...hidden, enableWhen: when(often).is(true) });
  const isCertain = (items: Parameters<typeof formOf>[0]) => {
    const { plan, form } = planOf(formOf(items));
    return wayOf(plan, form, 'question', { key: '/0', index: 0 }).isCertain;
  };
  const more = item.text('more', 'Tell us more', { enableWhen: when(again).is(true) });
  assert.equal(isCertain([first, often, again, more]), false);
  assert.equal(isCertain([first, often, again]), true, 'nothing that is seen depends on it');
});

test('a place that has gone leads to the step that stands there now', () => {
  const { plan, form } = planOf(branching);
  assert.deepEqual(wayOf(plan, form, 'question', { key: '/1', index: 1 }).step, 2);
});

test('each kind of question has its control', () => {
  const kinds = Object.entries(kindForms).map(([name, items]) => {
    const { plan } = planOf(formOf(items));
    const [first] = plan.items;
    return [name, first && kindOf(plan, first)];
  });
  assert.deepEqual(Object.fromEntries(kinds), {
    boolean: 'boolean',
    scale: 'scale',
    radios: 'radios',
    checkboxes: 'checkboxes',
    list: 'list',
    search: 'search',
    'own words': 'checkboxes',
    number: 'number',
    slider: 'slider',
    date: 'date',
    dateTime: 'dateTime',
    time: 'time',
    line: 'line',
    url: 'line',
    text: 'text',
    'several lines': 'line',
    quantity: 'quantity',
    attachment: 'attachment',
    inert: 'inert',
    display: 'display',
    group: 'group',
    repeats: 'group',
    matrix: 'matrix',
    fixed: 'number',
  });
});
