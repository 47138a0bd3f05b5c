import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type FhirResource,
  type SurveyResults,
  createAppointment,
  createHold,
  createPractitioner,
  createPractitionerRole,
  createQuestionnaireResponse,
  createSchedule,
  createSurveyInvitation,
  erasePatient,
  exportSurveyResponses,
  exportSurveyResults,
  getQuestionnaireResponse,
  getSurveyResults,
  rescheduleAppointment,
  updateHealthcareService,
} from '@openprm/contract';
import { recommend, visitExperience } from '@openprm/questionnaire/instruments';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, dana, everyDay, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { inTenant } from '../../database/tenant-transaction.ts';
import { findSurvey } from '../surveys/survey-repository.ts';
import { readAnswers } from './read-answers.ts';
import { countAsked } from './service.ts';
import { enrolOwner } from '../../../testing/staff.fixture.ts';
import { formOf, makeSurvey, storeForm, visitAnswers } from '../../../testing/survey.fixture.ts';

describe(`results of surveys on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let people = 0;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server, { service: { capacity: 100 } });
  });
  after(() => server.close());

  const asClinic = () => ({ credential: clinic.secretKey });
  async function book(whose: { patient: typeof dana } | { patientId: string }) {
    const slot = nth(await openSlots(server, clinic), 0);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, asClinic());
    return server.call(createAppointment, { body: { holdId: hold.id, holdSecret: hold.secret, ...whose } }, asClinic());
  }
  /** Somebody, or the patient who is named, is asked about a visit and, with answers, gives them. @returns the patient */
  const ask = async (surveyId: string, response?: FhirResource, knownId?: string) => {
    people += 1;
    const { id: appointmentId, patient } = await book(
      knownId === undefined ? { patient: { ...dana, email: `p${people}@example.org` } } : { patientId: knownId },
    );
    const { secret } = await server.call(createSurveyInvitation, { body: { surveyId, appointmentId } }, asClinic());
    if (response !== undefined)
      await server.call(createQuestionnaireResponse, { body: { surveyId, response } }, { credential: secret });
    return patient?.id ?? '';
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
    // that there is a group would tell that somebody of it has answered
    assert.deepEqual([few.groups, few.trend], [[], []]);

    await ask(id, visitAnswers('completed', { overall: 'good', wait: 'poor' }));
    for (let n = 0; n < 5; n += 1) await ask(id);
    const told = await results(id, 'location');
    assert.deepEqual([told.asked, told.answered, told.responseRate], [10, 5, 50]);
    assert.equal(told.total.count, 5);
    assert.deepEqual(
      told.total.dimensions.map(({ code, percent }) => `${code} ${percent}`),
      ['wait 0', 'overall 80'],
    );
    assert.deepEqual(
      told.groups.map(({ id: groupId, name, count }) => [groupId, name, count]),
      [[clinic.locationId, 'North Clinic, Main Street', 5]],
    );
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
    assert.match(
      head ?? '',
      /,since,asked,answered,response %,median lag hours,median minutes to contact,cannot be read$/,
    );
    assert.match(total ?? '', /^total,,,5,0,0,\d+,80,.*,10,5,50,\d+,,0$/);
    assert.match(group ?? '', /^group,svc_\w+,"'=SUM\(A1\), ""x""",5,.*,,,,,,$/);
  });

  it('do not change by one, two, three or four people', async () => {
    const form = await storeForm(server, clinic, { ...otherForm(), version: '5' });
    const { id } = await makeSurvey(server, clinic, form);
    const all = async () => [await results(id, 'location'), await results(id, 'practitioner'), await results(id)];
    for (let n = 0; n < 5; n += 1) await ask(id, answersOf({ overall: 'poor' }));
    const before = await all();
    assert.deepEqual(shares(before[0]), ['overall 0']);
    for (let n = 0; n < 4; n += 1) {
      await ask(id, answersOf({ overall: 'excellent' }));
      assert.deepEqual(await all(), before);
    }
    await ask(id, answersOf({ overall: 'excellent' }));
    const after = await all();
    assert.deepEqual(shares(after[0]), ['overall 50']);
    assert.equal(after[1]?.groups[0]?.count, 10);
  });

  it('stay what they were where a visit is moved, whoever has answered about it in confidence', async () => {
    const { id } = await makeSurvey(
      server,
      clinic,
      await storeForm(server, clinic, { ...otherForm(), version: 'moved' }),
      {
        mode: 'confidential',
      },
    );
    const visits: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const visit = await book({ patient: { ...dana, email: `moved${n}@example.org` } });
      const { secret } = await server.call(
        createSurveyInvitation,
        { body: { surveyId: id, appointmentId: visit.id } },
        asClinic(),
      );
      const body = { surveyId: id, response: answersOf({ overall: 'good' }) };
      if (n < 5) await server.call(createQuestionnaireResponse, { body }, { credential: secret });
      visits.push(visit.id);
    }
    const told = await results(id, 'practitioner');
    assert.deepEqual(
      told.groups.map(({ count }) => count),
      [5],
    );
    const practitionerId = await addPractitioner();
    for (const visit of [visits[5], visits[2]]) {
      await moveTo(practitionerId, visit ?? '');
      assert.deepEqual(await results(id, 'practitioner'), told);
    }
  });

  /** Another practitioner, who offers what the clinic's first one does. */
  async function addPractitioner(): Promise<string> {
    const { id } = await server.call(createPractitioner, { body: { name: 'Noor Haddad' } }, asClinic());
    const role = await server.call(
      createPractitionerRole,
      { body: { practitionerId: id, locationId: clinic.locationId } },
      asClinic(),
    );
    const weeklyHours = [{ daysOfWeek: [...everyDay], start: '08:00', end: '18:00' }];
    const healthcareServiceIds = [clinic.healthcareServiceId];
    await server.call(
      createSchedule,
      { body: { practitionerRoleId: role.id, healthcareServiceIds, weeklyHours } },
      asClinic(),
    );
    return id;
  }

  /** Moves a visit to the first time of a practitioner. */
  async function moveTo(practitionerId: string, id: string): Promise<void> {
    const open = await openSlots(server, clinic, 7, id);
    const slot = open.find((each) => each.practitionerId === practitionerId) ?? assert.fail('no time');
    const hold = await server.call(createHold, { body: { slotId: slot.id, replacesAppointmentId: id } }, asClinic());
    await server.call(
      rescheduleAppointment,
      { params: { id }, body: { holdId: hold.id, holdSecret: hold.secret } },
      asClinic(),
    );
  }

  it('count people in each measure, and not answers', async () => {
    const form = await storeForm(server, clinic, { ...otherForm(), version: '6' });
    const { id } = await makeSurvey(server, clinic, form);
    // three people give six answers about communication
    for (let n = 0; n < 3; n += 1) await ask(id, answersOf({ listening: 'excellent', explaining: 'poor' }));
    const again = await ask(id, answersOf({ overall: 'excellent' }));
    // four visits of one patient are no four people
    for (let n = 0; n < 4; n += 1) await ask(id, answersOf({ overall: 'excellent' }), again);
    assert.equal((await results(id)).total.count, null);
    await ask(id, answersOf({ overall: 'excellent' }));
    const { total } = await results(id);
    assert.deepEqual([total.count, total.dimensions], [5, []]);
    for (let n = 0; n < 2; n += 1) await ask(id, answersOf({ listening: 'excellent' }));
    const communication = (await results(id)).total.dimensions.find(({ code }) => code === 'communication');
    assert.equal(communication?.percent, 70);
  });

  it('tell nothing more of the four with whom somebody was told who is erased', async () => {
    const form = await storeForm(server, clinic, { ...otherForm(), version: '7' });
    const { id } = await makeSurvey(server, clinic, form);
    const patientId = await ask(id, answersOf({ overall: 'poor' }));
    for (let n = 0; n < 4; n += 1) await ask(id, answersOf({ overall: 'excellent' }));
    assert.equal((await results(id)).total.count, 5);
    await server.call(erasePatient, { params: { id: patientId }, body: {} }, asClinic());
    assert.equal((await results(id)).total.count, null);
    await ask(id, answersOf({ overall: 'excellent' }));
    assert.equal((await results(id)).total.count, null);
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
    assert.match(csv.content.split('\r\n')[1] ?? '', /^total,.*,7,0$/);
  });

  it('calculate anew what nobody can change, whatever a response says of it', async () => {
    const said = (linkId: string, valueInteger: number) => ({ linkId, answer: [{ valueInteger }] });
    const calculated = {
      url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression',
      valueExpression: {
        language: 'text/fhirpath',
        expression: `%resource.item.where(linkId = 'a').answer.value`,
      },
    };
    const form = await storeForm(server, clinic, {
      ...formOf(recommend),
      version: '9',
      item: [
        { linkId: 'a', type: 'integer' },
        { linkId: 'recommend', type: 'integer', readOnly: true, extension: [calculated] },
      ],
    });
    const { id } = await makeSurvey(server, clinic, form, { mode: 'anonymous' });
    for (const value of [10, 9, 9, 6, 8]) {
      const item = [said('a', value), said('recommend', 0)];
      const response = { resourceType: 'QuestionnaireResponse', status: 'completed', item };
      await server.call(
        createQuestionnaireResponse,
        { body: { surveyId: id, response } },
        { credential: clinic.publishableKey },
      );
    }
    assert.equal((await results(id)).total.recommend?.percent, 40);
  });

  it('tell who would recommend, with an interval', async () => {
    const { id } = await makeSurvey(server, clinic, await storeForm(server, clinic, formOf(recommend)), {
      mode: 'anonymous',
    });
    for (const value of [10, 9, 9, 6, 8]) {
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
    assert.equal(total.recommend?.percent, 40);
    assert.ok(total.recommend.low < 40 && total.recommend.high > 40);
    assert.deepEqual(groups, []);
    // what is told is of five, and each of the bands has fewer
    assert.deepEqual(
      total.scores[0]?.bands.map(({ count }) => count),
      [null, null, null],
    );
    // a part has none: taken from the whole's they would tell another part's
    assert.deepEqual(trend[0]?.scores[0]?.bands, []);
  });

  it('say since when, where there are more than are opened', async () => {
    const form = await storeForm(server, clinic, { ...otherForm(), version: '8' });
    const { id } = await makeSurvey(server, clinic, form);
    for (let n = 0; n < 2; n += 1) await ask(id, answersOf({ overall: 'good' }));
    await sql`update questionnaire_response set created_at = '2026-03-04T05:06:07Z' where survey_id = ${id} and id = (
      select min(id) from questionnaire_response where survey_id = ${id})`.execute(server.open.database);
    await sql`update survey_invitation set created_at = '2026-03-03T23:59:59Z' where survey_id = ${id}`.execute(
      server.open.database,
    );
    await ask(id, answersOf({ overall: 'good' }));
    await inTenant(server.open.database, clinic.tenantId, async (tx) => {
      const scope = { tx, tenantId: clinic.tenantId };
      const survey = await findSurvey(scope, id);
      assert.ok(survey);
      const reader = { ...scope, keys: server.ports.keys, now: server.clock.now(), tellDamage: () => assert.fail() };
      const read = async (most: number) => {
        const { answers, since } = await readAnswers(reader, survey, most);
        return [answers.length, since];
      };
      assert.deepEqual(await read(3), [3, null]);
      assert.deepEqual(await read(1), [1, new Date().toISOString().slice(0, 10)]);
      await sql`update questionnaire_response set created_at = '2026-03-04T05:06:07Z' where survey_id = ${id}`.execute(
        tx,
      );
      assert.deepEqual(await read(2), [2, '2026-03-04']);
    });
    assert.equal((await results(id)).since, null);
  });

  it('count who was asked since then', async () => {
    const { id } = await makeSurvey(server, clinic, await storeForm(server, clinic, { ...otherForm(), version: '9' }));
    for (let n = 0; n < 5; n += 1) await ask(id, ofAnyVersion);
    for (let n = 0; n < 10; n += 1) await ask(id);
    const count = async (since: string | null) =>
      inTenant(server.open.database, clinic.tenantId, (tx) => countAsked({ tx, tenantId: clinic.tenantId }, id, since));
    assert.deepEqual(await count(null), { asked: 15, answered: 5, responseRate: 33 });
    await sql`update survey_invitation set created_at = '2026-03-03T23:59:59Z' where id in (
      select invitation.id from survey_invitation as invitation
      left join questionnaire_response as response on response.invitation_id = invitation.id
      where invitation.survey_id = ${id} and response.id is null limit 5)`.execute(server.open.database);
    assert.deepEqual(await count('2026-03-04'), { asked: 10, answered: 5, responseRate: 50 });
  });

  it('come as FHIR, as they were sent, to whom the survey names alone', async () => {
    const { id } = await makeSurvey(server, clinic, await storeForm(server, clinic, { ...otherForm(), version: '3' }), {
      readers: ['clinician'],
    });
    const response = { ...ofAnyVersion, extension: [{ url: 'x', valueDecimal: 1.5 }] };
    const patientId = await ask(id, response);
    const { bundle } = await server.call(exportSurveyResponses, { params: { id }, query: {} }, asClinic());
    const [entry] = bundle['entry'] as { fullUrl: string; resource: FhirResource }[];
    assert.ok(entry);
    const { id: responseId, subject, authored, questionnaire, ...sent } = entry.resource;
    assert.deepEqual(sent, response);
    assert.equal(questionnaire, `${otherForm().url}|3`);
    assert.match(String(authored), /^\d{4}-\d\d-\d\dT/);
    assert.match(String(responseId), /^qrs-[a-z\d]{26}$/);
    assert.match(entry.fullUrl, /^urn:uuid:/);
    assert.deepEqual((subject as { identifier?: unknown } | undefined)?.identifier, { value: patientId });
    const answer = await server.call(
      getQuestionnaireResponse,
      { params: { id: String(responseId).replace('-', '_') } },
      asClinic(),
    );
    assert.deepEqual(answer.response, response);
    const owner = await enrolOwner(server, clinic.tenantId, 'owner@north.example');
    for (const row of [getSurveyResults, exportSurveyResults, exportSurveyResponses])
      assert.equal(
        (await server.answer(row, { params: { id }, query: {} }, { credential: owner.session })).problem.code,
        'not-found',
      );
  });
});

/** The shares that results tell of each dimension. */
const shares = (told: SurveyResults | undefined) =>
  told?.total.dimensions.map(({ code, percent }) => `${code} ${percent}`);

const answersOf = (codes: Readonly<Record<string, string>>) => {
  const { questionnaire: _version, ...answers } = visitAnswers('completed', codes);
  return answers;
};

/** Answers that do not say to which version. */
const { questionnaire: _version, ...ofAnyVersion } = visitAnswers('completed', { overall: 'good' });

/** The form about visits under the same address, in versions of its own. */
const otherForm = () => formOf(visitExperience);
