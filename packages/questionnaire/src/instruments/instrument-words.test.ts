import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planOf } from '../form.fixture.ts';
import { gad7, phq4, phq9, type Instrument } from '../instruments.ts';

/** Each question in its order, with its points and options. */
function wordsOf({ questionnaire }: Instrument) {
  const { items } = planOf(questionnaire);
  return items.map(({ definition, options }) => [
    definition['text'],
    ...(options ?? []).map(({ value, weight }) => `${weight ?? '-'} ${value.type === 'Coding' && value.value.display}`),
  ]);
}

const howOften = 'Over the last 2 weeks, how often have you been bothered by any of the following problems?';
const often = ['0 Not at all', '1 Several days', '2 More than half the days', '3 Nearly every day'];
const difficulty = [
  'If you checked off any problems, how difficult have these problems made it for you to do your work, take care of things at home, or get along with other people?',
  '- Not difficult at all',
  '- Somewhat difficult',
  '- Very difficult',
  '- Extremely difficult',
];

test('the PHQ-9 asks in the words of its authors', () => {
  assert.deepEqual(wordsOf(phq9), [
    [howOften],
    ['Little interest or pleasure in doing things', ...often],
    ['Feeling down, depressed, or hopeless', ...often],
    ['Trouble falling or staying asleep, or sleeping too much', ...often],
    ['Feeling tired or having little energy', ...often],
    ['Poor appetite or overeating', ...often],
    ['Feeling bad about yourself - or that you are a failure or have let yourself or your family down', ...often],
    ['Trouble concentrating on things, such as reading the newspaper or watching television', ...often],
    [
      'Moving or speaking so slowly that other people could have noticed? Or the opposite - being so fidgety or restless that you have been moving around a lot more than usual',
      ...often,
    ],
    ['Thoughts that you would be better off dead or of hurting yourself in some way', ...often],
    difficulty,
  ]);
});

test('the GAD-7 asks in the words of its authors', () => {
  assert.deepEqual(wordsOf(gad7), [
    [howOften],
    ['Feeling nervous, anxious, or on edge', ...often],
    ['Not being able to stop or control worrying', ...often],
    ['Worrying too much about different things', ...often],
    ['Trouble relaxing', ...often],
    ['Being so restless that it is hard to sit still', ...often],
    ['Becoming easily annoyed or irritable', ...often],
    ['Feeling afraid as if something awful might happen', ...often],
    difficulty,
  ]);
});

test('the PHQ-4 asks in the words of its authors', () => {
  assert.deepEqual(wordsOf(phq4), [
    [howOften],
    ['Feeling nervous, anxious or on edge', ...often],
    ['Not being able to stop or control worrying', ...often],
    ['Little interest or pleasure in doing things', ...often],
    ['Feeling down, depressed, or hopeless', ...often],
  ]);
});
