import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type PatientInput,
  type Survey,
  type SurveyCreate,
  arriveAppointment,
  createAppointment,
  createConsent,
  createHealthcareService,
  createHold,
  createOrganization,
  createQuestionnaireResponse,
  createSurveyInvitation,
  decideSurveyMail,
  endPatientSessions,
  erasePatient,
  fulfilAppointment,
  listAuditEvents,
  listConsents,
  openSurveyInvitation,
  updateSurvey,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { MailRefused } from '../../ports.ts';
import { makeSurvey, storeForm } from '../../../testing/survey.fixture.ts';

const delivery: NonNullable<SurveyCreate['delivery']> = {
  trigger: 'visit-fulfilled',
  delayMinutes: 0,
  throttleDays: 30,
  consent: 'opt-out',
};

describe(`mails that ask on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let form: string;
  let survey: Survey;
  let people = 0;
  let failWith: Error | undefined;
  before(async () => {
    server = await openTestServer({
      mail: {
        send: async (mail) => {
          if (failWith !== undefined) throw failWith;
          server.mails.push(mail);
        },
      },
    });
    clinic = await setUpClinic(server, { service: { capacity: 100 } });
    form = await storeForm(server, clinic);
    survey = await makeSurvey(server, clinic, form, { delivery });
  });
  after(() => server.close());

  const asClinic = () => ({ credential: clinic.secretKey });
  const newVisit = async (patientId?: string, contact?: PatientInput['contact']) => {
    const slot = nth(await openSlots(server, clinic), 0);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, asClinic());
    const email = `asked${(people += 1)}@example.org`;
    const whose =
      patientId === undefined ? { patient: { ...dana, email, ...(contact && { contact }) } } : { patientId };
    const booked = await server.call(
      createAppointment,
      { body: { holdId: hold.id, holdSecret: hold.secret, ...whose } },
      asClinic(),
    );
    assert.ok(booked.patient);
    return { id: booked.id, patientId: booked.patient.id, email: booked.patient.email ?? '' };
  };
  const fulfil = async (id: string) => {
    await server.call(arriveAppointment, { params: { id }, body: {} }, asClinic());
    await server.call(fulfilAppointment, { params: { id }, body: {} }, asClinic());
  };
  /** Sends what is due, as the queue does each minute. @returns the mails that ask */
  const send = async () => {
    server.mails.length = 0;
    await server.core.runJob({ kind: 'survey-sweep' });
    await server.runJobs();
    return server.mails.filter(({ text }) => text.includes('/survey'));
  };
  const linkIn = (text: string) => /\/survey[^#\s]*#(svl_\S+)/.exec(text)?.[1] ?? '';
  const statusOf = async (appointmentId: string) =>
    (
      await sql<{ status: string; reason: string | null }>`
        select status, reason from survey_mail where appointment_id = ${appointmentId}`.execute(server.open.database)
    ).rows;

  it('asks once about a visit that took place, without a word about it, by a link that answers', async () => {
    const visit = await newVisit();
    assert.deepEqual(await send(), [], 'nobody is asked before the visit');
    await fulfil(visit.id);
    const [mail, ...others] = await send();
    assert.ok(mail);
    assert.equal(others.length, 0);
    assert.equal(mail.to, visit.email);
    assert.doesNotMatch(`${mail.subject} ${mail.text}`, /Dana|Reyes|Evaluation|Noor|visit/i);
    assert.match(mail.text, /\/unsubscribe#svl_/);
    const opened = await server.call(openSurveyInvitation, { body: {} }, { credential: linkIn(mail.text) });
    assert.deepEqual([opened.surveyId, opened.status], [survey.id, 'pending']);
    assert.deepEqual(await send(), [], 'a mail goes once');
  });

  it('asks nobody who booked for somebody else, as if they were the patient', async () => {
    const visit = await newVisit(undefined, { relationship: 'PRN', given: 'Robin', family: 'Reyes' });
    await fulfil(visit.id);
    assert.deepEqual(await send(), []);
    assert.deepEqual(await statusOf(visit.id), [{ status: 'superseded', reason: null }]);
  });

  it('asks about the visits of its own organization alone', async () => {
    const { call } = server;
    const other = await call(
      createOrganization,
      { body: { name: 'Lakeside Clinic', telephone: '+1 555 010 3000', email: 'desk@lakeside.example' } },
      asClinic(),
    );
    const theirs = await makeSurvey(server, clinic, form, { organizationId: other.id, delivery });
    const visit = await newVisit();
    await fulfil(visit.id);
    assert.deepEqual(
      (await send()).map(({ fromName }) => fromName),
      ['North Clinic'],
    );
    assert.deepEqual(await statusOf(visit.id), [{ status: 'accepted', reason: null }]);

    const noted = await newVisit();
    await sql`insert into survey_mail (tenant_id, id, survey_id, mode, patient_id, appointment_id, due_at, status)
      values (${clinic.tenantId}, 'mai_of_another_one', ${theirs.id}, 'named', ${noted.patientId}, ${noted.id}, now(), 'waiting')`.execute(
      server.open.database,
    );
    await fulfil(noted.id);
    assert.deepEqual(
      (await send()).map(({ fromName }) => fromName),
      ['North Clinic'],
      'one that waited before stays',
    );

    const service = await call(
      createHealthcareService,
      { body: { organizationId: other.id, name: 'Advice', durationMinutes: 30, slotIntervalMinutes: 30 } },
      asClinic(),
    );
    const refusalOf = async (asked: Promise<unknown>) =>
      asked.then(
        () => assert.fail('was taken'),
        (error: unknown) => String(error),
      );
    const foreign = { ...delivery, healthcareServiceIds: [clinic.healthcareServiceId, service.id] };
    const path = /must belong to the survey's organization/;
    assert.match(await refusalOf(makeSurvey(server, clinic, form, { delivery: foreign })), path);
    assert.match(
      await refusalOf(call(updateSurvey, { params: { id: survey.id }, body: { delivery: foreign } }, asClinic())),
      path,
    );
    assert.match(
      await refusalOf(
        call(createSurveyInvitation, { body: { surveyId: theirs.id, appointmentId: visit.id } }, asClinic()),
      ),
      /must be a visit to the survey's organization/,
    );
    await call(updateSurvey, { params: { id: theirs.id }, body: { active: false } }, asClinic());
  });

  it('brings at a later try the link that answers, and none that was ended', async () => {
    const visit = await newVisit();
    await fulfil(visit.id);
    const [mail] = await send();
    assert.ok(mail);
    const tryAgain = async () => {
      await sql`update survey_mail set status = 'queued' where id = ${mail.id}`.execute(server.open.database);
      server.mails.length = 0;
      await server.core.runJob({ kind: 'survey-mail-send', tenantId: clinic.tenantId, mailId: mail.id });
      return server.mails.map(({ text }) => linkIn(text));
    };
    assert.deepEqual(await tryAgain(), [linkIn(mail.text)]);
    await server.call(endPatientSessions, { params: { id: visit.patientId }, body: {} }, asClinic());
    assert.deepEqual(await tryAgain(), []);
    assert.deepEqual(await statusOf(visit.id), [{ status: 'superseded', reason: null }]);
  });

  it('waits as long as the survey says', async () => {
    await server.call(
      updateSurvey,
      { params: { id: survey.id }, body: { delivery: { ...delivery, delayMinutes: 60 } } },
      asClinic(),
    );
    const visit = await newVisit();
    await fulfil(visit.id);
    assert.deepEqual(await send(), []);
    await sql`update survey_mail set due_at = now() where appointment_id = ${visit.id}`.execute(server.open.database);
    assert.equal((await send()).length, 1);
    await server.call(updateSurvey, { params: { id: survey.id }, body: { delivery } }, asClinic());
  });

  it('asks nobody twice within the days of the throttle, by whatever survey', async () => {
    const first = await newVisit();
    const other = await makeSurvey(server, clinic, form, { delivery });
    await fulfil(first.id);
    assert.equal((await send()).length, 1, 'one of two surveys');
    assert.deepEqual(
      (await statusOf(first.id)).map(({ status, reason }) => `${status} ${reason ?? ''}`.trim()).toSorted(),
      ['accepted', 'withheld throttle'],
    );
    await server.call(updateSurvey, { params: { id: other.id }, body: { active: false } }, asClinic());
    const second = await newVisit(first.patientId);
    await fulfil(second.id);
    assert.deepEqual(await send(), []);
    await sql`update survey_throttle set last_asked_at = now() - interval '31 days'`.execute(server.open.database);
    const third = await newVisit(first.patientId);
    await fulfil(third.id);
    assert.equal((await send()).length, 1);
  });

  it('knows who books anew as a visitor, and asks them no more often for it', async () => {
    const email = 'again-and-again@example.org';
    const book = async (who: Partial<typeof dana> = {}) => {
      const as = { credential: clinic.publishableKey };
      const slot = nth(await openSlots(server, clinic), 0);
      const hold = await server.call(createHold, { body: { slotId: slot.id } }, as);
      const patient = { ...dana, email, ...who };
      const body = { holdId: hold.id, holdSecret: hold.secret, patient };
      const { id } = await server.call(createAppointment, { body }, as);
      await fulfil(id);
      return { id, mails: await send() };
    };
    const first = await book();
    assert.equal(first.mails.length, 1);
    const second = await book();
    assert.deepEqual(await statusOf(second.id), [{ status: 'withheld', reason: 'throttle' }]);
    await server.call(
      decideSurveyMail,
      { body: { decision: 'deny' } },
      { credential: linkIn(first.mails[0]?.text ?? '') },
    );
    await sql`delete from survey_throttle`.execute(server.open.database);
    const third = await book();
    assert.deepEqual(await statusOf(third.id), [{ status: 'withheld', reason: 'consent' }]);
    const another = await book({ given: 'Robin' });
    assert.equal(another.mails.length, 1, 'who shares the address is somebody else');
  });

  it('asks nobody who has declined by the link of a mail, which is recorded and can be taken back', async () => {
    const visit = await newVisit();
    await fulfil(visit.id);
    const [mail] = await send();
    assert.ok(mail);
    const as = { credential: linkIn(mail.text) };
    await server.call(decideSurveyMail, { body: { decision: 'deny' } }, as);
    await sql`delete from survey_throttle`.execute(server.open.database);
    const again = await newVisit(visit.patientId);
    await fulfil(again.id);
    assert.deepEqual(await send(), []);
    assert.deepEqual(await statusOf(again.id), [{ status: 'withheld', reason: 'consent' }]);
    await server.call(decideSurveyMail, { body: { decision: 'permit' } }, as);
    const { data } = await server.call(listConsents, { query: { patientId: visit.patientId } }, asClinic());
    assert.deepEqual(
      data.map(({ decision, recordedBy }) => `${decision} ${recordedBy}`),
      ['permit patient', 'deny patient'],
    );
    const audit = await server.call(listAuditEvents, { query: { limit: 200 } }, asClinic());
    assert.deepEqual(
      audit.data
        .filter(({ operation, patientId }) => operation === 'decideSurveyMail' && patientId === visit.patientId)
        .map(({ resourceId }) => resourceId),
      data.map(({ id }) => id),
      'the log of the patient says who has declined for them',
    );
  });

  it('takes a decline by the link that has answered already, once that is over, too', async () => {
    const visit = await newVisit();
    await fulfil(visit.id);
    const [mail] = await send();
    assert.ok(mail);
    const as = { credential: linkIn(mail.text) };
    const response = { resourceType: 'QuestionnaireResponse', status: 'completed', item: [] };
    const answered = await server.answer(createQuestionnaireResponse, { body: { surveyId: survey.id, response } }, as);
    assert.deepEqual([answered.status, answered.body.status], [201, 'completed']);
    const decide = async (decision: 'deny' | 'permit') =>
      (await server.answer(decideSurveyMail, { body: { decision } }, as)).status;
    assert.equal(await decide('deny'), 200);
    await sql`update survey_invitation set expires_at = now() - interval '1 day' where patient_id = ${visit.patientId}`.execute(
      server.open.database,
    );
    assert.deepEqual([await decide('permit'), await decide('deny')], [401, 200]);
    const { rows } = await sql<{ decision: string }>`
      select decision from consent where patient_id = ${visit.patientId}`.execute(server.open.database);
    assert.ok(rows.length > 0 && rows.every(({ decision }) => decision === 'deny'));
  });

  it('takes a decline by every link that was mailed: one that is over, was ended, or is of somebody erased', async () => {
    const { database } = server.open;
    const ends: readonly (readonly [string, (patientId: string) => Promise<unknown>])[] = [
      [
        'over',
        (patientId) =>
          sql`update survey_invitation set expires_at = now() - interval '400 days' where patient_id = ${patientId}`.execute(
            database,
          ),
      ],
      ['ended', (patientId) => server.call(endPatientSessions, { params: { id: patientId }, body: {} }, asClinic())],
      ['erased', (patientId) => server.call(erasePatient, { params: { id: patientId }, body: {} }, asClinic())],
    ];
    for (const [how, end] of ends) {
      const visit = await newVisit();
      await fulfil(visit.id);
      const [mail] = await send();
      assert.ok(mail, how);
      const as = { credential: linkIn(mail.text) };
      await end(visit.patientId);
      const decide = (decision: 'deny' | 'permit') => server.answer(decideSurveyMail, { body: { decision } }, as);
      assert.equal((await server.answer(openSurveyInvitation, { body: {} }, as)).status, 401, how);
      assert.equal((await decide('deny')).status, 200, how);
      // it declines, and does nothing else any more
      assert.equal((await decide('permit')).status, 401, how);
      const forged = { credential: `${as.credential.slice(0, -4)}AAAA` };
      assert.equal((await server.answer(decideSurveyMail, { body: { decision: 'deny' } }, forged)).status, 401, how);
      const { rows } = await sql<{ decision: string }>`
        select decision from consent where patient_id = ${visit.patientId}`.execute(database);
      assert.deepEqual(
        rows.map(({ decision }) => decision),
        how === 'erased' ? [] : ['deny'],
        how,
      );
    }
  });

  it('looks at consent when it is sent, not when the visit took place; an opt-in asks nobody who has said nothing', async () => {
    const strict = await makeSurvey(server, clinic, form, { delivery: { ...delivery, consent: 'opt-in' } });
    await server.call(updateSurvey, { params: { id: survey.id }, body: { active: false } }, asClinic());
    const [silent, willing] = [await newVisit(), await newVisit()];
    await fulfil(silent.id);
    await fulfil(willing.id);
    const body = { patientId: willing.patientId, category: 'survey-mail', decision: 'permit' } as const;
    await server.call(createConsent, { body }, asClinic());
    assert.deepEqual(
      (await send()).map(({ to }) => to),
      [willing.email],
    );
    await server.call(updateSurvey, { params: { id: strict.id }, body: { active: false } }, asClinic());
    await server.call(updateSurvey, { params: { id: survey.id }, body: { active: true } }, asClinic());
  });

  it('counts nobody as asked whose mail was refused for good, nor what they were asked before as not asked', async () => {
    await sql`update survey_throttle set last_asked_at = now() - interval '31 days'`.execute(server.open.database);
    const visit = await newVisit();
    await fulfil(visit.id);
    failWith = new MailRefused('no such mailbox');
    await send();
    failWith = undefined;
    assert.deepEqual(await statusOf(visit.id), [{ status: 'refused', reason: null }]);
    const again = await newVisit(visit.patientId);
    await fulfil(again.id);
    assert.equal((await send()).length, 1, 'a mail that nobody got has asked nobody');
    // forty days ago they were asked; a refused mail takes nothing of that
    await sql`update survey_invitation set created_at = now() - interval '40 days' where patient_id = ${visit.patientId}`.execute(
      server.open.database,
    );
    await sql`update survey_throttle set last_asked_at = now() - interval '40 days' where patient_id = ${visit.patientId}`.execute(
      server.open.database,
    );
    const third = await newVisit(visit.patientId);
    await fulfil(third.id);
    failWith = new MailRefused('no such mailbox');
    await send();
    failWith = undefined;
    const { rows } = await sql<{ days: number }>`
      select extract(day from now() - last_asked_at)::integer as days from survey_throttle
      where patient_id = ${visit.patientId}`.execute(server.open.database);
    assert.deepEqual(rows, [{ days: 40 }]);
  });

  it('asks by no mail whom the clinic has asked by a link in those days', async () => {
    const visit = await newVisit();
    const body = { surveyId: survey.id, patientId: visit.patientId };
    await server.call(createSurveyInvitation, { body }, asClinic());
    await fulfil(visit.id);
    assert.deepEqual(await send(), []);
    assert.deepEqual(await statusOf(visit.id), [{ status: 'withheld', reason: 'throttle' }]);
    await sql`update survey_throttle set last_asked_at = now() - interval '31 days' where patient_id = ${visit.patientId}`.execute(
      server.open.database,
    );
    const later = await newVisit(visit.patientId);
    await fulfil(later.id);
    assert.equal((await send()).length, 1);
  });

  it('sends nothing for an ended survey, an erased patient, or a visit that the clinic has asked about', async () => {
    const [erased, asked, late] = [await newVisit(), await newVisit(), await newVisit()];
    for (const { id } of [erased, asked, late]) await fulfil(id);
    await server.call(erasePatient, { params: { id: erased.patientId }, body: {} }, asClinic());
    await server.call(createSurveyInvitation, { body: { surveyId: survey.id, appointmentId: asked.id } }, asClinic());
    assert.deepEqual(
      (await send()).map(({ to }) => to),
      [late.email],
    );
    assert.deepEqual(await statusOf(asked.id), [{ status: 'superseded', reason: null }]);
    const ended = await newVisit();
    await fulfil(ended.id);
    await server.call(updateSurvey, { params: { id: survey.id }, body: { active: false } }, asClinic());
    assert.deepEqual(await send(), []);
  });
});
