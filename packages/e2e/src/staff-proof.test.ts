import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { findBarriers, overflowOf } from './accessibility.ts';
import { type AppProcess, startApp, temporaryFolder } from './app-process.ts';
import { authenticatorCode } from './authenticator.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { createDatabase, openTestPostgres, type PostgresDatabase, type TestPostgres } from './postgres-database.ts';
import { createTenant, productionEnv, runCommand } from './production.ts';
import { openSmtpInbox, type SmtpInbox } from './smtp-inbox.fixture.ts';

const owner = { name: 'Olive Marsh', email: 'olive@north.example', password: 'seven grey herons wading' };

// on a PostgreSQL, where a test can let time pass
describe('a second proof of the staff, and where they are signed in', () => {
  let postgres: TestPostgres;
  let database: PostgresDatabase;
  let inbox: SmtpInbox;
  let app: AppProcess;
  let browser: TestBrowser;
  let recoveryCodes: string[];
  let invitation: string;

  before(async () => {
    postgres = await openTestPostgres();
    database = await createDatabase(postgres.url);
    inbox = await openSmtpInbox();
    const keyFile = path.join(temporaryFolder(), 'root.key');
    const env = productionEnv({ databaseUrl: database.url, smtpUrl: inbox.url, keyFile });
    app = await startApp({ env });
    const { tenantId } = await createTenant(database.url, { name: 'North Clinic', origin: 'https://north.example' });
    const args = ['--tenant', tenantId, '--name', owner.name, '--email', owner.email];
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

  const wait = (minutes: number) =>
    database.query(`update staff_session set proven_at = proven_at - make_interval(mins => $1::integer)`, [minutes]);
  const barriersOf = async (page: Page) => {
    await page.waitForLoadState('load');
    const overflow = await overflowOf(page);
    return [...(await findBarriers(page)), ...(overflow > 0 ? [`scrolls sideways by ${overflow}`] : [])];
  };
  /** A recovery code signs in like one of the app, whatever the time. */
  const nextCode = () => recoveryCodes.pop() ?? assert.fail('no recovery code is left');
  const enterCode = async (page: Page, code: string) => {
    await page.getByRole('textbox', { name: 'Code' }).fill(code);
    await page.getByRole('button', { name: 'Go on' }).click();
  };
  const signIn = async (page: Page) => {
    await page.goto(`${app.url}/staff`);
    await page.getByRole('textbox', { name: 'E-mail' }).fill(owner.email);
    await page.getByLabel('Password').fill(owner.password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Use a recovery code').click();
    await page.getByRole('textbox', { name: 'Recovery code' }).fill(nextCode());
    await page.getByRole('button', { name: 'Sign in with it' }).click();
    await page.getByRole('navigation', { name: 'Staff' }).waitFor();
  };

  it('leads through a grave act and loses nothing that was typed, at 320 pixels', async () => {
    const { page, record } = await browser.visit({ width: 320, colorScheme: 'dark' });
    await page.goto(invitation);
    await page.getByLabel('New password').fill(owner.password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
    await page.getByRole('textbox', { name: 'Code' }).fill(authenticatorCode(await page.locator('kbd').innerText()));
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByRole('heading', { name: 'Keep these recovery codes' }).waitFor();
    recoveryCodes = await page.getByRole('listitem').allInnerTexts();
    await page.getByRole('link', { name: 'I have kept them' }).click();

    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Nia "N" Park');
    await page.getByRole('textbox', { name: 'E-mail' }).fill('nia@north.example');
    await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('Clinician');
    await wait(6);
    await page.getByRole('button', { name: 'Send the invitation', exact: true }).click();
    await page.getByRole('heading', { name: 'Enter a code to go on' }).waitFor();
    assert.deepEqual(await barriersOf(page), []);
    assert.equal(inbox.mails.filter(({ to }) => to === 'nia@north.example').length, 0);
    await enterCode(page, '000000');
    await page.getByRole('alert').filter({ hasText: 'That code is not right' }).waitFor();
    await page.locator('[role=alert]:focus').waitFor();
    assert.deepEqual(await barriersOf(page), []);
    await enterCode(page, nextCode());
    await page.getByText('The invitation is on its way.').waitFor();
    const nia = page.getByRole('listitem').filter({ hasText: 'Nia "N" Park' });
    assert.equal(await nia.getByRole('combobox', { name: 'Role' }).inputValue(), 'clinician');
    await inbox.next(({ to }) => to === 'nia@north.example');

    await nia.getByRole('combobox', { name: 'Role' }).selectOption('Volunteer');
    await nia.getByRole('button', { name: 'Change role' }).click();
    await page.getByText('Changed. It counts from now on').waitFor();
    assert.equal(await nia.getByRole('combobox', { name: 'Role' }).inputValue(), 'volunteer');
    // a browser notes each answer that is a refusal
    const errors = record.errors.filter((text) => !text.startsWith('Failed to load resource'));
    assert.deepEqual([errors, record.violations], [[], []]);
  });

  it('leaves other open pages as they are', async () => {
    const { page, context } = await browser.visit();
    await signIn(page);
    const other = await context.newPage();
    await other.goto(`${app.url}/staff/people`);
    await other.getByRole('textbox', { name: 'Name' }).fill('Sam Oak');
    await other.getByRole('textbox', { name: 'E-mail' }).fill('sam@north.example');
    await wait(6);
    await page.goto(`${app.url}/staff/people`);
    await page.getByRole('button', { name: /^Send the invitation again/ }).click();
    await enterCode(page, nextCode());
    await page.getByText('The invitation is on its way.').waitFor();
    await other.getByRole('button', { name: 'Send the invitation', exact: true }).click();
    await other.getByText('The invitation is on its way.').waitFor();
    await other.getByRole('heading', { name: 'Sam Oak' }).waitFor();
  });

  it('shows where somebody is signed in, and ends it after a code', async () => {
    const { page: desk } = await browser.visit();
    await signIn(desk);
    const { page } = await browser.visit({ width: 320 });
    await signIn(page);
    await page.getByText('Olive Marsh').click();
    await page.getByRole('link', { name: 'Where you are signed in' }).click();
    await page.getByRole('heading', { name: 'This browser' }).waitFor();
    assert.deepEqual(await barriersOf(page), []);
    const before = await page.getByRole('heading', { name: 'Another browser' }).count();
    assert.ok(before >= 2);
    await wait(6);
    await page
      .getByRole('button', { name: /^End this/ })
      .first()
      .click();
    await enterCode(page, nextCode());
    await page.getByText('Ended. Nobody is signed in there any more.').waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Another browser' }).count(), before - 1);
    await page.getByRole('button', { name: 'Sign out everywhere but here' }).click();
    await page.getByText('You are signed out everywhere but here.').waitFor();
    await page.getByText('You are signed in nowhere else.').waitFor();
    assert.deepEqual(await barriersOf(page), []);
    await desk.reload();
    await desk.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  });
});
