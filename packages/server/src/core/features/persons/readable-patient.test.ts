import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createAppointment,
  createAppointmentSession,
  createHold,
  createWaitlistEntry,
  getAppointment,
  matchCurrentSession,
  rescheduleAppointment,
} from '@openprm/contract';
import { type CallOptions, type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, bookSlot, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { signIn } from '../../../testing/sign-in.fixture.ts';

describe(`the credential of a visit that was booked in another's name, on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server);
  });
  after(() => server.close());

  const vera = { ...dana, given: 'Vera', email: 'vera@example.org', phone: '+1 555 111 1111' };
  const typed = { ...vera, phone: '+1 555 666 6666' };
  const slotAt = async (at: number) => nth(await openSlots(server, clinic), at);
  async function bookAs(as: CallOptions, body: object) {
    const hold = await server.call(createHold, { body: { slotId: (await slotAt(60)).id } }, as);
    return server.call(createAppointment, { body: { holdId: hold.id, holdSecret: hold.secret, ...body } }, as);
  }

  it('tells of the visit, and nothing of what its person has said since, by whatever it asks', async () => {
    const visit = await bookSlot(server, clinic, await slotAt(0), typed);
    const stranger = { credential: visit.access.token };
    const body = { healthcareServiceId: clinic.healthcareServiceId, replacesAppointmentId: visit.id };
    const asked = async (as: CallOptions) => {
      const id = { params: { id: visit.id } };
      const hold = await server.call(
        createHold,
        { body: { slotId: (await slotAt(20)).id, replacesAppointmentId: visit.id } },
        as,
      );
      const to = { holdId: hold.id, holdSecret: hold.secret };
      const answers = [
        await server.call(getAppointment, id, as),
        await server.call(createWaitlistEntry, { body }, as),
        await server.call(rescheduleAppointment, { ...id, body: to }, as),
      ];
      return answers.map(({ patient }) => patient?.phone);
    };
    assert.deepEqual([...new Set(await asked(stranger))], [typed.phone], 'they read what they have typed');
    await server.runJobs();

    const { as } = await signIn(server, clinic, vera.email);
    await server.call(matchCurrentSession, { body: { birthDate: vera.birthDate } }, as);
    const booked = await bookAs(as, { patient: vera });
    assert.equal(booked.patient?.id, visit.patient.id, 'the chart is theirs now');
    assert.deepEqual([...new Set(await asked(stranger))], [undefined]);

    assert.equal(
      (await server.call(getAppointment, { params: { id: visit.id } }, { credential: clinic.secretKey })).patient
        ?.phone,
      vera.phone,
    );
    const own = { credential: booked.access?.token ?? '' };
    assert.equal((await server.call(getAppointment, { params: { id: booked.id } }, own)).patient?.phone, vera.phone);
    await server.runJobs();
    const links = server.mails.map(({ text }) => /#(lnk_[A-Za-z0-9._-]+)/.exec(text)?.[1] ?? '');
    const link = links.find((secret) => secret.includes(visit.id.slice('apt_'.length)));
    const opened = await server.call(createAppointmentSession, { body: {} }, { credential: link ?? '' });
    assert.equal(opened.appointment.patient?.phone, vera.phone, 'who reads the mails of that address is its person');
  });
});
