import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { coding, core, extension, expression, formOf, options, planOf, sdc, shown } from '../form.fixture.ts';
import {
  bringValueSets,
  compileQuestionnaire,
  languagesOf,
  needsExpressions,
  startForm,
  textIn,
  type Plan,
} from '../index.ts';

const faults = (plan: Plan) => plan.issues.map(({ code, pointer }) => `${code} ${pointer}`);

/** Throws when anything writes to it. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

describe('compileQuestionnaire', () => {
  test('keeps what it does not understand, writes to nothing, and says what does nothing', () => {
    const form = formOf(
      [
        {
          linkId: 'a',
          type: 'string',
          text: 'A',
          _text: { extension: [extension('https://vendor.example/bold', { valueBoolean: true })] },
          vendorElement: { deep: [1.5, null, 'x'] },
          extension: [extension('https://vendor.example/unknown', { valueString: 'kept' })],
        },
      ],
      { contained: [{ resourceType: 'Basic', id: 'b' }], somethingNew: [{ x: 1 }], __proto: 'x' },
    );
    const before = JSON.stringify(form);
    const plan = planOf(frozen(form));
    startForm(plan);
    assert.equal(JSON.stringify(plan.questionnaire), before);
    assert.deepEqual(plan.unsupported.map(({ feature, pointer }) => `${feature} ${pointer}`).sort(), [
      'https://vendor.example/bold /item/0/_text/extension/0',
      'https://vendor.example/unknown /item/0/extension/0',
      'vendorElement /item/0/vendorElement',
    ]);
    assert.deepEqual(plan.issues, []);
  });

  test('refuses what is no form, and what may mean something else', () => {
    const refusals: readonly (readonly [unknown, string, string])[] = [
      [null, 'not-a-questionnaire', ''],
      ['{}', 'not-a-questionnaire', ''],
      [[], 'not-a-questionnaire', ''],
      [{ resourceType: 'Patient' }, 'not-a-questionnaire', ''],
      [formOf([], { modifierExtension: [{ url: 'https://x.example' }] }), 'unknown-modifier', '/modifierExtension'],
      [
        formOf([{ linkId: 'a', type: 'string', modifierExtension: [{ url: 'https://x.example' }] }]),
        'unknown-modifier',
        '/item/0/modifierExtension',
      ],
    ];
    for (const [form, code, pointer] of refusals) {
      const compiled = compileQuestionnaire(form);
      assert.equal(compiled.status, 'refused');
      assert.deepEqual(compiled.status === 'refused' && [compiled.issue.code, compiled.issue.pointer], [code, pointer]);
    }
  });

  test('ends with a message on what is too large, too deep or holds itself', () => {
    let deep: Record<string, unknown> = { linkId: 'leaf', type: 'string' };
    for (let level = 0; level < 5000; level++) deep = { linkId: `g${level}`, type: 'group', item: [deep] };
    const looped: Record<string, unknown> = { linkId: 'loop', type: 'group' };
    looped['item'] = [looped, looped];
    const wide = Array.from({ length: 210_000 }, (_, index) => ({ linkId: `q${index}`, type: 'string' }));
    for (const [item, codes] of [
      [[deep], ['too-deep']],
      [[looped], ['too-deep', 'too-large']],
      [wide, ['too-large']],
    ] as const) {
      const compiled = compileQuestionnaire({ resourceType: 'Questionnaire', item });
      assert.equal(compiled.status, 'refused');
      if (compiled.status === 'refused') {
        assert.ok((codes as readonly string[]).includes(compiled.issue.code));
        assert.match(compiled.issue.pointer, /^\/item\//);
      }
    }
  });

  test('what cannot be asked is told of with its place, and the rest works', () => {
    const plan = planOf(
      formOf([
        { type: 'string', text: 'no linkId' },
        { linkId: 'a', type: 'string' },
        { linkId: 'a', type: 'integer', item: [{ linkId: 'below', type: 'string' }] },
        { linkId: 'b', type: 'hologram' },
        { linkId: 'c' },
        { linkId: 'd', type: 'choice' },
        { linkId: 'e', type: 'integer', initial: [{ valueString: 'x' }, { valueInteger: 4 }] },
        { linkId: 'f', type: 'choice', answerOption: [{ valueCoding: { code: 'x' } }, { valueBlob: 1 }, 7] },
        { linkId: 'g', type: 'string', extension: [extension(`${core}regex`, { valueString: '(a+)+' })] },
        { linkId: 'h', type: 'choice', answerValueSet: '#nowhere' },
      ]),
    );
    assert.deepEqual(faults(plan), [
      'missing-link-id /item/0',
      'duplicate-link-id /item/2',
      'unknown-type /item/3',
      'unknown-type /item/4',
      'missing-options /item/5',
      'bad-initial /item/6/initial/0',
      'bad-option /item/7/answerOption/1',
      'bad-option /item/7/answerOption/2',
      'bad-pattern /item/8/extension',
      'missing-value-set /item/9/answerValueSet',
      'missing-options /item/9',
    ]);
    assert.deepEqual(shown(plan, startForm(plan)), ['', 'a', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
    assert.deepEqual(
      plan.items.map(({ type }) => type === 'broken'),
      [true, false, true, true, true, false, false, false, false, false],
    );
  });

  test('never throws, whatever stands where something else belongs', () => {
    const odd = [null, 0, '', 'x', true, [], {}, [null], [[]], [{}], [1], { 0: {} }];
    const elements = [
      'linkId',
      'type',
      'item',
      'enableWhen',
      'enableBehavior',
      'answerOption',
      'answerValueSet',
      'initial',
      'extension',
      'maxLength',
      'repeats',
      'required',
      'text',
      '_text',
    ];
    for (const element of elements) {
      for (const value of odd) {
        const item = { linkId: 'a', type: 'choice', answerOption: options('x'), [element]: value };
        const compiled = compileQuestionnaire(formOf([item, { linkId: 'z', type: 'string' }]));
        assert.equal(compiled.status, 'ready', `${element}: ${JSON.stringify(value)}`);
        if (compiled.status === 'ready') assert.ok(shown(compiled.plan, startForm(compiled.plan)).includes('z'));
      }
    }
    for (const element of ['item', 'contained', 'extension', 'url', 'title']) {
      for (const value of odd) assert.equal(compileQuestionnaire({ ...formOf([]), [element]: value }).status, 'ready');
    }
  });

  test('tells the level, and what a host has to bring', async () => {
    const choice = { linkId: 'a', type: 'choice', answerValueSet: 'https://vs.example/knees' };
    const levels: readonly (readonly [object, string])[] = [
      [{ linkId: 'a', type: 'string' }, 'F0'],
      [{ linkId: 'a', type: 'string', enableWhen: [] }, 'F1'],
      [{ linkId: 'a', type: 'integer', extension: [expression(`${sdc}calculatedExpression`, '1 + 1')] }, 'F2'],
      [choice, 'F3'],
      [
        {
          linkId: 'a',
          type: 'string',
          extension: [
            extension(`${core}variable`, {
              valueExpression: { language: 'application/x-fhir-query', expression: 'Patient' },
            }),
          ],
        },
        'F4',
      ],
    ];
    for (const [item, level] of levels) assert.equal(planOf(formOf([item])).level, level);
    assert.equal(needsExpressions(formOf([levels[2]?.[0] ?? {}])), true);
    assert.equal(needsExpressions(formOf([choice])), false);

    const form = formOf([choice, { ...choice, linkId: 'b', answerValueSet: 'https://vs.example/broken' }]);
    assert.deepEqual(planOf(form).valueSets, ['https://vs.example/knees', 'https://vs.example/broken']);
    assert.deepEqual(
      planOf(form).unsupported.map(({ feature, pointer }) => [feature, pointer]),
      [
        ['answerValueSet (https://vs.example/knees)', '/item/0/answerValueSet'],
        ['answerValueSet (https://vs.example/broken)', '/item/1/answerValueSet'],
      ],
    );
    const valueSets = await bringValueSets(form, async (address) => {
      if (address.endsWith('broken')) throw new Error('no connection');
      return [{ code: 'left', display: 'Left' }];
    });
    const plan = planOf(form, { valueSets });
    assert.deepEqual(plan.valueSets, ['https://vs.example/broken']);
    assert.deepEqual(plan.unsupported, [
      { feature: 'answerValueSet (https://vs.example/broken)', pointer: '/item/1/answerValueSet' },
    ]);
    assert.deepEqual(
      plan.items[0]?.options?.map(({ value }) => value.value),
      [{ code: 'left', display: 'Left' }],
    );
  });

  test('takes of a host whatever it gives: what throws at once, is no list or has no code is left out', async () => {
    const form = formOf([{ linkId: 'a', type: 'choice', answerValueSet: 'https://vs.example/knees' }]);
    const hosts: readonly [unknown, readonly unknown[] | undefined][] = [
      ['no list', undefined],
      [{ code: 'left' }, undefined],
      [[null, 1, 'left', { display: 'Left' }], undefined],
      [[], undefined],
      [[null, { code: 'left' }], [{ code: 'left' }]],
    ];
    for (const [given, taken] of hosts) {
      const valueSets = await bringValueSets(form, () => given as never);
      assert.deepEqual(valueSets, taken ? { 'https://vs.example/knees': taken } : {});
    }
    const thrown = await bringValueSets(form, () => {
      throw new Error('at once');
    });
    assert.deepEqual(thrown, {});
  });

  test('reads options: their own, those of contained value sets, points, prefixes, and which excludes others', () => {
    const weighted = {
      ...options('a')[0]?.valueCoding,
      extension: [extension(`${core}itemWeight`, { valueDecimal: 2 })],
    };
    const plan = planOf(
      formOf(
        [
          {
            linkId: 'own',
            type: 'choice',
            answerOption: [
              {
                valueCoding: weighted,
                initialSelected: true,
                extension: [extension(`${core}questionnaire-optionPrefix`, { valueString: 'A)' })],
              },
              {
                valueCoding: coding('none').value,
                extension: [extension(`${core}questionnaire-optionExclusive`, { valueBoolean: true })],
              },
              { valueString: 'in words' },
            ],
          },
          { linkId: 'contained', type: 'choice', answerValueSet: '#set' },
        ],
        {
          contained: [
            {
              resourceType: 'ValueSet',
              id: 'set',
              compose: {
                include: [
                  {
                    system: 's',
                    concept: [{ code: 'x', display: 'Ex', designation: [{ language: 'es', value: 'Equis' }] }],
                  },
                ],
              },
            },
          ],
        },
      ),
    );
    const [own, contained] = plan.items;
    assert.deepEqual(
      own?.options?.map(({ weight, prefix, isExclusive }) => [weight, prefix, isExclusive]),
      [
        [2, 'A)', false],
        [undefined, undefined, true],
        [undefined, undefined, false],
      ],
    );
    assert.equal(own?.initial.length, 1);
    const label = contained?.options?.[0]?.label;
    assert.equal(label && textIn(label.holder, label.element, 'es-MX'), 'Equis');
    assert.equal(label && textIn(label.holder, label.element, 'fr'), 'Ex');
    assert.deepEqual(languagesOf(plan.questionnaire), ['es']);
  });
});

test('texts come in the language of the translation extension', () => {
  const translation = (lang: string, content: string) => ({
    url: `${core}translation`,
    extension: [
      { url: 'lang', valueCode: lang },
      { url: 'content', valueString: content },
    ],
  });
  const item = { text: 'Pain', _text: { extension: [translation('es', 'Dolor'), translation('ar-EG', 'ألم')] } };
  assert.equal(textIn(item, 'text', 'en'), 'Pain');
  assert.equal(textIn(item, 'text', 'ES'), 'Dolor');
  assert.equal(textIn(item, 'text', 'ar'), 'ألم');
  assert.equal(textIn({}, 'text', 'ar'), undefined);
});
