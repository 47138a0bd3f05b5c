import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coding, core, expression, extension, formOf, options, sdc } from '../form.fixture.ts';
import { gad7, phq9 } from '../instruments.ts';
import { lintQuestionnaire } from '../lint.ts';

const sound = { title: 'Form', version: '1' };
const faults = (form: unknown, more = {}) =>
  lintQuestionnaire(form, more).map(({ severity, code, pointer }) => `${severity} ${code} ${pointer}`);
const limit = (name: string, value: object) => extension(`${core}${name}`, value);
const spanish = {
  extension: [
    {
      url: `${core}translation`,
      extension: [
        { url: 'lang', valueCode: 'es' },
        { url: 'content', valueString: 'x' },
      ],
    },
  ],
};

/** An item, and what is found of it. */
const table: readonly (readonly [object, readonly string[]])[] = [
  [{ type: 'string' }, []],
  [{ type: 'string', text: '' }, ['warning missing-text /item/0']],
  [{ type: 'group' }, ['error wrong-place /item/0']],
  [
    { type: 'group', item: [{ linkId: 'b', type: 'string', text: 'B' }], initial: [] },
    ['error wrong-place /item/0/initial'],
  ],
  [{ type: 'display', required: true }, ['error wrong-place /item/0/required']],
  [
    { type: 'display', repeats: false, readOnly: true },
    ['error wrong-place /item/0/repeats', 'error wrong-place /item/0/readOnly'],
  ],
  [{ type: 'display', item: [{ linkId: 'b', type: 'string', text: 'B' }] }, ['error misplaced-items /item/0/item']],
  [{ type: 'string', answerOption: options('a') }, ['error wrong-place /item/0/answerOption']],
  [
    { type: 'choice', answerOption: options('a'), answerValueSet: 'https://x.example' },
    ['error wrong-place /item/0/answerValueSet'],
  ],
  [
    { type: 'choice', answerOption: options('a'), initial: [{ valueCoding: coding('a').value }] },
    ['error wrong-place /item/0/initial'],
  ],
  [{ type: 'date', maxLength: 4 }, ['error wrong-place /item/0/maxLength']],
  [
    { type: 'string', initial: [{ valueString: 'a' }, { valueString: 'b' }] },
    ['error wrong-place /item/0/initial', 'error limits-crossed /item/0'],
  ],
  [
    { type: 'integer', extension: [limit('minValue', { valueInteger: 5 }), limit('maxValue', { valueInteger: 4 })] },
    ['error limits-crossed /item/0'],
  ],
  [
    { type: 'string', maxLength: 2, extension: [limit('minLength', { valueInteger: 3 })] },
    ['error limits-crossed /item/0'],
  ],
  [{ type: 'string', required: true, readOnly: true }, ['error cannot-be-answered /item/0']],
  [
    { type: 'string', required: true, extension: [limit('questionnaire-hidden', { valueBoolean: true })] },
    ['error cannot-be-answered /item/0'],
  ],
  [{ type: 'string', required: true, readOnly: true, initial: [{ valueString: 'x' }] }, []],
  [{ type: 'choice', answerOption: options('a', 'b', 'a') }, ['error duplicate-option /item/0/answerOption/2']],
  [{ type: 'hologram' }, ['error unknown-type /item/0']],
  [{ type: 'string', extension: [limit('vendor', { valueString: 'x' })] }, ['warning unsupported /item/0/extension/0']],
  [
    { type: 'integer', extension: [expression(`${sdc}calculatedExpression`, '1 +')] },
    ['error bad-expression /item/0/extension/0/valueExpression/expression'],
  ],
  [
    { type: 'integer', extension: [expression(`${sdc}calculatedExpression`, '%patient.age')] },
    ['warning fails-when-empty /item/0/extension/0/valueExpression/expression'],
  ],
];

test('names what is wrong with an item, and where', () => {
  for (const [item, expected] of table) {
    assert.deepEqual(faults(formOf([{ linkId: 'a', text: 'A', ...item }], sound)), expected, JSON.stringify(item));
  }
});

test('names what is wrong with conditions, languages and the form', () => {
  const asks = (answer: string) => ({ question: 'a', operator: '=', answerCoding: coding(answer).value });
  const form = formOf(
    [
      { linkId: 'a', type: 'choice', text: 'A', _text: spanish, answerOption: options('x') },
      { linkId: 'b', type: 'string', text: 'B', enableWhen: [asks('x'), asks('nothing')], enableBehavior: 'any' },
    ],
    { ...sound, language: 'en' },
  );
  assert.deepEqual(faults(form), ['warning missing-translation /item/1/text', 'warning never-true /item/1/enableWhen']);
  assert.deepEqual(faults({ resourceType: 'Questionnaire' }), [
    'error missing-element /status',
    'warning missing-element /url',
    'warning missing-element /version',
    'warning missing-text /title',
    'error missing-element /item',
  ]);
  assert.deepEqual(faults(null), ['error not-a-questionnaire ']);
  assert.deepEqual(faults(formOf([], { modifierExtension: [{}] })), ['error unknown-modifier /modifierExtension']);
});

