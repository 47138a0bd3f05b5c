import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type FhirResource,
  createAppointment,
  createHold,
  createQuestionnaireResponse,
  createSurveyInvitation,
  exportSurveyResponses,
  exportSurveyResults,
  getSurveyResults,
  updateHealthcareService,
} from '@openprm/contract';
import { recommend, visitExperience } from '@openprm/questionnaire/instruments';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { enrolOwner } from '../../../testing/staff.fixture.ts';
import { formOf, makeSurvey, storeForm, visitAnswers } from '../../../testing/survey.fixture.ts';

describe(`results of surveys on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let patientId: string;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server, { service: { capacity: 100 } });
    const { patient } = await book({ patient: dana });
    patientId = patient?.id ?? '';
  });
  after(() => server.close());

  const asClinic = () => ({ credential: clinic.secretKey });
  async function book(whose: { patient: typeof dana } | { patientId: string }) {
    const slot = nth(await openSlots(server, clinic), 0);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, asClinic());
    return server.call(createAppointment, { body: { holdId: hold.id, holdSecret: hold.secret, ...whose } }, asClinic());
  }
  /** Somebody is asked about a visit and, with answers, gives them. */
  const ask = async (surveyId: string, response?: FhirResource) => {
    const { id: appointmentId } = await book({ patientId });
    const { secret } = await server.call(createSurveyInvitation, { body: { surveyId, appointmentId } }, asClinic());
    if (response !== undefined)
      await server.call(createQuestionnaireResponse, { body: { surveyId, response } }, { credential: secret });
  };
  const results = (id: string, by?: 'location' | 'practitioner' | 'healthcare-service') =>
    server.call(getSurveyResults, { params: { id }, query: by === undefined ? {} : { by } }, asClinic());

  it('tell rate, dimensions and groups once there are five, and nothing before', async () => {
    const { id } = await makeSurvey(server, clinic, await storeForm(server, clinic));
    for (let n = 0; n < 4; n += 1) await ask(id, visitAnswers('completed', { overall: 'excellent', wait: 'poor' }));
    const few = await results(id, 'location');
    const hidden = { count: null, dimensions: [], recommend: null, scores: [] };
    assert.deepEqual(few.total, hidden);
    assert.deepEqual([few.asked, few.answered, few.responseRate, few.medianLagHours], [null, null, null, null]);
    assert.deepEqual(few.groups, [{ id: clinic.locationId, name: 'North Clinic, Main Street', ...hidden }]);

    await ask(id, visitAnswers('completed', { overall: 'good', wait: 'poor' }));
    for (let n = 0; n < 5; n += 1) await ask(id);
    const told = await results(id, 'location');
    assert.deepEqual([told.asked, told.answered, told.responseRate], [10, 5, 50]);
    assert.equal(told.total.count, 5);
    assert.deepEqual(
      told.total.dimensions.map(({ code, percent }) => `${code} ${percent}`),
      ['wait 0', 'overall 80'],
    );
    assert.equal(told.groups[0]?.count, 5);
    assert.equal(told.trend[0]?.count, 5);
    assert.equal(told.total.scores.find((score) => score.id === 'visit-experience-overall')?.median, 5);

    await server.call(
      updateHealthcareService,
      { params: { id: clinic.healthcareServiceId }, body: { name: '=SUM(A1), "x"' } },
      asClinic(),
    );
    const csv = await server.call(
      exportSurveyResults,
      { params: { id }, query: { by: 'healthcare-service' } },
      asClinic(),
    );
    const [head, total, group] = csv.content.split('\r\n');
    assert.match(head ?? '', /^kind,id,name,count,wait %,wait low,wait high,overall %/);
    assert.match(head ?? '', /,asked,answered,response %,median lag hours,median minutes to contact$/);
    assert.match(total ?? '', /^total,,,5,0,0,\d+,80,.*,10,5,50,\d+,$/);
    assert.match(group ?? '', /^group,svc_\w+,"'=SUM\(A1\), ""x""",5,.*,,,,,$/);
  });

  it('hide a share of fewer than five among the asked, too', async () => {
    const { id } = await makeSurvey(server, clinic, await storeForm(server, clinic, { ...otherForm(), version: '2' }));
    for (let n = 0; n < 6; n += 1) await ask(id, ofAnyVersion);
    await ask(id);
    const { asked, answered, responseRate } = await results(id);
    assert.deepEqual([asked, answered, responseRate], [null, null, null]);
  });

  it('tell how soon who was not content was called, once there are five', async () => {
    const recovery = [{ kind: 'answer' as const, linkId: 'wait', atMost: 1, dueMinutes: 60 }];
    const form = await storeForm(server, clinic, { ...otherForm(), version: '4' });
    const { id } = await makeSurvey(server, clinic, form, { recovery });
    for (let n = 0; n < 5; n += 1)
      await ask(id, { ...ofAnyVersion, item: visitAnswers('completed', { wait: 'poor' })['item'] });
    const call = (most: number) =>
      sql`update task set contacted_at = created_at + interval '7 minutes' where id in (
        select id from task where survey_id = ${id} order by id limit ${most}::integer)`.execute(server.open.database);
    await call(4);
    assert.equal((await results(id)).medianMinutesToContact, null);
    await call(5);
    assert.equal((await results(id)).medianMinutesToContact, 7);
    const csv = await server.call(exportSurveyResults, { params: { id }, query: {} }, asClinic());
    assert.match(csv.content.split('\r\n')[1] ?? '', /^total,.*,7$/);
  });

  it('tell who would recommend, with an interval', async () => {
    const { id } = await makeSurvey(server, clinic, await storeForm(server, clinic, formOf(recommend)), {
      mode: 'anonymous',
    });
    for (const value of [10, 9, 9, 6, 8, 10]) {
      const response = {
        resourceType: 'QuestionnaireResponse',
        status: 'completed',
        item: [{ linkId: 'recommend', answer: [{ valueInteger: value }] }],
      };
      await server.call(
        createQuestionnaireResponse,
        { body: { surveyId: id, response } },
        { credential: clinic.publishableKey },
      );
    }
    const { total, groups, trend } = await results(id, 'practitioner');
    assert.equal(total.recommend?.percent, 50);
    assert.ok(total.recommend.low < 50 && total.recommend.high > 50);
    assert.deepEqual(groups, []);
    // one of the bands has a single answer: none of them is told
    assert.deepEqual(
      total.scores[0]?.bands.map(({ count }) => count),
      [null, null, null],
    );
    // a part has none: taken from the whole's they would tell another part's
    assert.deepEqual(trend[0]?.scores[0]?.bands, []);
  });

  it('come as FHIR, as they were sent, to whom the survey names alone', async () => {
    const { id } = await makeSurvey(server, clinic, await storeForm(server, clinic, { ...otherForm(), version: '3' }), {
      readers: ['clinician'],
    });
    const response = { ...ofAnyVersion, extension: [{ url: 'x', valueDecimal: 1.5 }] };
    await ask(id, response);
    const { bundle } = await server.call(exportSurveyResponses, { params: { id }, query: {} }, asClinic());
    assert.deepEqual((bundle['entry'] as { resource: unknown }[])[0]?.resource, response);
    const owner = await enrolOwner(server, clinic.tenantId, 'owner@north.example');
    for (const row of [getSurveyResults, exportSurveyResults, exportSurveyResponses])
      assert.equal(
        (await server.answer(row, { params: { id }, query: {} }, { credential: owner.session })).problem.code,
        'not-found',
      );
  });
});

/** Answers that do not say to which version. */
const { questionnaire: _version, ...ofAnyVersion } = visitAnswers('completed', { overall: 'good' });

/** The form about visits under the same address, in versions of its own. */
const otherForm = () => formOf(visitExperience);
