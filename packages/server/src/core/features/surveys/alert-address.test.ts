import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createQuestionnaireResponse,
  saveQuestionnaireResponse,
  updateOrganization,
  updateSurvey,
} from '@openprm/contract';
import { phq9 } from '@openprm/questionnaire/instruments';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, bookSlot, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { formOf, inviteTo, makeSurvey, storeForm } from '../../../testing/survey.fixture.ts';

describe(`the address that alerts go to on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server);
  });
  after(() => server.close());

  const asClinic = () => ({ credential: clinic.secretKey });
  const setAddress = async (email: string | null) => {
    const params = { id: clinic.organizationId };
    const { status, problem } = await server.answer(updateOrganization, { params, body: { email } }, asClinic());
    return [status, problem?.issues?.[0]?.path];
  };
  const setActive = async (id: string, active: boolean) => {
    const { status, problem } = await server.answer(updateSurvey, { params: { id }, body: { active } }, asClinic());
    return [status, problem?.issues?.[0]?.path];
  };

  it('stays as long as an active survey watches for safety answers, and no such survey is active without it', async () => {
    await makeSurvey(server, clinic, await storeForm(server, clinic));
    assert.deepEqual(await setAddress(null), [200, undefined], 'a survey that watches for nothing needs none');
    await setAddress('desk@north.example');
    const { id } = await makeSurvey(server, clinic, await storeForm(server, clinic, formOf(phq9)));
    assert.deepEqual(await setAddress(null), [422, '/body/email']);
    assert.deepEqual(await setAddress('other@north.example'), [200, undefined]);
    assert.deepEqual(await setActive(id, false), [200, undefined]);
    assert.deepEqual(await setAddress(null), [200, undefined]);
    assert.deepEqual(await setActive(id, true), [422, '/body/active']);
    await setAddress('desk@north.example');
    assert.deepEqual(await setActive(id, true), [200, undefined]);
    await setActive(id, false);
  });

  it('stays after the survey has ended until what was begun is complete, or its link has ended', async () => {
    await setAddress('desk@north.example');
    const form = await storeForm(server, clinic, { ...formOf(phq9), version: '2' });
    const { id } = await makeSurvey(server, clinic, form);
    const system = 'urn:openprm:codes:frequency-two-weeks';
    const answers = Array.from({ length: 9 }, (_, at) => ({
      linkId: `phq-9-${at + 1}`,
      answer: [{ valueCoding: { system, code: 'not-at-all' } }],
    }));
    const responseOf = (status: 'in-progress' | 'completed') => ({
      resourceType: 'QuestionnaireResponse',
      status,
      item: [{ linkId: 'phq-9', item: answers }],
    });
    const begin = async (at: number) => {
      const { patient } = await bookSlot(server, clinic, nth(await openSlots(server, clinic), at));
      const as = { credential: await inviteTo(server, clinic, id, patient.id) };
      const body = { surveyId: id, response: responseOf('in-progress') };
      return { as, patientId: patient.id, ...(await server.call(createQuestionnaireResponse, { body }, as)) };
    };
    const [first, second] = [await begin(0), await begin(1)];
    await setActive(id, false);
    assert.deepEqual(await setAddress(null), [422, '/body/email']);
    assert.deepEqual(await setAddress('other@north.example'), [200, undefined]);
    const body = { version: first.version, response: responseOf('completed') };
    await server.call(saveQuestionnaireResponse, { params: { id: first.id }, body }, first.as);
    assert.deepEqual(await setAddress(null), [422, '/body/email'], 'the other may bring an answer still');
    const { database } = server.open;
    await sql`update survey_invitation set expires_at = now() where patient_id = ${second.patientId}`.execute(database);
    assert.deepEqual(await setAddress(null), [200, undefined]);
  });
});
