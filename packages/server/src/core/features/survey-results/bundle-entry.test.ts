import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bundleEntry } from './bundle-entry.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const made = fc
  .array(fc.constantFrom(...alphabet), { minLength: 26, maxLength: 26 })
  .map((letters) => `qrs_${letters.join('')}`);
const response = { resourceType: 'QuestionnaireResponse', status: 'completed' } as const;
const entryOf = (id: string, mode: 'named' | 'confidential' | 'anonymous', patientId: string | null = 'pat_0a1') =>
  bundleEntry({ id, mode, patient_id: patientId, completed_at: new Date(0) }, response, 'urn:form|1');

test('each response has an id as FHIR writes them, and a UUID that is its own', () => {
  fc.assert(
    fc.property(made, fc.nat({ max: 25 }), fc.constantFrom(...alphabet), (id, at, letter) => {
      const { fullUrl, resource } = entryOf(id, 'named');
      assert.match(fullUrl, /^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      assert.match(String(resource['id']), /^[A-Za-z\d.-]{1,64}$/);
      assert.equal(entryOf(id, 'named').fullUrl, fullUrl);
      // The first two letters of what a clock made stay the same for hundreds of years.
      const place = 6 + (at % 24);
      const other = id.slice(0, place) + letter + id.slice(place + 1);
      assert.equal(entryOf(other, 'named').fullUrl === fullUrl, other === id, `${id} ${other}`);
    }),
  );
});

test('whose it is stands in a named one alone', () => {
  assert.deepEqual(entryOf('qrs_1', 'named').resource['subject'], {
    reference: 'Patient/pat-0a1',
    type: 'Patient',
    identifier: { value: 'pat_0a1' },
  });
  for (const mode of ['confidential', 'anonymous'] as const)
    assert.doesNotMatch(JSON.stringify(entryOf('qrs_1', mode)), /subject|pat/);
  assert.equal('subject' in entryOf('qrs_1', 'named', null).resource, false);
});

test('says which form it answers, and in a named one when it was complete, unless the response says so itself', () => {
  const at = '1970-01-01T00:00:00.000Z';
  const { questionnaire, authored } = entryOf('qrs_1', 'named').resource;
  assert.deepEqual([questionnaire, authored], ['urn:form|1', at]);
  for (const mode of ['confidential', 'anonymous'] as const) {
    const { resource } = entryOf('qrs_1', mode);
    assert.deepEqual([resource['questionnaire'], 'authored' in resource], ['urn:form|1', false]);
  }
  const own = { questionnaire: 'urn:form', authored: '2026-11-22' };
  const row = { id: 'qrs_1', mode: 'named', patient_id: null, completed_at: new Date(0) } as const;
  const { resource } = bundleEntry(row, { ...response, ...own }, 'urn:form|1');
  assert.deepEqual([resource['questionnaire'], resource['authored']], [own.questionnaire, own.authored]);
});
