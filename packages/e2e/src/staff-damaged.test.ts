import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PrmClient } from '@openprm/sdk';
import type { Page } from 'playwright-core';
import { findBarriers, overflowOf } from './accessibility.ts';
import { type AppProcess, startApp, temporaryFolder } from './app-process.ts';
import { authenticatorCode } from './authenticator.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { zyxwina } from './patient.ts';
import { createDatabase, openTestPostgres, type PostgresDatabase, type TestPostgres } from './postgres-database.ts';
import { createTenant, productionEnv, runCommand } from './production.ts';
import { first, setUpPlace } from './set-up-clinic.ts';
import { openSmtpInbox, type SmtpInbox } from './smtp-inbox.fixture.ts';

const password = 'seven grey herons wading';

// on a PostgreSQL, where a test can change a row by other hands than the server's
describe('what cannot be read, at the pages of staff', () => {
  let postgres: TestPostgres;
  let database: PostgresDatabase;
  let inbox: SmtpInbox;
  let app: AppProcess;
  let browser: TestBrowser;
  let clinic: PrmClient;
  let invitation: string;

  before(async () => {
    postgres = await openTestPostgres();
    database = await createDatabase(postgres.url);
    inbox = await openSmtpInbox();
    const keyFile = path.join(temporaryFolder(), 'root.key');
    const env = productionEnv({ databaseUrl: database.url, smtpUrl: inbox.url, keyFile });
    app = await startApp({ env });
    const tenant = await createTenant(database.url, { name: 'North Clinic', origin: 'https://north.example' });
    clinic = new PrmClient({ apiUrl: app.url, key: tenant.secretKey });
    const args = ['--tenant', tenant.tenantId, '--name', 'Olive Marsh', '--email', 'olive@north.example'];
    const printed = await runCommand('invite-owner', args, { ...env, OPENPRM_PUBLIC_URL: app.url });
    invitation = /\S+\/staff\/invitation#inv_\S+/.exec(printed)?.[0] ?? assert.fail(printed);
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
    await inbox?.close();
    await database?.drop();
    await postgres?.stop();
  });

  const damage = (table: 'patient' | 'related_person', id: string) =>
    database.query(`update ${table} set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where id = $1`, [id]);
  const barriersOf = async (page: Page) => {
    await page.waitForLoadState('load');
    const overflow = await overflowOf(page);
    return [...(await findBarriers(page)), ...(overflow > 0 ? [`scrolls sideways by ${overflow}`] : [])];
  };
  const enrol = async (page: Page) => {
    await page.goto(invitation);
    await page.getByLabel('New password').fill(password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('textbox', { name: 'Code' }).fill(authenticatorCode(await page.locator('kbd').innerText()));
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByRole('link', { name: 'I have kept them' }).click();
  };
  const told = (page: Page) => page.getByRole('alert').filter({ hasText: 'cannot be read' });

  it('is named beside the others, by day and by search, and its access is ended, at 320 pixels', async () => {
    const { healthcareServiceId } = await setUpPlace(clinic, { service: { capacity: 2 } });
    const { firstAvailable } = await clinic.slots.search({ healthcareServiceId });
    const slot = firstAvailable ?? assert.fail('nothing is open');
    const book = async (given: string) => {
      const hold = await clinic.holds.create({ slotId: slot.id });
      const patient = { ...zyxwina, given };
      const booked = await clinic.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient });
      return { id: booked.id, patientId: booked.patient?.id ?? assert.fail('it has a patient') };
    };
    const [whole, lost] = [await book('Wanda'), await book('Lorna')];
    const parent = { given: 'Percy', family: 'Quellhorst', birthDate: '1950-01-01', email: 'percy@patient.example' };
    const right = await clinic.relatedPersons.create({
      patientId: whole.patientId,
      ...parent,
      relationship: 'PRN',
      mayChange: true,
    });
    await damage('patient', lost.patientId);
    await damage('related_person', right.id);

    const { page, record } = await browser.visit({ width: 320 });
    await enrol(page);
    await page.goto(`${app.url}/staff?date=${slot.start.slice(0, 10)}`);
    await told(page).filter({ hasText: lost.id }).waitFor();
    await page.getByText('Wanda Quellhorst').first().waitFor();
    assert.equal(await page.getByText('Lorna').count(), 0);
    assert.deepEqual(await barriersOf(page), []);

    await page.getByRole('link', { name: 'Patients' }).click();
    await page.getByRole('textbox', { name: 'E-mail' }).fill(zyxwina.email);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('heading', { name: 'One patient found' }).waitFor();
    await told(page).filter({ hasText: lost.patientId }).waitFor();
    assert.deepEqual(await barriersOf(page), []);

    await page.getByRole('link', { name: 'Wanda Quellhorst' }).click();
    await told(page).filter({ hasText: right.id }).waitFor();
    await page.getByRole('heading', { name: 'Rights that cannot be read' }).waitFor();
    assert.deepEqual(await barriersOf(page), []);
    const item = page.getByRole('listitem').filter({ hasText: right.id });
    await item.getByRole('combobox', { name: /^Why it ends/ }).selectOption('safety');
    await item.getByRole('button', { name: /^End/ }).click();
    await page.getByText('Ended. It counts at once').waitFor();
    const rows = await database.query<{ ended: boolean }>(
      'select revoked_at is not null as ended from related_person where id = $1',
      [right.id],
    );
    assert.equal(first(rows).ended, true);

    await page.getByRole('link', { name: 'Find another' }).click();
    await page.getByRole('textbox', { name: 'Number' }).fill(lost.patientId);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('heading', { name: 'A patient who cannot be read' }).waitFor();
    assert.deepEqual(await barriersOf(page), []);
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByText('They are signed out everywhere').waitFor();
    assert.deepEqual([record.errors, record.violations], [[], []]);
  });
});
