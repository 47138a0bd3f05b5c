import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FhirResource } from '@openprm/contract';
import { Problem } from '../../problem.ts';
import { phq9 } from '@openprm/questionnaire/instruments';
import fc from 'fast-check';
import { buildResponse, recalculate } from '@openprm/questionnaire';
import { compileForm } from '../surveys/compile-form.ts';
import { checkResponse } from './check-response.ts';
import { safetyReasons } from './find-reasons.ts';

const hidden = { url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-hidden', valueBoolean: true };
const asked = { linkId: 'asked', type: 'string', text: 'Asked?', required: true };

/** Codes of what is wrong with a complete response; none where it is taken. */
function faultsOf(items: readonly object[], answered: readonly object[], status = 'completed'): readonly string[] {
  const form = { resourceType: 'Questionnaire', url: 'urn:form', version: '1', status: 'active', item: items };
  const plan = compileForm(JSON.stringify(form), 0);
  const response: FhirResource = { resourceType: 'QuestionnaireResponse', status, item: answered };
  try {
    checkResponse({ mode: 'named', url: 'urn:form', version: '1', safety: [] }, plan, response, () => plan);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.extras.issues?.map(({ code }) => code) ?? [];
  }
}

test('a required question that nobody can answer keeps no response from being complete', () => {
  const given = [{ linkId: 'asked', answer: [{ valueString: 'yes' }] }];
  const rows: readonly [object, readonly string[]][] = [
    [{ type: 'choice', answerValueSet: 'https://vs.example/elsewhere' }, []],
    [{ type: 'reference' }, []],
    [{ type: 'string', extension: [hidden] }, []],
    [{ type: 'string', readOnly: true }, []],
    [{ type: 'group', extension: [hidden], item: [{ linkId: 'inner', type: 'string', required: true }] }, []],
    [{ type: 'choice', answerOption: [{ valueString: 'one' }] }, ['required']],
    [{ type: 'open-choice', answerValueSet: 'https://vs.example/elsewhere' }, ['required']],
    [{ type: 'string' }, ['required']],
    [{ type: 'group', item: [{ linkId: 'inner', type: 'string', required: true }] }, ['required', 'required']],
  ];
  for (const [item, faults] of rows)
    assert.deepEqual(
      faultsOf([asked, { linkId: 'other', required: true, ...item }], given),
      faults,
      JSON.stringify(item),
    );
  assert.deepEqual(faultsOf([asked], []), ['required']);
});

test('and an answer of another type is refused wherever it stands', () => {
  const answered = [{ linkId: 'other', answer: [{ valueInteger: 5 }] }];
  assert.deepEqual(faultsOf([{ linkId: 'other', type: 'string', readOnly: true }], answered), ['wrong-type']);
});

test('an option that excludes all others stands alone in a response that is complete, and may stand beside others in one that is not', () => {
  const excludes = { url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive', valueBoolean: true };
  const items = [
    {
      linkId: 'many',
      type: 'open-choice',
      repeats: true,
      answerOption: [
        { valueCoding: { system: 's', code: 'a' } },
        { valueCoding: { system: 's', code: 'none' }, extension: [excludes] },
      ],
    },
  ];
  const none = { valueCoding: { system: 's', code: 'none' } };
  const both = [{ linkId: 'many', answer: [none, { valueString: 'Latex' }] }];
  assert.deepEqual(faultsOf(items, [{ linkId: 'many', answer: [none] }]), []);
  assert.deepEqual(faultsOf(items, both), ['exclusive']);
  assert.deepEqual(faultsOf(items, both, 'in-progress'), []);
});

test('answers that would keep everybody waiting are refused before they are tried against a pattern', () => {
  const extension = [{ url: 'http://hl7.org/fhir/StructureDefinition/regex', valueString: 'a*a*a*b' }];
  const items = [{ linkId: 'many', type: 'string', repeats: true, extension }];
  const answered = (count: number) => [
    { linkId: 'many', answer: Array.from({ length: count }, () => ({ valueString: 'a'.repeat(150) })) },
  ];
  assert.deepEqual(faultsOf(items, answered(2)), ['pattern', 'pattern']);
  assert.deepEqual(faultsOf(items, answered(1000)), ['too_big']);
});

test('a safety answer with anything beside it calls somebody or is refused', () => {
  const plan = compileForm(JSON.stringify(phq9.questionnaire), 0);
  const survey = { mode: 'named' as const, url: 'urn:form', version: '1', safety: [...phq9.safety] };
  const valueCoding = { system: 'urn:openprm:codes:frequency-two-weeks', code: 'nearly-every-day' };
  const names = [
    'valueBoolean',
    'valueInteger',
    'valueDecimal',
    'valueString',
    'valueDate',
    'valueUri',
    'valueQuantity',
  ];
  const junk = fc.oneof({ arbitrary: fc.constant(null), weight: 9 }, fc.constantFrom(0, 3, '', 'x', false, {}, []));
  const beside = fc.dictionary(fc.constantFrom(...names, 'valueCodeableConcept', 'valueNovelty', 'id'), junk);
  const coding = fc.constantFrom(
    valueCoding,
    { code: valueCoding.code },
    { display: 'Nearly every day' },
    'nearly-every-day',
  );
  const answers = fc
    .tuple(beside, coding, beside)
    .map(([first, value, last]) => ({ ...first, valueCoding: value, ...last }));
  let called = 0;
  fc.assert(
    fc.property(answers, (answer) => {
      const item = [{ linkId: 'phq-9', item: [{ linkId: 'phq-9-9', answer: [answer] }] }];
      const response: FhirResource = { resourceType: 'QuestionnaireResponse', status: 'in-progress', item };
      try {
        checkResponse(survey, plan, response, () => plan);
      } catch (error) {
        return error instanceof Problem;
      }
      called += 1;
      return safetyReasons({ safety: [...phq9.safety], safety_due_minutes: 1 }, plan, response).length === 1;
    }),
    { numRuns: 2000 },
  );
  assert.ok(called > 50);
});

const calculatedExpression = (expression: string) => ({
  url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression',
  valueExpression: { language: 'text/fhirpath', expression },
});

test('a safety rule on what is calculated does not believe what a response says of it', () => {
  const value = (linkId: string) => `%resource.item.where(linkId = '${linkId}').answer.value`;
  const form = {
    resourceType: 'Questionnaire',
    url: 'urn:form',
    version: '1',
    status: 'active',
    item: [
      { linkId: 'a', type: 'integer' },
      { linkId: 'b', type: 'integer' },
      {
        linkId: 'sum',
        type: 'integer',
        readOnly: true,
        extension: [calculatedExpression(`${value('a')} + ${value('b')}`)],
      },
      { linkId: 'age', type: 'integer', readOnly: true, extension: [calculatedExpression('%patient.age + 1')] },
    ],
  };
  const plan = compileForm(JSON.stringify(form), 0);
  const rules = {
    safety: [
      { linkId: 'sum', atLeast: 10 },
      { linkId: 'age', atLeast: 70 },
    ],
    safety_due_minutes: 1,
  };
  const integer = (linkId: string, valueInteger: number) => ({ linkId, answer: [{ valueInteger }] });
  const reasonsOf = (...item: readonly object[]) => {
    const response: FhirResource = { resourceType: 'QuestionnaireResponse', status: 'in-progress', item };
    const survey = { mode: 'named', url: 'urn:form', version: '1', safety: rules.safety } as const;
    const state = recalculate(
      plan,
      checkResponse(survey, plan, response, () => plan),
    );
    const calculated = buildResponse(plan, state, { status: 'in-progress' });
    return safetyReasons(rules, plan, response, calculated).map(({ linkId }) => linkId);
  };
  assert.deepEqual(reasonsOf(integer('a', 10), integer('b', 10)), ['sum']);
  assert.deepEqual(reasonsOf(integer('a', 10), integer('b', 10), integer('sum', 3)), ['sum']);
  assert.deepEqual(reasonsOf(integer('a', 1), integer('b', 1), integer('sum', 3)), []);
  // what was said counts too, whatever else is there; and what only the page could calculate stays
  assert.deepEqual(reasonsOf(integer('a', 1), integer('b', 1), integer('sum', 12)), ['sum']);
  assert.deepEqual(reasonsOf(integer('age', 71)), ['age']);
});

test('today is the day of wherever somebody answers', () => {
  const constraint = {
    url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-constraint',
    extension: [
      { url: 'key', valueId: 'k' },
      { url: 'severity', valueCode: 'error' },
      { url: 'human', valueString: 'Not in the future, please.' },
      { url: 'expression', valueString: '%context.answer.value <= today()' },
    ],
  };
  const form = {
    resourceType: 'Questionnaire',
    url: 'urn:form',
    version: '1',
    status: 'active',
    item: [{ linkId: 'day', type: 'date', extension: [constraint] }],
  };
  const planAt = (offset: number) =>
    compileForm(JSON.stringify(form), Date.parse('2026-11-23T20:00:00Z'), undefined, offset);
  const isTaken = (valueDate: string) => {
    const item = [{ linkId: 'day', answer: [{ valueDate }] }];
    const response: FhirResource = { resourceType: 'QuestionnaireResponse', status: 'completed', item };
    try {
      checkResponse({ mode: 'named', url: 'urn:form', version: '1', safety: [] }, planAt(0), response, planAt);
      return true;
    } catch (error) {
      assert.ok(error instanceof Problem);
      return false;
    }
  };
  assert.deepEqual(['2026-11-23', '2026-11-24', '2026-11-25'].map(isTaken), [true, true, false]);
});

test('whoever answers with their name does not say who wrote it, where, nor in words and resources of their own', () => {
  const form = { resourceType: 'Questionnaire', url: 'urn:form', version: '1', status: 'active', item: [asked] };
  const plan = compileForm(JSON.stringify(form), 0);
  const pathsOf = (more: object) => {
    const response: FhirResource = { resourceType: 'QuestionnaireResponse', status: 'in-progress', ...more };
    try {
      checkResponse({ mode: 'named', url: 'urn:form', version: '1', safety: [] }, plan, response, () => plan);
      return [];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return error.extras.issues?.map(({ path }) => path.replace('/body/response', ''));
    }
  };
  for (const claim of [
    { author: { reference: 'Practitioner/boss' } },
    { source: { reference: 'Patient/other' } },
    { encounter: { reference: 'Encounter/1' } },
    { basedOn: [{ reference: 'ServiceRequest/1' }] },
    { partOf: [{ reference: 'Procedure/1' }] },
    { identifier: { value: '1' } },
    { text: { status: 'additional', div: '<div>all is well</div>' } },
    { contained: [{ resourceType: 'Patient', id: 'a' }] },
  ])
    assert.deepEqual(pathsOf(claim), [`/${Object.keys(claim)[0]}`]);
  assert.deepEqual(pathsOf({ authored: '2026-11-22T14:00:00Z', extension: [{ url: 'urn:x', valueDecimal: 1.5 }] }), []);
});
