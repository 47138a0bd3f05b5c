import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ageOn, type EligibilityFacts, type Ineligibility, ineligibilityOf } from './eligibility.ts';

const open = { patients: null, minimumAge: null, maximumAge: null };
const unknown: EligibilityFacts = { age: null, wasSeen: null };

const rows: readonly [
  name: string,
  rule: Parameters<typeof ineligibilityOf>[0],
  facts: Partial<EligibilityFacts>,
  refusal: Ineligibility | null,
][] = [
  ['no rule is open to everybody', null, { age: 3, wasSeen: true }, null],
  ['the least age is included', { ...open, minimumAge: 16 }, { age: 16 }, null],
  ['below it somebody is too young', { ...open, minimumAge: 16 }, { age: 15 }, 'too-young'],
  ['the highest age is included', { ...open, maximumAge: 17 }, { age: 17 }, null],
  ['above it somebody is too old', { ...open, maximumAge: 17 }, { age: 18 }, 'too-old'],
  ['an age that is not known breaks nothing', { ...open, minimumAge: 16, maximumAge: 17 }, {}, null],
  ['who was seen is not new', { ...open, patients: 'new' }, { wasSeen: true }, 'not-new'],
  ['who was not seen is new', { ...open, patients: 'new' }, { wasSeen: false }, null],
  ['who was not seen is no existing patient', { ...open, patients: 'existing' }, { wasSeen: false }, 'not-existing'],
  ['of whom it is not known, either may come', { ...open, patients: 'existing' }, {}, null],
  ['a condition of a later version is none', { ...open, patients: 'unknown' }, { wasSeen: false }, null],
];
for (const [name, rule, facts, refusal] of rows)
  test(name, () => assert.equal(ineligibilityOf(rule, { ...unknown, ...facts }), refusal));

test('an age is in full years on the day', () => {
  assert.deepEqual(
    [
      ['2010-11-26', '2026-11-25'],
      ['2010-11-26', '2026-11-26'],
      ['2010-11-26', '2027-01-01'],
      ['2008-02-29', '2026-02-28'],
      ['2008-02-29', '2026-03-01'],
      ['2008-02-29', '2028-02-29'],
      ['2026-11-26', '2026-11-26'],
    ].map(([born = '', on = '']) => ageOn(born, on)),
    [15, 16, 16, 17, 18, 20, 0],
  );
});
