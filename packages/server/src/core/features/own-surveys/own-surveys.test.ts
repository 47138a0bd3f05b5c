import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type FhirResource,
  type OwnSurvey,
  createAppointment,
  createHold,
  createQuestionnaireResponse,
  createRelatedPerson,
  endPatientSessions,
  listAuditEvents,
  listOwnSurveys,
  matchCurrentSession,
  openSurveyInvitation,
  saveQuestionnaireResponse,
  updateSurvey,
} from '@openprm/contract';
import { visitExperience } from '@openprm/questionnaire/instruments';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { signIn } from '../../../testing/sign-in.fixture.ts';
import { formOf, inviteTo, makeSurvey, storeForm, visitAnswers } from '../../../testing/survey.fixture.ts';

const good = visitAnswers('completed', { overall: 'good' });
const begun = visitAnswers('in-progress', { wait: 'good' });

describe(`surveys of whoever is signed in on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let form: string;
  let people = 0;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server, { service: { capacity: 100 } });
    const translation = {
      url: 'http://hl7.org/fhir/StructureDefinition/translation',
      extension: [
        { url: 'lang', valueCode: 'es' },
        { url: 'content', valueString: 'Su visita' },
      ],
    };
    form = await storeForm(server, clinic, {
      ...formOf(visitExperience),
      title: 'Your visit',
      _title: { extension: [translation] },
    });
  });
  after(() => server.close());

  interface As {
    readonly credential: string;
    readonly actingFor?: string;
  }
  const asClinic = () => ({ credential: clinic.secretKey });
  const survey = async (more: Parameters<typeof makeSurvey>[3] = {}) =>
    (await makeSurvey(server, clinic, form, { ...more })).id;
  const invite = (surveyId: string, patientId: string) => inviteTo(server, clinic, surveyId, patientId);

  /** A patient who is signed in. */
  const newPatient = async () => {
    const slot = nth(await openSlots(server, clinic), 0);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, asClinic());
    const email = `patient${(people += 1)}@example.org`;
    const body = { holdId: hold.id, holdSecret: hold.secret, patient: { ...dana, email } };
    const { patient } = await server.call(createAppointment, { body }, asClinic());
    assert.ok(patient);
    const { as } = await signIn(server, clinic, email);
    await server.call(matchCurrentSession, { body: { birthDate: dana.birthDate } }, as);
    return { patientId: patient.id, email, as };
  };
  const newProxy = async (patientId: string, mayChange: boolean): Promise<As> => {
    const proxy = {
      given: 'Robin',
      family: 'Reyes',
      birthDate: '1960-01-02',
      email: `proxy${(people += 1)}@example.org`,
    };
    const body = { patientId, relationship: 'PRN', ...proxy, reason: 'legal-document', mayChange } as const;
    await server.call(createRelatedPerson, { body }, asClinic());
    const { as } = await signIn(server, clinic, proxy.email);
    await server.call(matchCurrentSession, { body: { birthDate: proxy.birthDate } }, as);
    return { ...as, actingFor: patientId };
  };
  const list = async (as: As, query: { cursor?: string; limit?: number } = {}) =>
    server.call(listOwnSurveys, { query }, as);
  const listed = async (as: As) => (await list(as)).data.map(({ surveyId, status }) => ({ surveyId, status }));
  const only = async (as: As): Promise<OwnSurvey> => {
    const { data } = await list(as);
    assert.equal(data.length, 1);
    return nth(data, 0);
  };
  const begin = (body: { surveyId: string; invitationId?: string | null; response?: FhirResource }, as: As) => {
    const { invitationId, ...more } = body;
    return server.answer(
      createQuestionnaireResponse,
      { body: { ...more, ...(typeof invitationId === 'string' ? { invitationId } : {}) } },
      as,
    );
  };
  const begunBy = async (...given: Parameters<typeof begin>) => {
    const { status, body } = await begin(...given);
    assert.equal(status, 201);
    return body;
  };

  it('tells what waits, in words that the page can translate, and nothing to who was asked nothing', async () => {
    const { patientId, as } = await newPatient();
    assert.deepEqual(await listed(as), []);
    const surveyId = await survey();
    await invite(surveyId, patientId);
    const { id, invitationId, askedAt, expiresAt, ...item } = await only(as);
    assert.equal(id, invitationId);
    assert.ok(Date.parse(expiresAt ?? '') > Date.parse(askedAt ?? ''));
    assert.deepEqual(item, {
      surveyId,
      status: 'waiting',
      mode: 'named',
      minutes: 3,
      organization: { name: 'North Clinic', telephone: '+1 555 010 2000' },
      title: 'Your visit',
      _title: {
        extension: [
          {
            url: 'http://hl7.org/fhir/StructureDefinition/translation',
            extension: [
              { url: 'lang', valueCode: 'es' },
              { url: 'content', valueString: 'Su visita' },
            ],
          },
        ],
      },
      answeredAt: null,
    });
    const { as: prospect } = await signIn(server, clinic, 'nobody@example.org');
    assert.deepEqual(await listed(prospect), []);
  });

  it('is answered once, by the link or in the session, each going on with what the other began', async () => {
    const { patientId, as } = await newPatient();
    const surveyId = await survey();
    const link = { credential: await invite(surveyId, patientId) };
    const { invitationId } = await only(as);
    const first = await begunBy({ surveyId, response: begun }, link);
    assert.equal((await only(as)).status, 'in-progress');
    const gone = await begunBy({ surveyId, invitationId }, as);
    assert.deepEqual([gone.id, gone.response], [first.id, begun]);
    const params = { id: first.id };
    const saved = await server.call(saveQuestionnaireResponse, { params, body: { version: 1, response: begun } }, as);
    assert.deepEqual((await server.call(openSurveyInvitation, { body: {} }, link)).progress?.version, saved.version);
    await server.call(saveQuestionnaireResponse, { params, body: { version: 2, response: good } }, as);
    const { status, answeredAt } = await only(as);
    assert.equal(status, 'answered');
    assert.ok(answeredAt);
    assert.equal((await server.call(openSurveyInvitation, { body: {} }, link)).status, 'answered');
    const again = await begin({ surveyId, invitationId, response: begun }, as);
    assert.equal(again.problem.code, 'response-completed');
  });

  it('shows what was begun first, then what waits, then what was answered, page by page', async () => {
    const { patientId, as } = await newPatient();
    const surveys = [await survey(), await survey(), await survey(), await survey({ mode: 'confidential' })] as const;
    const [waits, later, inProgress, answered] = surveys;
    await invite(waits, patientId);
    await invite(later, patientId);
    await begunBy({ surveyId: inProgress, response: begun }, as);
    await begunBy({ surveyId: answered, response: good }, as);
    const expected = [
      { surveyId: inProgress, status: 'in-progress' },
      { surveyId: later, status: 'waiting' },
      { surveyId: waits, status: 'waiting' },
      { surveyId: answered, status: 'answered' },
    ];
    assert.deepEqual(await listed(as), expected);
    const paged: { surveyId: string; status: string }[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof list>> = await list(as, { limit: 1, ...(cursor === '' ? {} : { cursor }) });
      paged.push(...page.data.map(({ surveyId, status }) => ({ surveyId, status })));
      cursor = page.nextCursor;
    }
    assert.deepEqual(paged, expected);
  });

  it('says no time of what was answered in confidence, and names no response in the audit', async () => {
    const { patientId, as } = await newPatient();
    const surveyId = await survey({ mode: 'confidential' });
    await invite(surveyId, patientId);
    const { invitationId } = await only(as);
    const { id } = await begunBy({ surveyId, invitationId, response: good }, as);
    const { status, answeredAt } = await only(as);
    assert.deepEqual([status, answeredAt], ['answered', null]);
    const { data } = await server.call(listAuditEvents, { query: { patientId } }, asClinic());
    assert.ok(data.some(({ operation }) => operation === 'listOwnSurveys'));
    assert.ok(!JSON.stringify(data).includes(id));
  });

  it('leaves out what has ended: a survey, a link, and what was begun by a link that was ended', async () => {
    const { patientId, as } = await newPatient();
    const [ended, open] = [await survey(), await survey()];
    await invite(ended, patientId);
    await server.call(updateSurvey, { params: { id: ended }, body: { active: false } }, asClinic());
    const link = await invite(open, patientId);
    const { invitationId } = await only(as);
    const { id } = await begunBy({ surveyId: open, response: begun }, { credential: link });
    await server.call(endPatientSessions, { params: { id: patientId }, body: {} }, asClinic());
    const { as: anew } = await signIn(server, clinic, `patient${people}@example.org`);
    await server.call(matchCurrentSession, { body: { birthDate: dana.birthDate } }, anew);
    assert.deepEqual(await listed(anew), []);
    assert.equal((await begin({ surveyId: open, invitationId }, anew)).status, 404);
    const params = { id };
    const body = { version: 1, response: begun };
    assert.equal((await server.answer(saveQuestionnaireResponse, { params, body }, anew)).status, 404);
  });

  it('shows who acts for the patient what waits by name, and of answers their own alone', async () => {
    const { patientId, as } = await newPatient();
    const proxy = await newProxy(patientId, true);
    const reader = await newProxy(patientId, false);
    const [named, confidential, begunByPatient] = [
      await survey(),
      await survey({ mode: 'confidential' }),
      await survey(),
    ];
    for (const surveyId of [named, confidential, begunByPatient]) await invite(surveyId, patientId);
    const own = (await list(as)).data;
    const invitationOf = (surveyId: string) => own.find((item) => item.surveyId === surveyId)?.invitationId ?? null;
    await begunBy({ surveyId: begunByPatient, invitationId: invitationOf(begunByPatient), response: begun }, as);
    assert.deepEqual(await listed(proxy), [{ surveyId: named, status: 'waiting' }]);
    assert.equal((await only(proxy)).invitationId, null);
    assert.deepEqual(await listed(reader), []);

    assert.equal((await begin({ surveyId: named, invitationId: invitationOf(named) }, proxy)).status, 404);
    const { id, version } = await begunBy({ surveyId: named, response: begun }, proxy);
    assert.deepEqual(await listed(proxy), [{ surveyId: named, status: 'in-progress' }]);
    const body = { version, response: good };
    assert.equal((await server.answer(saveQuestionnaireResponse, { params: { id }, body }, as)).status, 404);
    await server.call(saveQuestionnaireResponse, { params: { id }, body }, proxy);
    assert.deepEqual(await listed(proxy), [{ surveyId: named, status: 'answered' }]);
    assert.deepEqual(
      (await listed(as)).map(({ status }) => status),
      ['in-progress', 'waiting', 'waiting'],
    );
  });

  it('does not show what is another patient’s', async () => {
    const [one, other] = [await newPatient(), await newPatient()];
    const surveyId = await survey();
    await invite(surveyId, one.patientId);
    const { invitationId } = await only(one.as);
    assert.deepEqual(await listed(other.as), []);
    assert.equal((await begin({ surveyId, invitationId }, other.as)).status, 404);
    const another = await survey();
    assert.equal((await begin({ surveyId: another, invitationId }, one.as)).status, 404);
  });
});
