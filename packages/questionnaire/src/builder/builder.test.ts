import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allOf, anyOf, buildQuestionnaire, item, when } from '../builder.ts';
import { prepareExpressions } from '../expressions.ts';
import { answer, coding, integer, nodeOf, planOf, shown } from '../form.fixture.ts';
import { chooseOption, startForm, textIn } from '../index.ts';
import { lintQuestionnaire } from '../lint.ts';

const details = { url: 'https://clinic.example/forms/knee', version: '1', title: 'Knee' };

describe('the builder', () => {
  test('keeps the order of options whose codes are numbers, and refuses them where it could not', () => {
    const options = [
      ['3', { text: 'Always', weight: 3 }],
      ['1', 'Never'],
      ['na', 'No answer'],
    ] as const;
    const often = item.choice('often', 'How often?', { system: 'urn:example:often', options });
    const [built] = planOf(buildQuestionnaire(details, [often])).items;
    assert.deepEqual(
      built?.options?.map(({ value }) => value.type === 'Coding' && value.value.code),
      ['3', '1', 'na'],
    );
    assert.deepEqual(often.codings?.['3'], { system: 'urn:example:often', code: '3' });
    assert.throws(
      () => item.choice('often', 'How often?', { system: 's', options: { 3: 'Always', 1: 'Never' } }),
      /order of codes such as 1\. Give the options of often as a list/,
    );
  });

  test('writes FHIR that runs: types, conditions, limits, languages, points', () => {
    const where = item.choice(
      'where',
      { en: 'Where?', es: '¿Dónde?' },
      {
        system: 'https://clinic.example/codes',
        options: {
          knee: { text: { en: 'Knee', es: 'Rodilla' }, weight: 1 },
          none: { text: { en: 'Nowhere', es: 'En ningún lado' }, isExclusive: true },
        },
        repeats: true,
      },
    );
    const pain = item.integer(
      'pain',
      { en: 'How much?', es: '¿Cuánto?' },
      { min: 0, max: 10, isRequired: true, enableWhen: when(where).is('knee') },
    );
    const form = buildQuestionnaire({ ...details, title: { en: 'Knee', es: 'Rodilla' } }, [
      where,
      item.group('more', undefined, [
        pain,
        item.date(
          'since',
          { en: 'Since when?', es: '¿Desde cuándo?' },
          { enableWhen: allOf(when(pain).isAtLeast(1), when(pain).isBelow(9)) },
        ),
      ]),
      item.text(
        'words',
        { en: 'In your words', es: 'En sus palabras' },
        { maxLength: 500, enableWhen: anyOf(when(pain).isAbove(8), when(where).is('none')) },
      ),
    ]);
    assert.deepEqual(lintQuestionnaire(form), []);
    const plan = planOf(form);
    let state = startForm(plan);
    assert.deepEqual(shown(plan, state), ['where', 'more']);
    state = answer(plan, state, 'where', [coding('knee')]).state;
    state = answer(plan, state, 'pain', [integer(5)]).state;
    assert.deepEqual(shown(plan, state), ['where', 'more', 'pain', 'since']);
    state = answer(plan, state, 'pain', [integer(9)]).state;
    assert.deepEqual(shown(plan, state), ['where', 'more', 'pain', 'words']);
    const none = plan.items[0]?.options?.[1];
    assert.ok(none);
    state = chooseOption(plan, state, nodeOf(plan, state, 'where').key, none).state;
    assert.deepEqual(shown(plan, state), ['where', 'more', 'words']);
    assert.equal(textIn(none.label.holder, none.label.element, 'es'), 'En ningún lado');
    assert.equal(textIn(plan.questionnaire, 'title', 'es'), 'Rodilla');
  });

  test('has every type of item', () => {
    const kilo = { system: 'http://unitsofmeasure.org', code: 'kg' };
    const form = buildQuestionnaire({ ...details, variables: { twice: `item.where(linkId = 'n').answer.value * 2` } }, [
      item.display('d', 'Hello'),
      item.group('g', 'G', [item.text('w', 'w')]),
      item.boolean('b', 'b', { initial: false }),
      item.integer('n', 'n', { unit: kilo, initial: 4 }),
      item.decimal('x', 'x', { decimals: 1, calculatedExpression: '%twice' }),
      item.date('da', 'da', { max: '2030-01-01' }),
      item.dateTime('dt', 'dt'),
      item.time('t', 't'),
      item.string('s', 's', { pattern: '[a-z]+', minLength: 1, initial: ['a', 'b'], repeats: true, maxOccurs: 3 }),
      item.url('u', 'u'),
      item.openChoice('o', 'o', { system: 's', options: { a: 'A' }, orientation: 'horizontal' }),
      item.attachment('at', 'at', { maxMegabytes: 5, mimeTypes: ['image/*'] }),
      item.quantity('q', 'q', { units: [kilo], min: { value: 1, code: 'kg' } }),
      item.reference('r', 'r'),
      item.scale('sc', 'sc', { from: 0, to: 10 }),
      item.string('hidden', 'hidden', { isHidden: true, initialExpression: `'x'` }),
      item.string('asks', 'asks', { textExpression: `'Twice is ' & %twice`, enableWhenExpression: '%twice > 5' }),
    ]);
    assert.deepEqual(lintQuestionnaire(form), []);
    const plan = planOf(form, { expressions: prepareExpressions });
    const state = startForm(plan);
    assert.equal(nodeOf(plan, state, 'x').entries[0]?.value?.value, 8);
    assert.equal(nodeOf(plan, state, 'asks').text, 'Twice is 8');
    assert.equal(nodeOf(plan, state, 'hidden').entries[0]?.value?.value, 'x');
    assert.deepEqual(new Set(plan.items.map(({ type }) => type)).size, 16);
  });

  test('does not compile what a type does not have', () => {
    const yes = item.boolean('yes', 'Yes?');
    const where = item.choice('where', 'Where?', { system: 's', options: { knee: 'Knee' } });
    // @ts-expect-error a boolean has no order
    assert.ok(when(yes).isAbove(true));
    // @ts-expect-error a boolean is compared with a boolean
    assert.ok(when(yes).is('true'));
    // @ts-expect-error the choice has no such code
    assert.ok(when(where).is('hip'));
    // @ts-expect-error a date is not made of numbers
    assert.ok(item.date('d', 'd', { min: 2020 }));
  });

  test('refuses a form that is not sound, with each place', () => {
    const elsewhere = item.boolean('elsewhere', 'Not in the form');
    const build = () =>
      buildQuestionnaire(details, [
        item.string('a', 'A'),
        item.string('a', 'A again'),
        item.string('b', 'B', { enableWhen: when(elsewhere).is(true) }),
      ]);
    assert.throws(build, /^TypeError: \/item\/1: .*"a"[^]*\n\/item\/2\/enableWhen\/0\/question: .*"elsewhere"/);
    assert.throws(() => buildQuestionnaire({ ...details, title: { es: 'Rodilla' } }, []), /no "en"/);
  });
});
