import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTransport, Patients, SignInLinks } from '@openprm/sdk';
import { type AppProcess, startApp } from './app-process.ts';
import { bookingActs, inFrame } from './booking-acts.ts';
import { startBrowser, type TestBrowser, type Visit } from './browser.ts';
import { findCode } from './demo-pages.ts';
import { fixVisit } from './fix-visit.ts';
import { personalForms, textsWithPersonalForms, zyxwina } from './patient.ts';

const secretKey = 'sk_demo_riverside';
const publishableKey = 'pk_demo_riverside';

describe('a patient sees who has looked at their records', () => {
  let app: AppProcess;
  let browser: TestBrowser;
  let secret: string;
  const visits: Visit[] = [];
  const visit = async () => {
    const opened = await browser.visit();
    visits.push(opened);
    return opened;
  };

  before(async () => {
    app = await startApp();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('after signing in on the clinic’s page with the code of the mail and the birth date', async () => {
    const { page } = await visit();
    await page.goto(`${app.url}/book.html`);
    const acts = bookingActs(page);
    await acts.chooseVisit(/New patient evaluation/, /Riverside Clinic/);
    await acts.chooseFirstAvailable();
    await acts.fillIn(zyxwina);
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();

    await page.goto(`${app.url}/records.html`);
    const frame = inFrame(page, 'prm-access-log');
    await frame.getByRole('textbox', { name: 'E-mail' }).fill(zyxwina.email);
    await page.keyboard.press('Enter');
    await frame.getByRole('heading', { name: 'Enter the code' }).waitFor();
    const outbox = await browser.visit();
    const code = await findCode(outbox.page, app.url, zyxwina.email);
    await frame.getByRole('textbox', { name: 'Code from the mail' }).fill(code);
    await page.keyboard.press('Enter');
    await frame.getByRole('textbox', { name: 'Date of birth' }).fill('07/19/1981');
    await page.keyboard.press('Enter');

    await frame.getByRole('heading', { name: 'Who has looked at your records' }).waitFor();
    await frame.getByText(`Signed in as ${zyxwina.given} ${zyxwina.family}`).waitFor();
    await frame
      .getByRole('listitem')
      .filter({ hasText: 'Booked a visit' })
      .filter({ hasText: 'not signed in' })
      .waitFor();
    await frame.getByRole('listitem').filter({ hasText: 'Signed in' }).filter({ hasText: 'You' }).waitFor();
  });

  it('and says once who they are, where they had only booked as a visitor', async () => {
    const page = visits[0]?.page ?? assert.fail('nobody is there');
    // the times that the next one chooses from are not kept yet
    await fixVisit(page, app.url, { service: 'New patient evaluation', place: 'Harbor Clinic', remember: true });
    const acts = bookingActs(page);
    await acts.chooseFirstAvailable();
    await acts.fillIn(zyxwina);
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
  });

  it('and books with two clicks and no form, while they are signed in', async () => {
    const page = visits[0]?.page ?? assert.fail('nobody is there');
    await fixVisit(page, app.url, { service: 'Follow-up session', remember: true });
    const acts = bookingActs(page);
    await acts.chooseFirstAvailable();
    await page.getByRole('radio', { name: `Me (${zyxwina.given} ${zyxwina.family.charAt(0)}.)` }).waitFor();
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
    assert.equal(acts.clicks(), 2);
  });

  it('and so in a frame, whose page does not learn who they are', async () => {
    const page = visits[0]?.page ?? assert.fail('nobody is there');
    // The times of the other place may still be kept as they were before.
    await fixVisit(page, app.url, { service: 'Follow-up session', place: 'Harbor Clinic', path: '/', remember: true });
    const frame = inFrame(page);
    const acts = bookingActs(frame);
    await acts.chooseFirstAvailable();
    await frame.getByRole('radio', { name: `Me (${zyxwina.given} ${zyxwina.family.charAt(0)}.)` }).waitFor();
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
    assert.equal(acts.clicks(), 2);
    assert.deepEqual(textsWithPersonalForms([await page.content()], zyxwina), []);
  });

  it('and stays signed in over navigation, until they sign out', async () => {
    const page = visits[0]?.page ?? assert.fail('nobody is there');
    await page.goto(`${app.url}/team.html`);
    await page.getByRole('link', { name: 'Your records' }).click();
    const frame = inFrame(page, 'prm-access-log');
    await frame.getByRole('heading', { name: 'Who has looked at your records' }).waitFor();
    await frame.getByRole('button', { name: 'Sign out' }).click();
    await frame.getByText('You are signed out.').first().waitFor();
    await page.reload();
    await frame.getByRole('button', { name: 'Send me a code' }).waitFor();
  });

  it('or with a link of the clinic, by a press, whose secret leaves the address at once', async () => {
    const desk = createTransport({ apiUrl: app.url, credential: secretKey });
    const found = await new Patients(desk).search({ email: zyxwina.email });
    const patientId = found.data[0]?.id ?? assert.fail('there is no chart');
    ({ secret } = await new SignInLinks(desk).create({ patientId }));
    const { page, record } = await visit();
    await page.goto(`${app.url}/records?key=${publishableKey}#${secret}`);
    await page.getByRole('button', { name: 'Continue' }).waitFor();
    assert.equal(page.url(), `${app.url}/records?key=${publishableKey}`);
    assert.deepEqual(
      record.requests.filter((url) => url.includes('/v1/')),
      [],
      'something was asked before the press',
    );
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Who has looked at your records' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'The clinic’s own computer system' }).first().waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Who has looked at your records' }).waitFor();
  });

  it('while a link that was used says so and offers a code, or a new link where it has no key', async () => {
    const { page } = await visit();
    await page.goto(`${app.url}/records?key=${publishableKey}#${secret}`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('This link no longer works.').first().waitFor();
    await page.getByRole('button', { name: 'Use a code instead' }).click();
    await page.getByRole('textbox', { name: 'E-mail' }).waitFor();

    const alone = await visit();
    await alone.page.goto(`${app.url}/records#${secret}`);
    await alone.page.getByRole('button', { name: 'Continue' }).click();
    await alone.page.getByText('Please ask the clinic for a new link.').waitFor();
    await alone.page.goto(`${app.url}/records`);
    await alone.page.getByText('Open this page from the link').waitFor();
  });

  it('without a request to anybody else, a report of a policy, or anything personal in an address, a title, an event or a log', async () => {
    for (const { record, context } of visits) {
      assert.deepEqual(
        record.requests.filter((url) => !url.startsWith(`${app.url}/`)),
        [],
      );
      assert.deepEqual(record.violations, []);
      // A refused link and an old handle are 401, which a browser writes to its console by itself.
      assert.deepEqual(
        record.errors.filter((line) => !/status of 401/.test(line)),
        [],
      );
      const texts = [...record.requests, ...record.histories, ...record.consoleLines, ...record.events];
      assert.deepEqual(textsWithPersonalForms(texts, zyxwina), []);
      assert.deepEqual(
        texts.filter((text) => text.includes('psl_') && !text.startsWith(`${app.url}/records`)),
        [],
      );
      const stored = JSON.stringify(await context.storageState({ indexedDB: true }));
      assert.deepEqual(textsWithPersonalForms([stored], zyxwina), []);
    }
    assert.ok(personalForms(zyxwina).length > 5);
    assert.deepEqual(textsWithPersonalForms([app.output()], zyxwina), []);
  });
});
