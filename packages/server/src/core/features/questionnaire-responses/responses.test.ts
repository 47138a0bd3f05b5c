import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type FhirResource,
  type ResponseProgress,
  type SurveyCreate,
  createApiKey,
  createAppointment,
  createHold,
  createQuestionnaire,
  createQuestionnaireResponse,
  createRelatedPerson,
  createSurvey,
  createSurveyInvitation,
  endPatientSessions,
  erasePatient,
  getQuestionnaire,
  getQuestionnaireResponse,
  getSurveyForm,
  getTask,
  listAuditEvents,
  listEvents,
  listQuestionnaireResponses,
  listStaff,
  listTasks,
  matchCurrentSession,
  openSurveyInvitation,
  putQuestionnaire,
  retireQuestionnaire,
  revokeAppointmentAccess,
  saveQuestionnaireResponse,
  updateSurvey,
  updateTask,
} from '@openprm/contract';
import { scopes } from '@openprm/contract/policies';
import { phq9, visitExperience } from '@openprm/questionnaire/instruments';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { signIn } from '../../../testing/sign-in.fixture.ts';
import { type StaffMember, enrolOwner, enrolStaff } from '../../../testing/staff.fixture.ts';
import { formOf, inviteTo, makeSurvey, storeForm, visitAnswers } from '../../../testing/survey.fixture.ts';

const allGood = {
  access: 'good',
  wait: 'good',
  'office-staff': 'good',
  listening: 'good',
  explaining: 'good',
  facility: 'good',
  overall: 'good',
};

/** PHQ-9 with one answer to each question but the last, and the last. */
const phqAnswers = (status: 'in-progress' | 'completed', last: string, others = 'several-days'): FhirResource => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: 'urn:openprm:questionnaire:phq-9|1',
  status,
  item: [
    {
      linkId: 'phq-9',
      item: Array.from({ length: 9 }, (_, index) => ({
        linkId: `phq-9-${index + 1}`,
        answer: [
          { valueCoding: { system: 'urn:openprm:codes:frequency-two-weeks', code: index === 8 ? last : others } },
        ],
      })),
    },
  ],
});

