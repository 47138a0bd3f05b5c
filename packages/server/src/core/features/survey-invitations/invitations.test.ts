import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  cancelAppointment,
  createAppointment,
  createHold,
  createQuestionnaireResponse,
  createSurveyInvitation,
  revokeAppointmentAccess,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { makeSurvey, storeForm, visitAnswers } from '../../../testing/survey.fixture.ts';

describe(`asking about a visit again on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let form: string;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server, { service: { capacity: 20 } });
    form = await storeForm(server, clinic);
  });
  after(() => server.close());

  const asClinic = () => ({ credential: clinic.secretKey });
  async function visit(): Promise<string> {
    const slot = nth(await openSlots(server, clinic), 0);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, asClinic());
    const body = { holdId: hold.id, holdSecret: hold.secret, patient: dana };
    return (await server.call(createAppointment, { body }, asClinic())).id;
  }
  const invite = (surveyId: string, appointmentId: string) =>
    server.answer(createSurveyInvitation, { body: { surveyId, appointmentId } }, asClinic());
  /** Asks about three visits, of which one is answered, one begun and one neither; ends their links; and asks again. */
  async function askTwice(mode: 'named' | 'confidential', end: (visitId: string) => Promise<unknown>) {
    const { id: surveyId } = await makeSurvey(server, clinic, form, { mode });
    const again: unknown[] = [];
    for (const status of ['completed', 'in-progress', undefined] as const) {
      const appointmentId = await visit();
      const { body } = await invite(surveyId, appointmentId);
      const response = visitAnswers(status ?? 'completed', { overall: 'good' });
      if (status !== undefined)
        await server.call(createQuestionnaireResponse, { body: { surveyId, response } }, { credential: body.secret });
      await end(appointmentId);
      const { status: answered, problem } = await invite(surveyId, appointmentId);
      again.push([answered, problem?.code, problem?.detail]);
    }
    return again;
  }
  const revoke = (id: string) => server.call(revokeAppointmentAccess, { params: { id }, body: {} }, asClinic());
  const expire = (id: string) =>
    sql`update survey_invitation set expires_at = now() - interval '1 minute' where appointment_id = ${id}`.execute(
      server.open.database,
    );

  it('says the same of who has answered in confidence, has begun, and has done neither', async () => {
    for (const end of [revoke, expire]) {
      const [answered, begun, neither] = await askTwice('confidential', end);
      assert.deepEqual(answered, [409, 'already-exists', 'This visit was asked about by this survey already.']);
      assert.deepEqual([begun, neither], [answered, answered]);
    }
  });

  it('makes a new link by name, where nothing was begun by the one that ended', async () => {
    const again = await askTwice('named', revoke);
    assert.deepEqual(
      again.map((each) => (each as unknown[])[0]),
      [409, 409, 201],
    );
  });

  it('asks about no visit that does not take place, and takes answers by a link that was made before it was cancelled', async () => {
    const { id: surveyId } = await makeSurvey(server, clinic, form);
    const asked = await visit();
    const { body: link } = await invite(surveyId, asked);
    await server.call(cancelAppointment, { params: { id: asked }, body: {} }, asClinic());
    const response = visitAnswers('completed', { overall: 'poor' });
    const answered = { body: { surveyId, response } };
    assert.equal((await server.answer(createQuestionnaireResponse, answered, { credential: link.secret })).status, 201);
    for (const status of ['cancelled', 'noshow', 'entered-in-error']) {
      const id = await visit();
      // who was missed had their time until then
      if (status !== 'noshow') await server.call(cancelAppointment, { params: { id }, body: {} }, asClinic());
      await sql`update appointment set status = ${status} where id = ${id}`.execute(server.open.database);
      const refused = await invite(surveyId, id);
      assert.deepEqual([refused.status, refused.problem.issues?.[0]?.path], [422, '/body/appointmentId'], status);
    }
  });
});
