import {
  cancelAppointment,
  createAppointmentSession,
  createHold,
  rescheduleAppointment,
  updateOrganization,
} from '@openprm/contract';
import ICAL from 'ical.js';
import { sql } from 'kysely';
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import {
  type ClinicOptions,
  type TestClinic,
  bookSlot,
  dana,
  nth,
  openSlots,
  setUpClinic,
} from '../../../testing/clinic-setup.fixture.ts';
import { MailRefused, type OutgoingMail } from '../../ports.ts';
import { createOutboxChannel, listOutbox } from './outbox-channel.ts';
import { sendMail } from './send-mail.ts';

describe(`mail about appointments on ${testDatabase}`, () => {
  let server: TestServer;
  let sent: OutgoingMail[] = [];
  let failWith: Error | undefined;
  let whileSending: () => Promise<void> = () => Promise.resolve();

  before(async () => {
    server = await openTestServer({
      mail: {
        async send(mail) {
          sent.push(mail);
          await whileSending();
          if (failWith !== undefined) throw failWith;
        },
      },
    });
  });
  after(() => server.close());
  beforeEach(() => {
    sent = [];
    server.jobs.length = 0;
    failWith = undefined;
    whileSending = () => Promise.resolve();
  });

  const book = async (options: ClinicOptions = {}, patient = dana) => {
    const clinic = await setUpClinic(server, options);
    const slots = await openSlots(server, clinic);
    return { clinic, slots, booked: await bookSlot(server, clinic, nth(slots, 3), patient) };
  };
  const staff = (clinic: TestClinic) => ({ credential: clinic.secretKey });
  const mailTo = (address: string) => {
    const mail = sent.find(({ to }) => to === address);
    assert.ok(mail, `a mail to ${address}`);
    return mail;
  };
  const rowsOf = (appointmentId: string) =>
    server.open.database
      .selectFrom('mail')
      .select(['id', 'kind', 'recipient', 'status', 'attempts', 'sequence', 'accepted_at'])
      .where('appointment_id', '=', appointmentId)
      .orderBy('sequence')
      .orderBy('recipient', 'desc')
      .execute();
  const statesOf = async (appointmentId: string) =>
    (await rowsOf(appointmentId)).map(({ kind, recipient, status }) => `${kind} ${recipient} ${status}`);
  const eventsOf = async (mailId: string) =>
    (await server.open.database.selectFrom('event').select('type').where('resource_id', '=', mailId).execute()).map(
      ({ type }) => type,
    );
  const eventOf = (mail: OutgoingMail) => {
    const event = new ICAL.Component(ICAL.parse(mail.calendar?.content ?? '')).getFirstSubcomponent('vevent');
    assert.ok(event);
    return event;
  };

  it('tells patient and clinic of a booking, notes that the channel accepted, and says so in the event feed', async () => {
    const { booked, clinic } = await book();
    await server.runJobs();
    assert.deepEqual(await statesOf(booked.id), ['booked patient accepted', 'booked organization accepted']);
    for (const row of await rowsOf(booked.id)) {
      assert.equal(row.attempts, 1);
      assert.equal(row.accepted_at?.getTime(), server.clock.now());
      assert.deepEqual(await eventsOf(row.id), ['mail.accepted']);
    }
    const mail = mailTo('dana@example.org');
    assert.equal(mail.fromName, 'North Clinic');
    assert.equal(mail.replyTo, 'desk@north.example');
    assert.equal(mail.tenantId, clinic.tenantId);
    assert.match(mail.text, /^Where: North Clinic, Main Street, 1 Main Street, Springfield, IL 62701$/m);
    assert.match(mail.text, /^Telephone: \+1 555 010 2000$/m);
    const event = eventOf(mail);
    const start = event.getFirstPropertyValue('dtstart');
    assert.ok(start instanceof ICAL.Time);
    assert.equal(start.toUnixTime() * 1000, Date.parse(booked.start));
    assert.equal(event.getFirstPropertyValue('attendee'), 'MAILTO:dana@example.org');
    assert.equal(event.getFirstPropertyValue('organizer'), 'mailto:desk@north.example');
  });

  it('tells a patient no clinical reason and a clinic no patient', async () => {
    await book();
    await server.runJobs();
    assert.doesNotMatch(JSON.stringify(mailTo('dana@example.org')), /Evaluation|Haddad|Reyes|Dana |1984|svc_|prc_/);
    assert.doesNotMatch(JSON.stringify(mailTo('desk@north.example')), /Evaluation|Dana|dana@|Reyes|1984|010-1234|lnk_/);
    assert.match(mailTo('desk@north.example').text, /^With: Noor Haddad, PT$/m);
  });

  it('sends a link that opens the appointment, with its secret in the fragment', async () => {
    const { booked } = await book();
    await server.runJobs();
    const [, secret = ''] = /^https:\/\/app\.example\/manage#(lnk_\S+)$/m.exec(mailTo('dana@example.org').text) ?? [];
    const opened = await server.call(createAppointmentSession, { body: {} }, { credential: secret });
    assert.equal(opened.appointment.id, booked.id);
  });

  it("writes to the patient in the patient's language, and sends a link that says so", async () => {
    await book({}, { ...dana, language: 'es-MX' });
    await server.runJobs();
    assert.match(mailTo('dana@example.org').text, /^https:\/\/app\.example\/manage\?lang=es-MX#lnk_\S+$/m);
    assert.equal(mailTo('dana@example.org').subject, 'Su cita está reservada');
    assert.equal(eventOf(mailTo('dana@example.org')).getFirstPropertyValue('summary'), 'Cita en North Clinic');
    assert.equal(mailTo('desk@north.example').subject, 'Appointment booked');
  });

  it('writes to the patient alone when the clinic has no e-mail address, and gives up on one that lost it', async () => {
    const without = await book({ email: null });
    assert.deepEqual(await statesOf(without.booked.id), ['booked patient queued']);
    const { clinic, booked } = await book();
    await server.call(
      updateOrganization,
      { params: { id: clinic.organizationId }, body: { email: null } },
      staff(clinic),
    );
    await server.runJobs();
    assert.deepEqual(await statesOf(booked.id), ['booked patient accepted', 'booked organization refused']);
  });

  it('tells of a change and of its end under one UID, each with a higher sequence', async () => {
    const { clinic, slots, booked } = await book();
    await server.runJobs();
    const hold = await server.call(
      createHold,
      { body: { slotId: nth(slots, 9).id, replacesAppointmentId: booked.id } },
      staff(clinic),
    );
    const change = { params: { id: booked.id }, body: { holdId: hold.id, holdSecret: hold.secret } };
    await server.call(rescheduleAppointment, change, staff(clinic));
    await server.runJobs();
    await server.call(cancelAppointment, { params: { id: booked.id }, body: {} }, staff(clinic));
    await server.runJobs();
    const toPatient = sent.filter(({ to }) => to === 'dana@example.org');
    assert.deepEqual(
      toPatient.map((mail) => [
        mail.subject,
        mail.calendar?.method,
        eventOf(mail).getFirstPropertyValue('sequence'),
        eventOf(mail).getFirstPropertyValue('status'),
        eventOf(mail).getFirstPropertyValue('uid'),
      ]),
      [
        ['Your visit is booked', 'REQUEST', 0, 'CONFIRMED', `${booked.id}@${clinic.tenantId}`],
        ['Your visit has a new time', 'REQUEST', 1, 'CONFIRMED', `${booked.id}@${clinic.tenantId}`],
        ['Your visit is cancelled', 'CANCEL', 2, 'CANCELLED', `${booked.id}@${clinic.tenantId}`],
      ],
    );
  });

  it('does not tell of a state that is over: the mail about the change after it does', async () => {
    const { clinic, booked } = await book();
    await server.call(cancelAppointment, { params: { id: booked.id }, body: {} }, staff(clinic));
    await server.runJobs();
    assert.deepEqual(await statesOf(booked.id), [
      'booked patient superseded',
      'booked organization superseded',
      'cancelled patient accepted',
      'cancelled organization accepted',
    ]);
    assert.deepEqual(
      sent.map(({ subject }) => subject),
      ['Your visit is cancelled', 'Appointment cancelled'],
    );
  });

  it('lets the queue try again when the channel fails, with the same id, and says "accepted" only then', async () => {
    const { booked } = await book({ email: null });
    const [job] = server.jobs.splice(0);
    assert.ok(job);
    failWith = new Error('the mail server is away');
    await assert.rejects(server.core.runJob(job), /the mail server is away/);
    const [failed] = await rowsOf(booked.id);
    assert.deepEqual([failed?.status, failed?.attempts], ['queued', 1]);
    assert.deepEqual(await eventsOf(failed?.id ?? ''), []);

    failWith = undefined;
    await server.core.runJob(job);
    const [accepted] = await rowsOf(booked.id);
    assert.deepEqual([accepted?.status, accepted?.attempts], ['accepted', 2]);
    assert.deepEqual(
      sent.map(({ id }) => id),
      [accepted?.id, accepted?.id],
    );
  });

  it('does not try again what the channel refused for good, and says so', async () => {
    const { booked } = await book({ email: null });
    const [job] = server.jobs.splice(0);
    assert.ok(job);
    failWith = new MailRefused('no such mailbox');
    await server.core.runJob(job);
    await server.core.runJob(job);
    const [row] = await rowsOf(booked.id);
    assert.deepEqual([row?.status, row?.attempts, sent.length], ['refused', 1, 1]);
    assert.deepEqual(await eventsOf(row?.id ?? ''), ['mail.refused']);
  });

  it('sends nothing for a job that is run again or whose mail is gone', async () => {
    const { booked, clinic } = await book({ email: null });
    const jobs = [...server.jobs];
    await server.runJobs();
    for (const job of jobs) await server.core.runJob(job);
    await server.core.runJob({ kind: 'mail-send', tenantId: clinic.tenantId, mailId: 'mail_nowhere' });
    assert.equal(sent.length, 1);
    assert.deepEqual(await statesOf(booked.id), ['booked patient accepted']);
  });

  it('tells of one acceptance however many runs of a job there are at once, all with one id', async () => {
    const { booked } = await book({ email: null });
    const [job] = server.jobs.splice(0);
    assert.ok(job);
    await Promise.all(Array.from({ length: 5 }, () => server.core.runJob(job)));
    const [row] = await rowsOf(booked.id);
    assert.ok(row);
    assert.equal(row.status, 'accepted');
    assert.equal(row.attempts, sent.length);
    assert.deepEqual([...new Set(sent.map(({ id }) => id))], [row.id]);
    assert.deepEqual(await eventsOf(row.id), ['mail.accepted']);
  });

  it('has no transaction open while the channel works', async () => {
    await book({ email: null });
    const open: unknown[] = [];
    whileSending = async () => {
      // on one connection this would wait for ever for a transaction that is open
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null and backend_type = 'client backend'`.execute(
        server.open.database,
      );
      open.push(rows[0]?.n);
    };
    await server.runJobs();
    assert.deepEqual(open, [0]);
  });

  it('leaves an audit row when it opens who the patient is', async () => {
    const { booked } = await book();
    await server.runJobs();
    const rows = await server.open.database
      .selectFrom('audit_event')
      .select(['principal', 'request_id'])
      .where('resource_id', '=', booked.id)
      .where('action', '=', 'sendMail')
      .execute();
    const toPatient = (await rowsOf(booked.id)).find(({ recipient }) => recipient === 'patient');
    assert.deepEqual(rows, [{ principal: 'job:mail-send', request_id: toPatient?.id }]);
  });

  it('wakes the sequencer after it has told of a mail, and only then', async () => {
    await book({ email: null });
    const [job] = server.jobs.splice(0);
    assert.ok(job?.kind === 'mail-send');
    let wakes = 0;
    const options = {
      publicUrl: 'https://app.example',
      takeMail: () => Promise.resolve(true),
      onCommitted: () => (wakes += 1),
    };
    await sendMail(server.ports, options, job);
    await sendMail(server.ports, options, job);
    assert.equal(wakes, 1);
  });

  describe('the outbox of the demo', () => {
    const outgoing = (id: string, tenantId: string): OutgoingMail => ({
      id,
      tenantId,
      patientId: null,
      to: 'dana@example.org',
      replyTo: null,
      fromName: 'North Clinic',
      subject: 'Your visit is booked',
      text: 'Dear – ☃',
      calendar: { method: 'REQUEST', fileName: 'visit.ics', content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' },
    });

    it('keeps each mail once, shows the newest first, and to its tenant alone', async () => {
      const [north, south] = [await server.createTenant(), await server.createTenant()];
      const channel = createOutboxChannel(server.ports);
      await channel.send(outgoing('mail_1', north.tenantId));
      await channel.send(outgoing('mail_2', north.tenantId));
      await channel.send({ ...outgoing('mail_1', north.tenantId), text: 'a repeat' });
      const { mails } = await listOutbox(server.ports, north.tenantId);
      assert.deepEqual(
        mails.map(({ id, text }) => [id, text]),
        [
          ['mail_2', 'Dear – ☃'],
          ['mail_1', 'Dear – ☃'],
        ],
      );
      assert.deepEqual(mails[0]?.attachments, [
        {
          fileName: 'visit.ics',
          contentType: 'text/calendar; charset=utf-8; method=REQUEST',
          content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
        },
      ]);
      assert.deepEqual(await listOutbox(server.ports, south.tenantId), { mails: [], damaged: [] });
    });

    it('keeps them sealed, each to its row, and names one that was put into another beside those that are whole', async () => {
      const { tenantId } = await server.createTenant();
      const channel = createOutboxChannel(server.ports);
      await channel.send(outgoing('mail_1', tenantId));
      await channel.send(outgoing('mail_2', tenantId));
      const rows = server.open.database.selectFrom('outbox_mail').select('sealed').where('tenant_id', '=', tenantId);
      for (const { sealed } of await rows.execute()) assert.doesNotMatch(Buffer.from(sealed).toString(), /dana|visit/);
      await sql`update outbox_mail set sealed = (select sealed from outbox_mail where tenant_id = ${tenantId} and id = 'mail_1')
        where tenant_id = ${tenantId} and id = 'mail_2'`.execute(server.open.database);
      const { mails, damaged } = await listOutbox(server.ports, tenantId);
      assert.deepEqual([mails.map(({ id }) => id), damaged.map(({ id }) => id)], [['mail_1'], ['mail_2']]);
      assert.match(damaged[0]?.problem ?? '', /outbox_mail\/mail_2\. .*Restore it from a backup/);
    });
  });
});
