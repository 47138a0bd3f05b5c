import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { PrmClient } from '@openprm/sdk';
import { type AppProcess, startApp, temporaryFolder } from './app-process.ts';
import { type BookingActs, bookingActs } from './booking-acts.ts';
import { startBrowser, type TestBrowser, type Visit } from './browser.ts';
import { type ClinicPage, openClinicPage } from './clinic-page.ts';
import { patientNamed } from './patient.ts';
import { createDatabase, openTestPostgres, type PostgresDatabase, type TestPostgres } from './postgres-database.ts';
import { createTenant, productionEnv } from './production.ts';
import { setUpPlace } from './set-up-clinic.ts';
import { openSmtpInbox, type SmtpInbox } from './smtp-inbox.fixture.ts';

describe("what goes wrong while somebody books on a clinic's own page", () => {
  let postgres: TestPostgres;
  let database: PostgresDatabase;
  let inbox: SmtpInbox;
  let app: AppProcess;
  let browser: TestBrowser;
  let clinicPage: ClinicPage;
  let clinic: PrmClient;
  const visits: Visit[] = [];

  before(async () => {
    postgres = await openTestPostgres();
    database = await createDatabase(postgres.url);
    inbox = await openSmtpInbox();
    const keyFile = path.join(temporaryFolder(), 'root.key');
    app = await startApp({ env: productionEnv({ databaseUrl: database.url, smtpUrl: inbox.url, keyFile }) });
    clinicPage = await openClinicPage();
    const keys = await createTenant(database.url, { name: 'North Clinic', origin: clinicPage.origin });
    clinic = new PrmClient({ apiUrl: app.url, key: keys.secretKey });
    await setUpPlace(clinic);
    clinicPage.show(app.url, keys.publishableKey);
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await clinicPage?.close();
    await app?.stop();
    await inbox?.close();
    await database?.drop();
    await postgres?.stop();
  });

  /** Somebody else at another device, who sees the first available time. */
  const arrive = async ({ clockDaysAhead = 0 } = {}): Promise<{ page: Page; acts: BookingActs }> => {
    const visit = await browser.visit();
    visits.push(visit);
    if (clockDaysAhead !== 0) await visit.page.clock.install({ time: Date.now() + clockDaysAhead * 86_400_000 });
    await visit.page.goto(clinicPage.origin);
    const acts = bookingActs(visit.page);
    await acts.title().getByText('Choose a time').waitFor();
    await visit.page.getByRole('button', { description: 'First available' }).waitFor();
    return { page: visit.page, acts };
  };
  const book = async (acts: BookingActs) => {
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
  };
  const appointmentsOf = async (family: string) => {
    const { data } = await clinic.appointments.list({ limit: 200 });
    return data.filter(({ patient }) => patient?.family === family);
  };
  const notice = (page: Page, name: string) => page.getByRole('group', { name });
  const alternativesIn = (page: Page, name: string) => notice(page, name).getByRole('button').filter({ hasText: /\d/ });

  it('offers three others to the second of two who choose the same time', async () => {
    const [one, two] = [await arrive(), await arrive()];
    await one.acts.chooseFirstAvailable();
    await one.acts.title().getByText('Who is the visit for?').waitFor();
    await two.acts.chooseFirstAvailable();
    const alternatives = alternativesIn(two.page, 'That time was just taken.');
    await alternatives.first().waitFor();
    assert.equal(await alternatives.count(), 3);
    await two.acts.click(alternatives.first());
    await two.acts.fillIn(patientNamed('Second'));
    await book(two.acts);
    await one.acts.fillIn(patientNamed('First'));
    await book(one.acts);
    const [[first], [second]] = [await appointmentsOf('First'), await appointmentsOf('Second')];
    assert.ok(first && second);
    assert.ok(second.start >= first.end || second.end <= first.start);
  });

  it('keeps the form of who lost a held time to somebody else, and books another', async () => {
    const slow = await arrive();
    await slow.acts.chooseFirstAvailable();
    const patient = patientNamed('Slow');
    await slow.acts.fillIn(patient);
    const typed = await slow.acts.typed();
    await database.query(`update hold set expires_at = now() - interval '1 second'`);
    const quick = await arrive();
    await quick.acts.chooseFirstAvailable();
    await quick.acts.fillIn(patientNamed('Quick'));
    await book(quick.acts);

    await slow.acts.click(slow.acts.button('Book this visit'));
    const alternatives = alternativesIn(slow.page, 'That time was just taken.');
    await alternatives.first().waitFor();
    assert.deepEqual(await slow.acts.typed(), typed);
    await slow.acts.click(alternatives.first());
    await slow.page.getByText(/held for \d/).waitFor();
    assert.deepEqual(await slow.acts.typed(), typed);
    await book(slow.acts);
    assert.equal((await appointmentsOf('Slow')).length, 1);
    assert.notEqual((await appointmentsOf('Slow'))[0]?.start, (await appointmentsOf('Quick'))[0]?.start);
  });

  it('lets the time be held again when a hold has ended and nobody took it', async () => {
    const { page, acts } = await arrive();
    await acts.chooseFirstAvailable();
    await acts.fillIn(patientNamed('Interrupted'));
    const typed = await acts.typed();
    await database.query(`update hold set expires_at = now() - interval '1 second'`);
    await acts.click(acts.button('Book this visit'));
    await acts.click(acts.button('Hold it again'));
    await page.getByText(/held for \d/).waitFor();
    assert.deepEqual(await acts.typed(), typed);
    await book(acts);
    assert.equal((await appointmentsOf('Interrupted')).length, 1);
  });

  it('says that there is no connection, and books once, by itself, when it is back', async () => {
    const { page, acts } = await arrive();
    await acts.chooseFirstAvailable();
    await acts.fillIn(patientNamed('Offline'));
    await page.context().setOffline(true);
    await acts.click(acts.button('Book this visit'));
    await notice(page, 'No connection to the clinic.').waitFor();
    await page.context().setOffline(false);
    await acts.title().getByText('You are booked').waitFor();
    assert.equal((await appointmentsOf('Offline')).length, 1);
  });

  it('books once when the answer is lost on its way, and mails once', async () => {
    const { page, acts } = await arrive();
    await acts.chooseFirstAvailable();
    const patient = patientNamed('Unanswered');
    await acts.fillIn(patient);
    let sent = 0;
    await page.route('**/v1/appointments', async (route) => {
      sent += 1;
      const answer = await route.fetch();
      assert.equal(answer.status(), 201);
      await route.abort('connectionreset');
    });
    await acts.click(acts.button('Book this visit'));
    await notice(page, 'No connection to the clinic.').waitFor();
    assert.ok(sent > 0);
    await page.unroute('**/v1/appointments');
    await acts.click(acts.button('Try again'));
    await acts.title().getByText('You are booked').waitFor();
    assert.equal((await appointmentsOf('Unanswered')).length, 1);
    await inbox.next(({ to }) => to === patient.email);
    const rows = await database.query('select from mail where recipient = $1 and appointment_id = $2', [
      'patient',
      (await appointmentsOf('Unanswered'))[0]?.id,
    ]);
    assert.equal(rows.length, 1);
  });

  it('goes on at the form after a reload, with the same hold', async () => {
    const { page, acts } = await arrive();
    await acts.chooseFirstAvailable();
    await acts.title().getByText('Who is the visit for?').waitFor();
    const holds = () => database.query('select id from hold where expires_at > now() order by id');
    const before = await holds();
    await page.reload();
    await acts.title().getByText('Who is the visit for?').waitFor();
    assert.deepEqual(await acts.typed(), ['', '', '', '', ''], 'nothing that was typed is kept on the device');
    assert.deepEqual(await holds(), before);
    await acts.fillIn(patientNamed('Reloaded'));
    await book(acts);
    assert.equal((await appointmentsOf('Reloaded')).length, 1);
  });

  it('gives two tabs of one device a time each', async () => {
    const { page, acts } = await arrive();
    await acts.chooseFirstAvailable();
    await acts.fillIn(patientNamed('Ana'));
    const tab = await page.context().newPage();
    await tab.goto(clinicPage.origin);
    const other = bookingActs(tab);
    const form = other.title().getByText('Who is the visit for?');
    /** Answers may be some seconds old, so that the first time may be Ana's by then. */
    const choose = async () => {
      await other.title().getByText('Choose a time').waitFor();
      await other.chooseFirstAvailable();
      const alternative = alternativesIn(tab, 'That time was just taken.').first();
      await form.or(alternative).waitFor();
      if (await alternative.isVisible()) await other.click(alternative);
      await form.waitFor();
    };
    await choose();
    await other.fillIn(patientNamed('Bob'));
    await book(acts);
    // Beside another's, no record of it was kept; alone, one is.
    await tab.reload();
    await choose();
    await tab.reload();
    await form.waitFor();
    await other.fillIn(patientNamed('Bob'));
    await book(other);
    assert.equal((await appointmentsOf('Ana')).length, 1);
    assert.equal((await appointmentsOf('Bob')).length, 1);
  });

  for (const clockDaysAhead of [-400, 3]) {
    it(`books, survives a reload and offers to change where the device's clock is ${clockDaysAhead} days ahead`, async () => {
      const { page, acts } = await arrive({ clockDaysAhead });
      await acts.chooseFirstAvailable();
      await page.getByText(/held for \d/).waitFor();
      await page.reload();
      await acts.title().getByText('Who is the visit for?').waitFor();
      await page.getByText(/held for (9|10) min/).waitFor();
      const family = `Clock${clockDaysAhead}`.replace('-', 'Minus');
      await acts.fillIn(patientNamed(family));
      await book(acts);
      for (const name of ['Add to calendar', 'Change the time', 'Cancel the visit']) await acts.button(name).waitFor();
      assert.equal((await appointmentsOf(family)).length, 1);
    });
  }

  it('broke no policy of the page on the way', () => {
    for (const { record } of visits) {
      assert.deepEqual(record.violations, []);
      const origins = record.requests.map((url) => new URL(url).origin);
      assert.deepEqual(
        origins.filter((origin) => origin !== app.url && origin !== clinicPage.origin),
        [],
      );
    }
  });
});