test('finds a question for a file in a form that nobody is known by, wherever it stands', () => {
  const photo = { linkId: 'photo', type: 'attachment', text: 'A photograph' };
  const form = formOf([{ linkId: 'all', type: 'group', text: 'All', item: [photo] }], sound);
  assert.deepEqual(faults(form), []);
  assert.deepEqual(faults(form, { isAnonymous: true }), ['error anonymous-file /item/0/item/0']);
});

test('finds bands between which a score has none, or has two', () => {
  const form = formOf([{ linkId: 'a', type: 'decimal', text: 'A' }], sound);
  const bandFaults = (...bands: readonly (readonly [number, number])[]) => {
    const named = bands.map(([from, to]) => ({ code: `${from}`, from, to, title: 'Band' }));
    const rest = { mayMiss: 0, better: 'lower', source: 'a test' } as const;
    const rule = { id: 'own', title: 'Own', linkIds: ['a'], points: { from: 0, to: 30 }, bands: named, ...rest };
    return lintQuestionnaire(form, { scores: [rule] }).map(({ code, message }) => `${code} ${message.slice(0, 65)}`);
  };
  assert.deepEqual(bandFaults(), []);
  assert.deepEqual(bandFaults([10, 30], [0, 9]), []);
  const bad = (where: string) => [`bad-bands The band "0" of the score own ends at ${where}`.slice(0, 75)];
  assert.deepEqual(bandFaults([0, 9], [11, 30]), bad('9, and "11" begins at 11: a score between'));
  assert.deepEqual(bandFaults([10, 30], [0, 10]), bad('10, and "10" begins at 10: a score can be in both'));
  assert.deepEqual(bandFaults([0, -1]), bad('-1, before it begins.'));
});

test('knows a question that may need help at once by linkId, code and words, and refuses it where nobody is known', () => {
  const refused = ['error anonymous-safety /item/0/item/0'];
  const loinc = (code: string) => [{ system: 'http://loinc.org', code }];
  const weighed = { type: 'choice', answerOption: options('x') };
  const asked = (item: object, form: object = {}) =>
    formOf([{ linkId: 'all', type: 'group', text: 'All', item: [{ linkId: 'q', text: 'Q', ...weighed, ...item }] }], {
      ...sound,
      ...form,
    });
  for (const item of [
    { linkId: 'phq-9-9' },
    { linkId: '/44260-8', code: loinc('44260-8') },
    { code: [{ system: 'urn:local', code: '9' }, ...loinc('93246-7')] },
    { text: 'Thoughts that you would be BETTER OFF  dead, or of hurting yourself in some way' },
    { text: 'The thought of harming myself has occurred to me' },
  ]) {
    assert.deepEqual(faults(asked(item), { isAnonymous: true }), refused, JSON.stringify(item));
    assert.deepEqual(faults(asked(item)), [], 'elsewhere it may be asked');
  }
  const rule = [{ linkId: 'phq-9-9', atLeast: 1 }];
  assert.equal(
    faults(asked({ linkId: 'phq-9-9' }), { isAnonymous: true, safety: rule }).filter((fault) =>
      fault.includes('anonymous-safety'),
    ).length,
    1,
    'once for a question',
  );
  for (const form of [{ url: 'urn:openprm:questionnaire:phq-9' }, { code: loinc('44249-1') }])
    assert.deepEqual(faults(asked({}, form), { isAnonymous: true }), ['error anonymous-safety /item']);
  for (const item of [{}, { code: [{ system: 'urn:local', code: '44260-8' }] }, { text: 'Off to a better life' }])
    assert.deepEqual(faults(asked(item), { isAnonymous: true }), []);
});

test('refuses PHQ-9 where nobody is known, ours and whatever else is called so', () => {
  const isRefused = (form: unknown) =>
    faults(form, { isAnonymous: true }).some((fault) => fault.startsWith('error anonymous-safety'));
  assert.ok(isRefused(phq9.questionnaire));
  const renamed = JSON.stringify(phq9.questionnaire).replaceAll('phq-9', 'mood');
  assert.ok(isRefused(JSON.parse(renamed)));
  assert.ok(!isRefused(gad7.questionnaire));
});

test('tells whether a form can be scored, and knows what the host brings', () => {
  const form = formOf([{ linkId: 'a', type: 'choice', text: 'A', answerOption: options('x') }], sound);
  assert.deepEqual(faults(form, { safety: [{ linkId: 'a', atLeast: 1 }] }), ['error not-scorable /item']);
  const asking = formOf(
    [{ linkId: 'a', type: 'string', text: 'A', extension: [expression(`${sdc}initialExpression`, '%patient.id')] }],
    sound,
  );
  assert.deepEqual(faults(asking, { resources: ['patient'] }), []);
});
