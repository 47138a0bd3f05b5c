import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildResponse, recalculate, resumeForm } from '@openprm/questionnaire';
import { compileForMany, compileForm } from './compile-form.ts';

const calculated = (expression: string) => ({
  url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression',
  valueExpression: { language: 'text/fhirpath', expression },
});
const formOf = (expression: string) =>
  JSON.stringify({
    resourceType: 'Questionnaire',
    status: 'active',
    item: [{ linkId: 'q', type: 'string', readOnly: true, extension: [calculated(expression)] }],
  });
const answered = (plan: ReturnType<typeof compileForm>) => {
  const state = recalculate(plan, resumeForm(plan, { resourceType: 'QuestionnaireResponse', item: [] }).state);
  return buildResponse(plan, state, { status: 'completed' }).item?.[0]?.answer?.[0]?.valueString;
};

describe('a form that is compiled for many responses', () => {
  it('is compiled once, and calculates for each as of its own time', () => {
    const content = formOf('today().toString()');
    const planAt = compileForMany(content);
    const [first, second] = [Date.UTC(2026, 0, 2), Date.UTC(2026, 10, 23)];
    const one = planAt(first);
    assert.equal(answered(one), '2026-01-02');
    assert.equal(answered(planAt(second)), '2026-11-23');
    assert.equal(answered(planAt(first)), answered(compileForm(content, first)));
    assert.equal(planAt(second), one, 'the same plan');
  });

  it('has steps of its own for each: one that spends all leaves the next what it needs', () => {
    // each spends some hundredths of what one response has
    const planAt = compileForMany(
      formOf(`('x' | ${Array.from({ length: 100 }, (_, at) => `'${at}'`).join(' | ')}).where($this = 'x').first()`),
    );
    for (let at = 0; at < 100; at++) assert.equal(answered(planAt(at)), 'x');
  });
});