describe(`surveys on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let owner: StaffMember;
  let clinician: StaffMember;
  let frontDesk: StaffMember;
  let visitForm: string;
  let phqForm: string;
  let people = 0;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server, { service: { capacity: 100 } });
    owner = await enrolOwner(server, clinic.tenantId, 'owner@north.example');
    clinician = await enrolStaff(server, owner, 'clinician', 'clinician@north.example');
    frontDesk = await enrolStaff(server, owner, 'front-desk', 'front@north.example');
    visitForm = await storeForm(server, clinic);
    phqForm = await storeForm(server, clinic, formOf(phq9));
  });
  after(() => server.close());

  const asClinic = () => ({ credential: clinic.secretKey });
  const asVisitor = () => ({ credential: clinic.publishableKey });
  /** A patient with a visit. */
  const newPatient = async () => {
    const slot = nth(await openSlots(server, clinic), 0);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, asClinic());
    const email = `patient${(people += 1)}@example.org`;
    const body = { holdId: hold.id, holdSecret: hold.secret, patient: { ...dana, email } };
    const { id: appointmentId, patient } = await server.call(createAppointment, { body }, asClinic());
    assert.ok(patient);
    return { appointmentId, patientId: patient.id, email };
  };
  const survey = (more: Parameters<typeof makeSurvey>[3] = {}, form = visitForm) =>
    makeSurvey(server, clinic, form, more);
  const begin = (surveyId: string, credential: string, response?: FhirResource) =>
    server.call(
      createQuestionnaireResponse,
      { body: { surveyId, ...(response === undefined ? {} : { response }) } },
      { credential },
    );
  const save = (
    { id, version, secret }: Pick<ResponseProgress, 'id' | 'version' | 'secret'>,
    response: FhirResource,
    credential: string,
  ) =>
    server.answer(
      saveQuestionnaireResponse,
      { params: { id }, body: { version, response, ...(secret === null ? {} : { secret }) } },
      { credential },
    );
  const invited = async (surveyId: string) => {
    const patient = await newPatient();
    return { ...patient, link: await inviteTo(server, clinic, surveyId, patient.patientId) };
  };

  describe('forms', () => {
    it('are stored and given back deep-equal, with what no version of ours understands', async () => {
      const form = {
        ...formOf(visitExperience),
        url: 'https://forms.example/odd',
        extension: [{ url: 'https://forms.example/x', valueDecimal: 1.5 }],
        contained: [{ resourceType: 'Basic', id: 'x', code: { text: '\u0000 \ud800 "' } }],
        __proto__x: null,
      } as unknown as FhirResource;
      const id = await storeForm(server, clinic, form);
      const { questionnaire } = await server.call(getQuestionnaire, { params: { id } }, asClinic());
      assert.deepEqual(questionnaire, JSON.parse(JSON.stringify(form)));
    });

    it('are refused with each fault and its place', async () => {
      const questionnaire = {
        resourceType: 'Questionnaire',
        status: 'active',
        url: 'https://forms.example/bad',
        item: [
          { linkId: 'a', type: 'choice', text: 'A' },
          { linkId: 'a', type: 'strange' },
        ],
      };
      const { status, problem } = await server.answer(createQuestionnaire, { body: { questionnaire } }, asClinic());
      assert.equal(status, 422);
      assert.deepEqual(
        problem.issues?.map(({ path, code }) => `${path} ${code}`),
        [
          '/body/questionnaire/item/0 missing-options',
          '/body/questionnaire/item/1 duplicate-link-id',
          '/body/questionnaire/version missing-element',
        ],
      );
    });

    it('change while they are drafts, and never again once they are published', async () => {
      const url = 'https://forms.example/versions';
      const draft = { ...formOf(visitExperience), url, status: 'draft' };
      const id = await storeForm(server, clinic, draft);
      const put = (form: object) =>
        server.answer(putQuestionnaire, { params: { id }, body: { questionnaire: form } }, asClinic());
      assert.equal((await put({ ...draft, title: 'Better' })).body.status, 'draft');
      assert.equal((await put({ ...draft, status: 'active' })).body.status, 'active');
      assert.equal((await put({ ...draft, title: 'Worse' })).problem.code, 'questionnaire-published');
      const again = await server.answer(createQuestionnaire, { body: { questionnaire: draft } }, asClinic());
      assert.equal(again.problem.code, 'already-exists');
      await assert.rejects(
        sql`update questionnaire set content = '{}' where id = ${id}`.execute(server.open.database),
        /published questionnaire/,
      );
      assert.equal(
        (await server.call(retireQuestionnaire, { params: { id }, body: {} }, asClinic())).status,
        'retired',
      );
      const late = await server.answer(
        createSurvey,
        {
          body: {
            organizationId: clinic.organizationId,
            questionnaireId: id,
            name: 'Late',
            mode: 'named',
            readers: ['owner'],
            minutes: 1,
          },
        },
        asClinic(),
      );
      assert.equal(late.problem.issues?.[0]?.path, '/body/questionnaireId');
    });

    it('are told with what to say before the first question', async () => {
      const { id } = await survey({ crisisTelephone: '988', readers: ['clinician'] }, phqForm);
      const form = await server.call(getSurveyForm, { params: { id } }, asVisitor());
      assert.deepEqual(
        { mode: form.mode, readers: form.readers, safety: form.safety, by: form.organization.name },
        { mode: 'named', readers: ['clinician'], safety: [{ linkId: 'phq-9-9', atLeast: 1 }], by: 'North Clinic' },
      );
      await server.call(updateSurvey, { params: { id }, body: { active: false } }, asClinic());
      const over = await server.answer(getSurveyForm, { params: { id } }, asVisitor());
      assert.equal(over.problem.code, 'not-found');
    });
  });

  describe('a named response', () => {
    it('is begun by a link, saved by parts, gone on with, and completed once', async () => {
      const { id: surveyId } = await survey();
      const { link, patientId } = await invited(surveyId);
      const opened = await server.call(openSurveyInvitation, { body: {} }, { credential: link });
      assert.deepEqual({ status: opened.status, progress: opened.progress }, { status: 'pending', progress: null });

      const begun = await begin(surveyId, link);
      const part = visitAnswers('in-progress', { access: 'good' });
      const saved = await save(begun, part, link);
      assert.deepEqual([saved.body.version, saved.body.status], [2, 'in-progress']);
      assert.deepEqual((await begin(surveyId, link)).response, part);

      const whole = {
        ...visitAnswers('completed', allGood, 'Thank you'),
        extension: [{ url: 'x', valueDate: '2026' }],
      };
      assert.equal((await save(begun, whole, link)).problem.code, 'version-conflict');
      const done = await save(saved.body, whole, link);
      assert.equal(done.body.status, 'completed');
      assert.equal((await save(done.body, whole, link)).problem.code, 'response-completed');
      assert.equal(
        (await server.call(openSurveyInvitation, { body: {} }, { credential: link })).progress?.response,
        null,
      );

      await server.call(updateSurvey, { params: { id: surveyId }, body: { active: false } }, asClinic());
      const after = await server.call(openSurveyInvitation, { body: {} }, { credential: link });
      assert.deepEqual([after.status, after.progress], ['answered', null], 'its survey has ended since');

      const kept = await server.call(getQuestionnaireResponse, { params: { id: begun.id } }, asClinic());
      assert.deepEqual(kept.response, JSON.parse(JSON.stringify(whole)));
      assert.equal(kept.patient?.id, patientId);
      assert.equal(kept.scores.find(({ id }) => id === 'visit-experience-overall')?.value, 3);
    });

    it('answers the retry of a save with its first answer', async () => {
      const { id: surveyId } = await survey();
      const { link } = await invited(surveyId);
      const begun = await begin(surveyId, link);
      const body = { version: begun.version, response: visitAnswers('completed', allGood) };
      const options = { credential: link, idempotencyKey: 'the-same-save' };
      const [first, second] = [
        await server.answer(saveQuestionnaireResponse, { params: { id: begun.id }, body }, options),
        await server.answer(saveQuestionnaireResponse, { params: { id: begun.id }, body }, options),
      ];
      assert.deepEqual(second.body, first.body);
      assert.equal(second.headers.get('idempotent-replayed'), 'true');
    });

    it('is begun once and saved once, however many pages do so at once', async () => {
      const { id: surveyId } = await survey();
      const { link } = await invited(surveyId);
      const begun = await Promise.all(Array.from({ length: 5 }, () => begin(surveyId, link)));
      const [first] = begun;
      assert.ok(first);
      assert.equal(new Set(begun.map(({ id }) => id)).size, 1);
      const saves = await Promise.all(
        ['poor', 'fair', 'good', 'very-good', 'excellent'].map((wait) =>
          save(first, visitAnswers('in-progress', { wait }), link),
        ),
      );
      assert.deepEqual(saves.map(({ status }) => status).toSorted(), [200, 409, 409, 409, 409]);
    });

    it('is not complete without what the form asks, and says where', async () => {
      const questionnaire = {
        resourceType: 'Questionnaire',
        url: 'https://forms.example/required',
        version: '1',
        status: 'active',
        title: 'Required',
        item: [{ linkId: 'name', type: 'string', text: 'Name', required: true, maxLength: 5 }],
      };
      const { id: surveyId } = await survey({}, await storeForm(server, clinic, questionnaire));
      const { link } = await invited(surveyId);
      const base = { resourceType: 'QuestionnaireResponse', status: 'completed' };
      const answer = (response: FhirResource) =>
        server.answer(createQuestionnaireResponse, { body: { surveyId, response } }, { credential: link });
      const faults = async (response: FhirResource) =>
        (await answer(response)).problem.issues?.map(({ path, code }) => `${path} ${code}`);
      assert.deepEqual(await faults(base), ['/body/response required']);
      const long = { linkId: 'name', answer: [{ valueString: 'secret name' }] };
      const refused = await answer({ ...base, item: [long, { linkId: 'nowhere' }] });
      assert.deepEqual(
        refused.problem.issues?.map(({ path, code }) => `${path} ${code}`),
        ['/body/response/item/1 no-such-item', '/body/response too-long'],
      );
      assert.ok(!JSON.stringify(refused.problem).includes('secret'));
      assert.deepEqual(await faults({ ...base, questionnaire: 'https://forms.example/other|1', item: [] }), [
        '/body/response/questionnaire custom',
        '/body/response required',
      ]);
    });

    it('is begun in a session by its patient, or by who may act for them, and seen by no other', async () => {
      const { id: surveyId } = await survey();
      const { patientId, email } = await newPatient();
      const session = await signIn(server, clinic, email);
      const prospect = await server.answer(createQuestionnaireResponse, { body: { surveyId } }, session.as);
      assert.equal(prospect.problem.code, 'not-found');
      await server.call(matchCurrentSession, { body: { birthDate: dana.birthDate } }, session.as);
      const begun = await begin(surveyId, session.as.credential);
      assert.equal((await begin(surveyId, session.as.credential)).id, begun.id);

      const proxy = { given: 'Robin', family: 'Reyes', birthDate: '1960-01-02', email: `proxy${people}@example.org` };
      const act = async (mayChange: boolean) => {
        const other = await newPatient();
        const body = {
          ...proxy,
          email: other.email,
          birthDate: dana.birthDate,
          patientId,
          relationship: 'PRN' as const,
        };
        await server.call(createRelatedPerson, { body: { ...body, mayChange } }, asClinic());
        const by = await signIn(server, clinic, other.email);
        await server.call(matchCurrentSession, { body: { birthDate: dana.birthDate } }, by.as);
        return { credential: by.as.credential, actingFor: patientId };
      };
      const goOn = async (as: { credential: string; actingFor: string }) =>
        server.answer(createQuestionnaireResponse, { body: { surveyId } }, as);
      // who acts for the patient begins their own, whatever the mode, and reads nothing of what the patient has begun
      const proxied = await act(true);
      const own = await goOn(proxied);
      assert.notEqual(own.body.id, begun.id);
      assert.equal((await goOn(proxied)).body.id, own.body.id);
      const over = {
        params: { id: begun.id },
        body: { version: begun.version, response: visitAnswers('in-progress') },
      };
      assert.equal((await server.answer(saveQuestionnaireResponse, over, proxied)).problem.code, 'not-found');
      const reader = await act(false);
      assert.equal((await goOn(reader)).problem.code, 'permission-denied');
      const stranger = { credential: reader.credential };
      const response = visitAnswers('in-progress');
      const input = { params: { id: begun.id }, body: { version: begun.version, response } };
      assert.equal((await server.answer(saveQuestionnaireResponse, input, stranger)).problem.code, 'not-found');
      assert.equal((await server.answer(saveQuestionnaireResponse, input, reader)).problem.code, 'permission-denied');
    });

    it('is read by whom the survey names, and by nobody else', async () => {
      const { id: surveyId } = await survey({ readers: ['clinician'] });
      const { link } = await invited(surveyId);
      const { id } = await begin(surveyId, link, visitAnswers('completed', allGood));
      const read = (credential: string) => server.answer(getQuestionnaireResponse, { params: { id } }, { credential });
      assert.equal((await read(clinician.session)).status, 200);
      assert.equal((await read(owner.session)).problem.code, 'not-found');
      assert.equal((await read(frontDesk.session)).problem.code, 'permission-denied');
      const list = await server.answer(
        listQuestionnaireResponses,
        { query: { surveyId } },
        { credential: owner.session },
      );
      assert.equal(list.problem.code, 'not-found');
    });

    it('scores against the last one by the same form', async () => {
      const { id: surveyId } = await survey({}, phqForm);
      const { patientId, link } = await invited(surveyId);
      await begin(surveyId, link, phqAnswers('completed', 'not-at-all', 'nearly-every-day'));
      const again = await inviteTo(server, clinic, surveyId, patientId);
      // what the response says of points is not believed
      const told = phqAnswers('completed', 'not-at-all', 'not-at-all');
      const { id } = await begin(surveyId, again, {
        ...told,
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/ordinalValue', valueDecimal: 27 }],
      });
      const { scores } = await server.call(getQuestionnaireResponse, { params: { id } }, asClinic());
      assert.deepEqual(scores, [
        {
          id: 'phq-9',
          value: 0,
          band: 'minimal',
          missing: [],
          change: { difference: -24, direction: 'better', isDetectable: null, isImportant: true },
        },
      ]);
    });
  });

  describe('a change since the last time', () => {
    it('says nothing in a named response of what was said in confidence or to others, and nothing in a confidential one', async () => {
      const { patientId } = await newPatient();
      const answered = async (more: Parameters<typeof survey>[0], others: string) => {
        const { id: surveyId } = await survey(more, phqForm);
        const { id } = await begin(
          surveyId,
          await inviteTo(server, clinic, surveyId, patientId),
          phqAnswers('completed', 'not-at-all', others),
        );
        const { scores } = await server.call(getQuestionnaireResponse, { params: { id } }, asClinic());
        return scores[0]?.change?.difference ?? null;
      };
      const treats = { readers: ['clinician' as const] };
      const inConfidence = { ...treats, mode: 'confidential' as const };
      assert.equal(await answered(inConfidence, 'nearly-every-day'), null);
      assert.equal(await answered(treats, 'several-days'), null);
      assert.equal(await answered(inConfidence, 'nearly-every-day'), null);
      assert.equal(await answered(treats, 'not-at-all'), -8);
      assert.equal(await answered({ readers: ['owner'] }, 'several-days'), null);
    });
  });

  describe('an anonymous response', () => {
    const anonymous = () => survey({ mode: 'anonymous' });

    it('has nobody, and goes on for who has its secret alone', async () => {
      const { id: surveyId } = await anonymous();
      const begun = await begin(surveyId, clinic.publishableKey);
      assert.ok(begun.secret);
      const part = visitAnswers('in-progress', { access: 'good' });
      for (const secret of [null, 'A'.repeat(43)])
        assert.equal((await save({ ...begun, secret }, part, clinic.publishableKey)).problem.code, 'not-found');
      const saved = await save(begun, part, clinic.publishableKey);
      const done = await save(
        { ...saved.body, secret: begun.secret },
        visitAnswers('completed', allGood),
        clinic.publishableKey,
      );
      assert.equal(done.body.status, 'completed');
      const { rows } = await sql<Record<string, unknown>>`
        select patient_id, appointment_id, invitation_id, extract(epoch from created_at)::bigint % 86400 as second
        from questionnaire_response where id = ${begun.id}`.execute(server.open.database);
      assert.deepEqual(
        rows.map((row) => ({ ...row, second: Number(row['second']) })),
        [{ patient_id: null, appointment_id: null, invitation_id: null, second: 0 }],
      );
      const { patient, appointmentId } = await server.call(
        getQuestionnaireResponse,
        { params: { id: begun.id } },
        asClinic(),
      );
      assert.deepEqual([patient, appointmentId], [null, null]);
    });

    it('is refused to who comes with a name, and what says one is refused', async () => {
      const { id: surveyId } = await anonymous();
      const { email, patientId } = await newPatient();
      const session = await signIn(server, clinic, email);
      await server.call(matchCurrentSession, { body: { birthDate: dana.birthDate } }, session.as);
      const named = await server.answer(createQuestionnaireResponse, { body: { surveyId } }, session.as);
      assert.equal(named.problem.code, 'permission-denied');
      const invitation = await server.answer(createSurveyInvitation, { body: { surveyId, patientId } }, asClinic());
      assert.equal(invitation.problem.issues?.[0]?.path, '/body/surveyId');
      const response = { ...visitAnswers('completed', allGood), subject: { reference: 'Patient/1' } };
      const told = await server.answer(createQuestionnaireResponse, { body: { surveyId, response } }, asVisitor());
      assert.equal(told.problem.issues?.[0]?.path, '/body/response/subject');
      const { id: namedId } = await survey();
      const stranger = await server.answer(createQuestionnaireResponse, { body: { surveyId: namedId } }, asVisitor());
      assert.equal(stranger.problem.code, 'permission-denied');
    });

    it('cannot be asked with an instrument that watches for danger, nor with rules that call somebody', async () => {
      const body = {
        organizationId: clinic.organizationId,
        name: 'x',
        mode: 'anonymous' as const,
        readers: ['owner' as const],
        minutes: 1,
      };
      const phq = await server.answer(createSurvey, { body: { ...body, questionnaireId: phqForm } }, asClinic());
      assert.equal(phq.problem.issues?.[0]?.code, 'anonymous-safety');
      const recovery = [{ kind: 'word', words: ['rude'], dueMinutes: 60 }] as const;
      for (const mode of ['anonymous', 'confidential'] as const) {
        const asked = { ...body, mode, questionnaireId: visitForm, recovery: [...recovery] };
        const refused = await server.answer(createSurvey, { body: asked }, asClinic());
        assert.equal(refused.problem.issues?.[0]?.path, '/body/recovery');
      }
      const signs = [{ kind: 'word', words: ['rude', '?!'], dueMinutes: 60 }] as const;
      const everywhere = await server.answer(
        createSurvey,
        { body: { ...body, mode: 'named', questionnaireId: visitForm, recovery: [...signs] } },
        asClinic(),
      );
      assert.equal(everywhere.problem.code, 'validation-failed', 'what has no letter and no digit is in every answer');
      await assert.rejects(
        sql`update survey set safety = '[{}]' where mode = 'anonymous'`.execute(server.open.database),
        /survey_anonymous_watches_nothing/,
      );
    });
  });

  describe('what is not FHIR, or names somebody', () => {
    const base = { resourceType: 'QuestionnaireResponse', status: 'completed' };
    const faults = async (mode: 'named' | 'anonymous', more: object) => {
      const response = { ...base, ...more };
      const { id: surveyId } = mode === 'named' ? await survey() : await survey({ mode });
      const credential = mode === 'named' ? await inviteTo(server, clinic, surveyId, somebody) : clinic.publishableKey;
      const refused = await server.answer(
        createQuestionnaireResponse,
        { body: { surveyId, response } },
        { credential },
      );
      return refused.problem.issues?.map(({ path }) => path.replace('/body/response', ''));
    };
    let somebody = '';
    before(async () => {
      somebody = (await newPatient()).patientId;
    });

    it('is refused with its place', async () => {
      for (const [more, path] of [
        [{ item: { linkId: 'ratings' } }, '/item'],
        [{ item: [7] }, '/item/0'],
        [{ item: [{}] }, '/item/0/linkId'],
        [{ item: [{ linkId: 'ratings', item: 'x' }] }, '/item/0/item'],
        [{ item: [{ linkId: 'comment', answer: { valueString: 'a' } }] }, '/item/0/answer'],
        [{ item: [{ linkId: 'comment', answer: [{ item: {} }] }] }, '/item/0/answer/0/item'],
      ] as const)
        assert.deepEqual(await faults('named', more), [path]);
    });

    it('has no place, at any depth, where nobody is to know whose it is', async () => {
      const item = (answer: object) => ({ item: [{ linkId: 'comment', answer: [answer] }] });
      const translated = (content: object) => {
        const extension = [
          { url: 'lang', valueCode: 'es' },
          { url: 'content', ...content },
        ];
        const url = 'http://hl7.org/fhir/StructureDefinition/translation';
        return { code: 'good', display: 'Good', _display: { extension: [{ url, extension }] } };
      };
      for (const [more, path] of [
        [{ contained: [{ resourceType: 'Patient' }] }, '/contained'],
        [{ meta: { tag: [] } }, '/meta'],
        [{ text: { div: 'Dana' } }, '/text'],
        [{ identifier: { value: 'Dana' } }, '/identifier'],
        [{ authored: '2026-11-22T14:00:00Z' }, '/authored'],
        [{ _status: { id: 'Dana' } }, '/_status'],
        [{ 'a/b': 1 }, '/a~1b'],
        [item({ valueReference: { reference: 'Patient/1' } }), '/item/0/answer/0/valueReference'],
        [item({ valueString: 'a', extension: [{ url: 'x', valueString: 'Dana' }] }), '/item/0/answer/0/extension'],
        [item({ valueQuantity: { value: 1, _unit: {} } }), '/item/0/answer/0/valueQuantity/_unit'],
        [item({ valueCoding: translated({ valueReference: {} }) }), '/item/0/answer/0/valueCoding/_display'],
      ] as const)
        assert.deepEqual(await faults('anonymous', more), [path]);
      const extension = [{ url: 'http://hl7.org/fhir/StructureDefinition/ordinalValue', valueDecimal: 1 }];
      const points = {
        valueCoding: { system: 'urn:openprm:codes:rating', ...translated({ valueString: 'Bueno' }), extension },
      };
      const fine = {
        authored: '2026-11-22',
        item: [{ linkId: 'ratings', item: [{ linkId: 'wait', answer: [points] }] }],
      };
      assert.equal(await faults('anonymous', fine), undefined);
    });

    it('may be what the form itself gives to be chosen or to begin with, whole and nothing else', async () => {
      const chosen = {
        id: 'a',
        system: 'urn:example:feeling',
        code: 'bad',
        display: 'Bad',
        _display: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/rendering-style', valueString: 'b' }] },
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/ordinalValue', valueInteger: 3 }],
      };
      const begunWith = { value: 1, unit: 'day', extension: [{ url: 'urn:example:how', valueString: 'sure' }] };
      const { id: surveyId } = await survey(
        { mode: 'anonymous' },
        await storeForm(server, clinic, {
          resourceType: 'Questionnaire',
          status: 'active',
          url: 'urn:example:options-with-more',
          version: '1',
          item: [
            { linkId: 'feeling', type: 'choice', answerOption: [{ valueCoding: chosen }] },
            { linkId: 'since', type: 'quantity', initial: [{ valueQuantity: begunWith }] },
          ],
        }),
      );
      const told = async (feeling: object, since: object = begunWith) => {
        const item = [
          { linkId: 'feeling', answer: [{ valueCoding: feeling }] },
          { linkId: 'since', answer: [{ valueQuantity: since }] },
        ];
        const { problem } = await server.answer(
          createQuestionnaireResponse,
          { body: { surveyId, response: { ...base, item } } },
          { credential: clinic.publishableKey },
        );
        return problem.issues?.map(({ path }) => path.replace('/body/response', ''));
      };
      assert.equal(await told(chosen), undefined);
      assert.equal(await told(Object.fromEntries(Object.entries(chosen).reverse())), undefined);
      const [feeling, since] = ['/item/0/answer/0/valueCoding', '/item/1/answer/0/valueQuantity'];
      assert.deepEqual(await told({ ...chosen, id: 'dana' }), [
        `${feeling}/id`,
        `${feeling}/_display`,
        `${feeling}/extension`,
      ]);
      assert.deepEqual(await told(chosen, { ...begunWith, id: 'dana' }), [`${since}/extension`, `${since}/id`]);
      assert.deepEqual(await told(begunWith, begunWith), [`${feeling}/extension`]);
    });
  });

  describe('a link', () => {
    it('ends with the links to its visit, and with the sessions of its patient', async () => {
      const { id: surveyId } = await survey({ emergencyTelephone: '911', crisisTelephone: '988' });
      const { appointmentId, patientId } = await newPatient();
      const open = (credential: string) => server.answer(openSurveyInvitation, { body: {} }, { credential });
      const { secret: ofVisit } = await server.call(
        createSurveyInvitation,
        { body: { surveyId, appointmentId } },
        asClinic(),
      );
      const ofPatient = await inviteTo(server, clinic, surveyId, patientId);
      await begin(surveyId, ofVisit, visitAnswers('in-progress', { access: 'good' }));
      await server.call(revokeAppointmentAccess, { params: { id: appointmentId }, body: {} }, asClinic());
      assert.deepEqual([(await open(ofVisit)).status, (await open(ofPatient)).status], [401, 200]);
      const form = await server.call(getSurveyForm, { params: { id: surveyId } }, { credential: ofPatient });
      await server.call(endPatientSessions, { params: { id: patientId }, body: {} }, asClinic());
      const ended = await open(ofPatient);
      const { telephone } = form.organization;
      assert.equal(ended.problem.code, 'credential-invalid');
      assert.deepEqual(
        ended.problem.contact,
        { telephone, emergencyTelephone: '911', crisisTelephone: '988' },
        'whom to call who has said there that they may not be safe',
      );

      const ask = (of: string) =>
        server.answer(createSurveyInvitation, { body: { surveyId, appointmentId: of } }, asClinic());
      assert.equal(
        (await ask(appointmentId)).problem.code,
        'already-exists',
        'what was begun by it is not shown again',
      );
      const other = await newPatient();
      const first = await ask(other.appointmentId);
      assert.equal((await ask(other.appointmentId)).problem.code, 'already-exists');
      await server.call(endPatientSessions, { params: { id: other.patientId }, body: {} }, asClinic());
      const again = await ask(other.appointmentId);
      assert.deepEqual([again.status, again.body.id], [201, first.body.id], 'nobody has answered: it is asked again');
      assert.deepEqual([(await open(first.body.secret)).status, (await open(again.body.secret)).status], [401, 200]);
    });

    it('is made by a key that may sign in as its patient, and not without end', async () => {
      const { id: surveyId } = await survey();
      const { patientId } = await newPatient();
      const keyFor = async (scopes: string[]) =>
        (await server.call(createApiKey, { body: { kind: 'secret', name: 'x', scopes } }, asClinic())).key;
      const invite = (credential: string) =>
        server.answer(createSurveyInvitation, { body: { surveyId, patientId } }, { credential });
      const reader = await keyFor(scopes.filter((scope) => scope !== 'sign-in:write' && scope !== 'own-session'));
      assert.equal((await invite(reader)).problem.code, 'permission-denied');
      const key = await keyFor(['sign-in:write']);
      await sql`
        insert into survey_invitation (tenant_id, id, survey_id, mode, patient_id, expires_at)
        select ${clinic.tenantId}, 'svi_many' || n, ${surveyId}, 'named', ${patientId}, now() + interval '1 day'
        from generate_series(1, 99) as n`.execute(server.open.database);
      assert.equal((await invite(key)).status, 201);
      assert.equal((await invite(key)).problem.code, 'already-exists');
      await server.call(endPatientSessions, { params: { id: patientId }, body: {} }, asClinic());
      assert.equal((await invite(key)).status, 201);
    });
  });

  it('shows nobody what was typed and not sent, but for a safety answer', async () => {
    const { id: surveyId } = await survey({}, phqForm);
    const [calm, ill] = [await invited(surveyId), await invited(surveyId)];
    const quiet = await begin(surveyId, calm.link, phqAnswers('in-progress', 'not-at-all'));
    const loud = await begin(surveyId, ill.link, phqAnswers('in-progress', 'several-days'));
    for (const credential of [clinic.secretKey, clinician.session, owner.session]) {
      const read = (id: string) => server.answer(getQuestionnaireResponse, { params: { id } }, { credential });
      assert.equal((await read(quiet.id)).problem.code, 'not-found');
      assert.equal((await read(loud.id)).status, 200);
    }
    assert.equal((await save(quiet, phqAnswers('completed', 'not-at-all'), calm.link)).status, 200);
    const sent = await server.answer(getQuestionnaireResponse, { params: { id: quiet.id } }, asClinic());
    assert.equal(sent.status, 200);
  });

  describe('a safety answer', () => {
    it('opens one task with an alert and an event at the first save that has it, and says told only then', async () => {
      const { id: surveyId } = await survey({}, phqForm);
      const { link, patientId } = await invited(surveyId);
      await server.core.sequence();
      const { cursor } = await server.call(listEvents, { query: {} }, { credential: clinician.session });
      const begun = await begin(surveyId, link, phqAnswers('in-progress', 'not-at-all'));
      assert.deepEqual(begun.told, []);
      server.mails.length = 0;
      server.jobs.length = 0;
      const saved = await save(begun, phqAnswers('in-progress', 'several-days'), link);
      assert.deepEqual(
        saved.body.told.map(({ linkId }) => linkId),
        ['phq-9-9'],
      );
      const again = await save(saved.body, phqAnswers('in-progress', 'nearly-every-day'), link);
      assert.equal(again.body.told.length, 1);
      const same = await save(again.body, phqAnswers('in-progress', 'nearly-every-day'), link);
      // taken back: what was told stays told
      const back = await save(same.body, phqAnswers('completed', 'not-at-all'), link);
      assert.deepEqual(
        [saved, again, same, back].map(({ body }) => body.told.map(({ points }) => points)),
        [[1], [3], [3], [3]],
      );
      assert.ok((again.body.told[0]?.recordedAt ?? '') > (saved.body.told[0]?.recordedAt ?? ''));
      assert.deepEqual(back.body.told, again.body.told);

      const { data } = await server.call(listTasks, { query: { code: 'safety' } }, { credential: clinician.session });
      const ours = data.filter((task) => task.questionnaireResponseId === begun.id);
      assert.deepEqual(
        ours.map(({ status, patient, detail }) => [status, patient?.id, detail?.linkId]),
        [['requested', patientId, 'phq-9-9']],
      );
      assert.equal(ours[0]?.version, 2, 'who has not seen that it is worse does not close it');
      await server.runJobs();
      const [mail, ...others] = server.mails;
      assert.equal(others.length, 1, 'the clinic is told again of what is worse, and of nothing else');
      assert.equal(mail?.to, 'desk@north.example');
      assert.doesNotMatch(`${mail?.subject} ${mail?.text}`, /Dana|Reyes|PHQ|hurt|visit-|phq/i);
      await server.core.sequence();
      const events = await server.call(listEvents, { query: { after: cursor } }, { credential: clinician.session });
      assert.ok(events.data.some(({ type, resourceId }) => type === 'task.changed' && resourceId === ours[0]?.id));
    });

    it('opens another task when it is worse, or given again, after somebody was done with the first', async () => {
      const { id: surveyId } = await survey({}, phqForm);
      const { link } = await invited(surveyId);
      const response = (last: string) => phqAnswers('in-progress', last);
      let now = await begin(surveyId, link, response('several-days'));
      const tasks = async () => {
        const query = { code: 'safety', limit: 200 } as const;
        const { data } = await server.call(listTasks, { query }, { credential: clinician.session });
        const closed = await server.call(
          listTasks,
          { query: { ...query, status: 'completed' } },
          { credential: clinician.session },
        );
        const ours = new Map([...data, ...closed.data].map((task) => [task.id, task]));
        return [...ours.values()].filter((task) => task.questionnaireResponseId === now.id);
      };
      const openOnes = async () => (await tasks()).filter(({ closedAt }) => closedAt === null);
      const change = async (body: object) => {
        for (const { id, version } of await openOnes())
          await server.call(
            updateTask,
            { params: { id }, body: { version, ...body } },
            { credential: clinician.session },
          );
      };
      const next = async (last: string) => {
        server.mails.length = 0;
        server.jobs.length = 0;
        const { body } = await save(now, response(last), link);
        now = { ...now, ...body };
        await server.runJobs();
        return [(await openOnes()).length, server.mails.length, body.told.map(({ points }) => points)];
      };
      const close = () => change({ status: 'completed', outcome: 'not-reached' });

      await close();
      assert.deepEqual(await next('several-days'), [0, 0, [1]], 'what they were done with alarms nobody again');
      assert.deepEqual(await next('nearly-every-day'), [1, 1, [3]]);
      await close();
      assert.deepEqual(await next('several-days'), [0, 0, [3]], 'less than what they were done with');
      assert.deepEqual(await next('not-at-all'), [0, 0, [3]]);
      assert.deepEqual(await next('several-days'), [1, 1, [1]], 'given again after it was closed');
      await change({ contacted: true });
      assert.deepEqual(await next('nearly-every-day'), [2, 1, [3]], 'worse than what they have spoken of');
      assert.equal((await tasks()).length, 4);
    });

    it('is told in what was begun before its survey ended; nothing begins after that', async () => {
      const { id: surveyId } = await survey({}, phqForm);
      const [{ link }, later] = [await invited(surveyId), await invited(surveyId)];
      const begun = await begin(surveyId, link, phqAnswers('in-progress', 'not-at-all'));
      await server.call(updateSurvey, { params: { id: surveyId }, body: { active: false } }, asClinic());
      const saved = await save(begun, phqAnswers('in-progress', 'several-days'), link);
      assert.deepEqual(
        saved.body.told.map(({ linkId }) => linkId),
        ['phq-9-9'],
      );
      const { version, told } = await begin(surveyId, link);
      assert.deepEqual([version, told.length], [2, 1], 'a save whose answer was lost is found');
      assert.equal((await save(saved.body, phqAnswers('completed', 'several-days'), link)).body.status, 'completed');
      const response = phqAnswers('in-progress', 'several-days');
      for (const body of [{ surveyId }, { surveyId, response }]) {
        for (const as of [{ credential: later.link }, asVisitor()]) {
          const { status } = await server.answer(createQuestionnaireResponse, { body }, as);
          assert.equal(status, 404);
        }
      }
    });

    it('is not missed where it is answered twice, beside another, or in a part that the form would not ask', async () => {
      const { id: surveyId } = await survey({}, phqForm);
      const answer = (code: string) => ({ valueCoding: { system: 'urn:openprm:codes:frequency-two-weeks', code } });
      const odd = [
        [
          { linkId: 'phq-9-9', answer: [answer('nearly-every-day')] },
          { linkId: 'phq-9-9', answer: [answer('not-at-all')] },
        ],
        [{ linkId: 'phq-9-9', answer: [answer('not-at-all'), answer('several-days')] }],
        [{ linkId: 'somewhere-else', item: [{ linkId: 'phq-9-9', answer: [answer('several-days')] }] }],
      ];
      for (const item of odd) {
        const { link } = await invited(surveyId);
        const { told } = await begin(surveyId, link, {
          resourceType: 'QuestionnaireResponse',
          status: 'in-progress',
          item,
        });
        assert.equal(told.length, 1);
      }
    });

    it('is told or refused in whatever form it comes, in a part too, and never kept unseen', async () => {
      const { id: surveyId } = await survey({}, phqForm);
      const system = 'urn:openprm:codes:frequency-two-weeks';
      const valueCoding = { system, code: 'nearly-every-day' };
      const forms: readonly [object, string][] = [
        [{ valueString: null, valueCoding }, 'told'],
        [{ valueBoolean: null, valueCoding, valueReference: null }, 'told'],
        [{ valueString: '', valueCoding }, '/body/response/item/0/item/0/answer/0'],
        [{ valueCoding, valueCodeableConcept: { text: 'never' } }, '/body/response/item/0/item/0/answer/0'],
        [
          { valueCoding: { code: 'nearly-every-day', display: 'Nearly every day' } },
          '/body/response/item/0/item/0/answer/0',
        ],
        [{ valueCoding: { display: 'Nearly every day' } }, '/body/response/item/0/item/0/answer/0'],
        [{ valueCodeableConcept: { coding: [valueCoding] } }, '/body/response/item/0/item/0/answer/0'],
        [{ valueInteger: 3 }, '/body/response/item/0/item/0/answer/0'],
        [{ valueString: 'nearly-every-day' }, '/body/response/item/0/item/0/answer/0'],
      ];
      for (const [answer, expected] of forms) {
        const { link } = await invited(surveyId);
        const item = [{ linkId: 'phq-9', item: [{ linkId: 'phq-9-9', answer: [answer] }] }];
        const response = { resourceType: 'QuestionnaireResponse', status: 'in-progress', item };
        const given = await server.answer(
          createQuestionnaireResponse,
          { body: { surveyId, response } },
          { credential: link },
        );
        const outcome =
          given.status === 201 && given.body.told.length === 1 ? 'told' : given.problem?.issues?.[0]?.path;
        assert.equal(outcome, expected, JSON.stringify(answer));
      }
    });

    it('opens whose a confidential response is, which is recorded; nothing else does', async () => {
      const { id: surveyId } = await survey({ mode: 'confidential' }, phqForm);
      const [calm, ill] = [await invited(surveyId), await invited(surveyId)];
      const quiet = await begin(surveyId, calm.link, phqAnswers('completed', 'not-at-all'));
      const loud = await begin(surveyId, ill.link, phqAnswers('completed', 'several-days'));
      const read = (id: string, credential: string) =>
        server.call(getQuestionnaireResponse, { params: { id } }, { credential });
      for (const credential of [clinic.secretKey, clinician.session, owner.session]) {
        assert.equal((await read(quiet.id, credential)).patient, null);
        assert.equal((await read(quiet.id, credential)).appointmentId, null);
        assert.equal((await read(loud.id, credential)).patient?.id, ill.patientId);
      }
      const { data } = await server.call(listAuditEvents, { query: { limit: 200 } }, asClinic());
      const about = (id: string) =>
        data.filter(({ resourceId }) => resourceId === id).map(({ patientId }) => patientId);
      assert.ok(about(quiet.id).length > 0);
      assert.ok(about(quiet.id).every((patientId) => patientId === null));
      assert.ok(
        data.some(
          ({ operation, resourceId, patientId }) =>
            operation === 'openConfidentialResponse' && resourceId === loud.id && patientId === ill.patientId,
        ),
      );
      // the list tells no order that is a time
      const list = await server.call(listQuestionnaireResponses, { query: { surveyId } }, asClinic());
      for (const { completedAt } of list.data) assert.match(completedAt ?? '', /T00:00:00.000Z$/);
    });
  });

  describe('a task', () => {
    it('tells whom to call and by when to who does not read the answers, and nothing of why', async () => {
      const { id: surveyId } = await survey({ mode: 'confidential', readers: ['clinician'] }, phqForm);
      const { link, patientId } = await invited(surveyId);
      await begin(surveyId, link, phqAnswers('completed', 'nearly-every-day'));
      const of = async (credential: string, query: { code?: 'safety' } = {}) =>
        (await server.call(listTasks, { query: { ...query, limit: 200 } }, { credential })).data.filter(
          ({ patient }) => patient?.id === patientId,
        );
      const [full] = await of(clinician.session, { code: 'safety' });
      assert.ok(full);
      const { id } = full;
      assert.deepEqual([full.code, full.surveyId, full.detail?.linkId], ['safety', surveyId, 'phq-9-9']);
      const change = (body: object, by: StaffMember) =>
        server.answer(updateTask, { params: { id }, body }, { credential: by.session });
      const closed = await change(
        { version: 1, note: 'has a plan', status: 'completed', outcome: 'referred' },
        clinician,
      );
      assert.equal(closed.body.outcome, 'referred');
      const keyFor = async (...scopes: string[]) => {
        const body = { kind: 'secret' as const, name: scopes.join(), scopes };
        return (await server.call(createApiKey, { body }, { credential: clinic.secretKey })).key;
      };
      const [plain] = await of(await keyFor('tasks:read', 'patients:read'));
      assert.deepEqual([plain?.code, plain?.detail], ['call-back', null], 'a key that may read no answers');
      const [whole] = await of(await keyFor('tasks:read', 'patients:read', 'surveys:read'));
      assert.equal(whole?.code, 'safety');
      for (const by of [frontDesk, owner]) {
        // a filter tells what the field tells
        assert.deepEqual(await of(by.session, { code: 'safety' }), []);
        const [{ dueAt, patient, ...seen } = assert.fail()] = await of(by.session);
        assert.deepEqual([dueAt, patient?.phone], [full.dueAt, dana.phone]);
        assert.deepEqual(
          [seen.code, seen.surveyId, seen.questionnaireResponseId, seen.outcome, seen.detail],
          ['call-back', null, null, null, null],
        );
        assert.doesNotMatch(JSON.stringify(seen), /safety|phq|referred|plan|svy_|qrs_/);
        assert.equal((await change({ version: 2, status: 'requested' }, by)).problem.code, 'permission-denied');
        assert.equal((await change({ version: 2, outcome: 'declined' }, by)).problem.code, 'permission-denied');
      }
      const again = await change({ version: 2, status: 'requested' }, clinician);
      assert.deepEqual([again.body.status, again.body.outcome], ['requested', null]);
    });

    it('keeps each note, whoever writes the next', async () => {
      const { id: surveyId } = await survey({}, phqForm);
      const { link, patientId } = await invited(surveyId);
      await begin(surveyId, link, phqAnswers('completed', 'several-days'));
      const { data } = await server.call(listTasks, { query: { limit: 200 } }, asClinic());
      const id = data.find(({ patient }) => patient?.id === patientId)?.id ?? '';
      const note = async (version: number, text: string, credential: string) =>
        server.call(updateTask, { params: { id }, body: { version, note: text } }, { credential });
      await note(1, 'has a plan', clinician.session);
      assert.equal((await note(2, 'called, no answer', frontDesk.session)).detail, null);
      const { detail } = await note(3, 'told by the portal', clinic.secretKey);
      const notes = detail?.notes ?? [];
      assert.deepEqual(
        notes.map(({ text, author }) => [text, author === null]),
        [
          ['has a plan', false],
          ['called, no answer', false],
          ['told by the portal', true],
        ],
      );
      assert.notEqual(notes[0]?.author?.id, notes[1]?.author?.id);
      const { rows } = await sql<{ found: boolean }>`
        select bool_or(position('plan'::bytea in sealed) > 0) as found from task_note`.execute(server.open.database);
      assert.equal(rows[0]?.found, false);
      await server.call(erasePatient, { params: { id: patientId }, body: {} }, asClinic());
      const left = await sql`select id from task_note where task_id = ${id}`.execute(server.open.database);
      assert.deepEqual(left.rows, []);
    });
  });

  describe('service recovery', () => {
    const rules: NonNullable<SurveyCreate['recovery']> = [
      { kind: 'score', scoreId: 'visit-experience-overall', atMost: 2, dueMinutes: 120 },
      { kind: 'answer', linkId: 'wait', atMost: 1, dueMinutes: 60 },
      { kind: 'word', words: ['rude', 'sin respeto'], dueMinutes: 30 },
    ];
    const tasksOf = async (id: string) => {
      const { data } = await server.call(listTasks, { query: { code: 'recovery', limit: 200 } }, asClinic());
      return data.filter((task) => task.questionnaireResponseId === id);
    };

    it('opens a task by a score, an answer or a word, once it is complete, with its clock', async () => {
      const { id: surveyId } = await survey({ recovery: rules });
      const { link } = await invited(surveyId);
      const poor = { ...allGood, overall: 'fair', wait: 'poor' };
      const begun = await begin(surveyId, link, visitAnswers('in-progress', poor, 'They were RÚDE!'));
      assert.deepEqual(await tasksOf(begun.id), []);
      await save(begun, visitAnswers('completed', poor, 'They were RÚDE!'), link);
      const tasks = await tasksOf(begun.id);
      assert.deepEqual(
        tasks.map(({ detail, dueAt, createdAt }) => [
          detail?.rule,
          Math.round((Date.parse(dueAt) - Date.parse(createdAt)) / 60_000),
        ]),
        [
          ['word', 30],
          ['answer', 60],
          ['score', 120],
        ],
      );
      const happy = await invited(surveyId);
      const good = await begin(surveyId, happy.link, visitAnswers('completed', allGood, 'crude oil smells'));
      assert.deepEqual(await tasksOf(good.id), []);
    });

    it('is worked on by staff, closed with an outcome, and measured', async () => {
      const { id: surveyId } = await survey({ recovery: rules });
      const { link } = await invited(surveyId);
      const begun = await begin(
        surveyId,
        link,
        visitAnswers('completed', { ...allGood, wait: 'poor' }, 'private words'),
      );
      const [task] = await tasksOf(begun.id);
      assert.ok(task);
      const as = { credential: frontDesk.session };
      const change = (body: object) => server.answer(updateTask, { params: { id: task.id }, body }, as);
      const { data: staff } = await server.call(listStaff, { query: {} }, { credential: owner.session });
      const staffId = staff.find(({ role }) => role === 'front-desk')?.id;
      const taken = await change({
        version: 1,
        ownerId: staffId,
        status: 'in-progress',
        contacted: true,
        note: 'Called',
      });
      assert.equal(taken.body.owner?.id, staffId);
      assert.equal(taken.body.minutesToContact, 0);
      // whoever sees nothing clinical sees who is to be called, and not why
      assert.equal(taken.body.patient?.given, 'Dana');
      assert.deepEqual([taken.body.code, taken.body.surveyId, taken.body.detail], ['call-back', null, null]);
      assert.equal(taken.body.triedAt, taken.body.contactedAt);
      assert.equal((await change({ version: 1, status: 'completed' })).problem.code, 'version-conflict');
      const bare = await change({ version: 2, status: 'completed' });
      assert.equal(bare.problem.issues?.[0]?.path, '/body/outcome');
      assert.equal((await change({ version: 2, status: 'completed', outcome: 'helped' })).body.status, 'completed');
      const seen = await server.call(getTask, { params: { id: task.id } }, { credential: clinician.session });
      assert.deepEqual(
        [seen.detail?.linkId, seen.detail?.notes?.map(({ text, author }) => [text, author?.id])],
        ['wait', [['Called', staffId]]],
      );
    });
  });

  it('counts nobody as reached who was only tried', async () => {
    const { id: surveyId } = await survey({ recovery: [{ kind: 'word', words: ['late'], dueMinutes: 60 }] });
    const opened: string[] = [];
    for (let n = 0; n < 2; n += 1) {
      const { link, patientId } = await invited(surveyId);
      await begin(surveyId, link, visitAnswers('completed', allGood, 'late'));
      const { rows } = await sql<{ id: string }>`select id from task where patient_id = ${patientId}`.execute(
        server.open.database,
      );
      opened.push(rows[0]?.id ?? '');
    }
    const change = (id: string | undefined, body: object) =>
      server.answer(updateTask, { params: { id: id ?? '' }, body: { version: 1, ...body } }, asClinic());
    const closed = await change(opened[0], { status: 'completed', outcome: 'not-reached' });
    assert.deepEqual([closed.body.contactedAt, closed.body.minutesToContact], [null, null]);
    assert.ok(closed.body.triedAt);
    const both = await change(opened[1], { contacted: true, outcome: 'not-reached' });
    assert.equal(both.problem.issues?.[0]?.path, '/body/contacted');
    const tried = await change(opened[1], { tried: true });
    assert.deepEqual([tried.body.contactedAt, tried.body.minutesToContact], [null, null]);
    const { body: reached } = await change(opened[1], { version: 2, outcome: 'helped' });
    assert.equal(reached.triedAt, tried.body.triedAt);
    assert.equal(reached.minutesToContact, 0);
    // it was a slip: they have not been reached after all
    const { body: mended } = await change(opened[1], { version: 3, outcome: 'not-reached' });
    assert.deepEqual([mended.contactedAt, mended.minutesToContact, mended.triedAt], [null, null, tried.body.triedAt]);
  });

  it('keeps the moments that lists are ordered by no finer than a cursor does, so that no page skips a row', async () => {
    const { id: surveyId } = await survey({ recovery: [{ kind: 'word', words: ['late'], dueMinutes: 60 }] });
    for (let n = 0; n < 3; n += 1) {
      const { link } = await invited(surveyId);
      await begin(surveyId, link, visitAnswers('completed', allGood, 'late'));
    }
    const { rows } = await sql<{ at: string }>`
      select to_char(due_at, 'US') as at from task where survey_id = ${surveyId}
      union all select to_char(created_at, 'US') from questionnaire_response where survey_id = ${surveyId}
      union all select to_char(completed_at, 'US') from questionnaire_response where survey_id = ${surveyId}`.execute(
      server.open.database,
    );
    assert.equal(rows.length, 9);
    for (const { at } of rows) assert.match(at, /000$/);
  });

  it('lists what was closed by when it was, the last first, whenever it was due', async () => {
    const { id: surveyId } = await survey({ recovery: [{ kind: 'word', words: ['late'], dueMinutes: 60 }] });
    for (let n = 0; n < 3; n += 1)
      await begin(surveyId, (await invited(surveyId)).link, visitAnswers('completed', allGood, 'late'));
    const { data } = await server.call(listTasks, { query: { status: 'open', limit: 200 } }, asClinic());
    const [first, second, third] = data.filter((task) => task.surveyId === surveyId).map(({ id }) => id);
    for (const id of [second, first, third])
      await server.call(
        updateTask,
        { params: { id: id ?? '' }, body: { version: 1, status: 'completed', outcome: 'helped' } },
        asClinic(),
      );
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await server.call(listTasks, { query: { status: 'completed', cursor, limit: 1 } }, asClinic());
      listed.push(...page.data.filter((task) => task.surveyId === surveyId).map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(listed, [third, first, second]);
  });

  it('keeps nothing in the clear, and nothing of a patient who was erased', async () => {
    const { id: surveyId } = await survey({ recovery: [{ kind: 'word', words: ['xylophone'], dueMinutes: 60 }] });
    const { link, patientId } = await invited(surveyId);
    const { id } = await begin(surveyId, link, visitAnswers('completed', allGood, 'a xylophone of mine'));
    for (const table of ['questionnaire_response', 'task', 'idempotency_key', 'event', 'audit_event', 'task_mail']) {
      const { rows } = await sql<{ found: boolean }>`
        select bool_or(t::text ilike '%xylophone%' or t::text ilike '%excellent%') as found from ${sql.table(table)} t`.execute(
        server.open.database,
      );
      assert.notEqual(rows[0]?.found, true, table);
    }
    await server.call(erasePatient, { params: { id: patientId }, body: {} }, asClinic());
    const gone = await server.answer(getQuestionnaireResponse, { params: { id } }, asClinic());
    assert.equal(gone.problem.code, 'not-found');
    const { data } = await server.call(listTasks, { query: { limit: 200 } }, asClinic());
    const left = data.filter((task) => task.surveyId === surveyId);
    assert.deepEqual(
      left.map(({ status, patient, detail, questionnaireResponseId }) => [
        status,
        patient,
        detail,
        questionnaireResponseId,
      ]),
      [['cancelled', null, null, null]],
    );
    const dead = await server.answer(openSurveyInvitation, { body: {} }, { credential: link });
    assert.equal(dead.problem.code, 'credential-invalid');
  });
});
