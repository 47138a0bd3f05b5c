import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { core, expression, extension, formOf, options, sdc } from '../form.fixture.ts';
import { compilePlain, compileQuestionnaire, itemTypes, startForm, startPlain, type Plan } from '../index.ts';

const of = fc.constantFrom<object[]>;
const extensions = fc.array(
  of(
    extension(`${core}minValue`, { valueInteger: 0 }),
    extension(`${core}questionnaire-minOccurs`, { valueInteger: 2 }),
    extension(`${core}questionnaire-maxOccurs`, { valueInteger: 3 }),
    extension(`${core}questionnaire-hidden`, { valueBoolean: true }),
    extension(`${core}questionnaire-unit`, { valueCoding: { code: 'kg' } }),
    extension(`${core}questionnaire-itemControl`, { valueCodeableConcept: { coding: [{ code: 'slider' }] } }),
    extension('https://vendor.example/bold', { valueBoolean: true }),
  ),
  { maxLength: 3 },
);

/** What only a few of the made forms have; what leads away from a plain form among it. */
const rare = fc.oneof(
  { weight: 60, arbitrary: fc.constant({}) },
  of(
    { enableWhen: [{ question: 'q0', operator: 'exists', answerBoolean: true }] },
    { initial: [{ valueBoolean: true }] },
    { answerValueSet: '#set' },
    { answerOption: [{ valueMoney: 3 }] },
    { answerOption: [{ valueString: 'a', initialSelected: true }] },
    { modifierExtension: [{}] },
    { vendorElement: 3 },
    { extension: [extension(`${core}regex`, { valueString: '[0-9]+' })] },
    { extension: [expression(`${sdc}calculatedExpression`, '1')] },
    { extension: [extension(`${core}questionnaire-constraint`, {})] },
    { item: [7] },
  ),
);

const { items } = fc.letrec<{ readonly items: object[]; readonly item: object }>((tie) => ({
  items: fc.array(tie('item'), { maxLength: 3, depthIdentifier: 'items' }),
  item: fc
    .tuple(
      fc.record(
        {
          type: fc.oneof({ weight: 40, arbitrary: fc.constantFrom<unknown>(...itemTypes) }, fc.constant('hologram')),
          text: fc.string({ maxLength: 8 }),
          required: fc.boolean(),
          repeats: fc.boolean(),
          maxLength: fc.nat(20),
          extension: extensions,
          answerOption: fc.constantFrom(options('a', 'b'), [{ valueInteger: 1 }, { valueString: 'b' }]),
          item: tie('items'),
        },
        { requiredKeys: ['type', 'answerOption'] },
      ),
      rare,
    )
    .map(([item, more]) => ({ ...item, ...more })),
}));

let count = 0;
/** Each item has a linkId of its own. */
const withLinkIds = (list: readonly object[]): readonly object[] =>
  list.map((each) => ({
    linkId: `q${count++}`,
    ...each,
    ...('item' in each && Array.isArray(each.item) && typeof each.item[0] !== 'number'
      ? { item: withLinkIds(each.item as object[]) }
      : {}),
  }));

const forms = items.map((list) => {
  count = 0;
  return formOf(withLinkIds(list));
});

/** Without what is not looked for in a plain form. */
const compare = (plan: Plan): Plan => ({ ...plan, unsupported: [], level: 'F0' });

describe('compilePlain', () => {
  test('makes the plan that compileQuestionnaire makes, and begins as startForm does, or leaves it to them', () => {
    let plain = 0;
    fc.assert(
      fc.property(forms, (form) => {
        const plan = compilePlain(form);
        const compiled = compileQuestionnaire(form);
        if (!plan) return;
        plain += 1;
        assert.ok(compiled.status === 'ready');
        assert.deepEqual(compare(plan), compare(compiled.plan));
        assert.deepEqual(startPlain(plan), startForm(compiled.plan));
      }),
      { numRuns: 400 },
    );
    assert.ok(plain > 50 && plain < 400, `${plain} plain forms`);
  });

  test('leaves every form to compileQuestionnaire that needs more, is too large or has a fault', () => {
    const plain = { linkId: 'q', type: 'choice', text: 'Q', answerOption: options('a', 'b') };
    assert.ok(compilePlain(formOf([plain])));
    const others: readonly object[] = [
      { enableWhen: [{ question: 'q', operator: 'exists', answerBoolean: true }] },
      { initial: [{ valueBoolean: true }] },
      { answerOption: [{ valueString: 'a', initialSelected: true }] },
      { answerOption: [{ valueMoney: 3 }] },
      { answerOption: undefined, answerValueSet: 'https://clinic.example/set' },
      { modifierExtension: [{ url: 'https://vendor.example/not' }] },
      { extension: [extension(`${core}regex`, { valueString: '[0-9]+' })] },
      { extension: [extension(`${core}questionnaire-constraint`, {})] },
      { extension: [extension(`${core}targetConstraint`, {})] },
      { extension: [expression(`${core}variable`, '1', 'a')] },
      { extension: [expression(`${core}cqf-expression`, "'a'")] },
      { extension: [expression(`${sdc}calculatedExpression`, '1')] },
      { extension: [expression(`${sdc}enableWhenExpression`, 'true')] },
      { extension: [expression(`${sdc}initialExpression`, '1')] },
      { type: 'hologram' },
      { linkId: '' },
      { type: 'display', item: [] },
      { item: 'none' },
    ];
    for (const other of others) assert.equal(compilePlain(formOf([{ ...plain, ...other }])), undefined);
    let deep: object = { linkId: 'deepest', type: 'group' };
    for (let at = 0; at < 45; at++) deep = { linkId: `d${at}`, type: 'group', item: [deep] };
    for (const form of [null, {}, { resourceType: 'Patient' }, formOf([deep]), formOf([plain, plain])])
      assert.equal(compilePlain(form), undefined);
  });
});
