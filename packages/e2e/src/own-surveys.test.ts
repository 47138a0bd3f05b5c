import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTransport, Patients, QuestionnaireResponses, SurveyInvitations } from '@openprm/sdk';
import type { Page } from 'playwright-core';
import { type AppProcess, startApp } from './app-process.ts';
import { bookingActs, inFrame } from './booking-acts.ts';
import { startBrowser, type TestBrowser, type Visit } from './browser.ts';
import { findCode } from './demo-pages.ts';
import { zyxwina } from './patient.ts';

const secretKey = 'sk_demo_riverside';
/** A page of a clinic's portal, as a stranger would write it. */
const portal = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Your surveys</title>
    <script type="module" src="/embed/openprm.js"></script>
  </head>
  <body>
    <h1>Your portal</h1>
    <prm-survey publishable-key="pk_demo_riverside" remember></prm-survey>
  </body>
</html>`;

describe('somebody who is signed in has a list of their own surveys', () => {
  let app: AppProcess;
  let browser: TestBrowser;
  let visit: Visit;
  const api = () => createTransport({ apiUrl: app.url, credential: secretKey });

  before(async () => {
    app = await startApp();
    browser = await startBrowser();
    visit = await browser.visit();
    await visit.page
      .context()
      .route(`${app.url}/portal.html`, (route) =>
        route.fulfill({ contentType: 'text/html; charset=utf-8', body: portal }),
      );
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  /** A visit of somebody new, about which they are asked; another survey they have begun by its link. */
  async function ask(page: Page): Promise<void> {
    await page.goto(`${app.url}/book.html`);
    const acts = bookingActs(page);
    await acts.chooseVisit(/New patient evaluation/, /Riverside Clinic/);
    await acts.chooseFirstAvailable();
    await acts.fillIn(zyxwina);
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
    const { data } = await new Patients(api()).search({ email: zyxwina.email });
    const patientId = data[0]?.id ?? assert.fail('there is no chart');
    const invitations = new SurveyInvitations(api());
    await invitations.create({ surveyId: 'svy_demovisit', patientId });
    const { secret } = await invitations.create({ surveyId: 'svy_demofeelings', patientId });
    const system = 'urn:openprm:codes:frequency-two-weeks';
    await new QuestionnaireResponses(createTransport({ apiUrl: app.url, credential: secret })).create({
      surveyId: 'svy_demofeelings',
      response: {
        resourceType: 'QuestionnaireResponse',
        status: 'in-progress',
        item: [
          { linkId: 'phq-9', item: [{ linkId: 'phq-9-1', answer: [{ valueCoding: { system, code: 'not-at-all' } }] }] },
        ],
      },
    });
  }

  const frameOf = (page: Page) => inFrame(page, 'prm-survey');
  const itemOf = (page: Page, title: string) => frameOf(page).getByRole('listitem').filter({ hasText: title });

  it('after signing in by the code of a mail: what they have begun, and what waits', async () => {
    const { page } = visit;
    await ask(page);
    await page.goto(`${app.url}/portal.html`);
    const frame = frameOf(page);
    await frame.getByRole('textbox', { name: 'E-mail' }).fill(zyxwina.email);
    await page.keyboard.press('Enter');
    await frame.getByRole('heading', { name: 'Enter the code' }).waitFor();
    const outbox = await browser.visit();
    const code = await findCode(outbox.page, app.url, zyxwina.email);
    await frame.getByRole('textbox', { name: 'Code from the mail' }).fill(code);
    await page.keyboard.press('Enter');
    await frame.getByRole('textbox', { name: 'Date of birth' }).fill('07/19/1981');
    await page.keyboard.press('Enter');
    await frame.getByRole('heading', { name: 'Your surveys' }).waitFor();
    await frame.getByRole('status').filter({ hasText: '2 surveys are waiting for you.' }).waitFor();
    await itemOf(page, 'Your visit').getByRole('button', { name: 'Answer Your visit' }).waitFor();
    const begun = frame.getByRole('listitem').filter({ hasText: 'Begun' });
    await begun.getByRole('button', { name: /^Go on/ }).waitFor();
    assert.equal(await frame.getByRole('heading', { name: 'Answered' }).count(), 0);
  });

  it('where one that is answered is among what was answered', async () => {
    const { page } = visit;
    const frame = frameOf(page);
    await itemOf(page, 'Your visit').getByRole('button').click();
    await frame.getByText('Your answers are seen with your name').waitFor();
    await frame.getByRole('button', { name: 'Begin' }).click();
    await frame.getByRole('radiogroup').nth(0).getByRole('radio', { name: 'Good', exact: true }).check();
    await frame.getByRole('button', { name: 'Next' }).click();
    await frame.getByText('Saved at the clinic').waitFor();
    await frame.getByRole('button', { name: 'Next' }).click();
    await frame.getByRole('button', { name: 'Send answers' }).click();
    await frame.getByRole('heading', { name: 'Thank you. Your answers have arrived.' }).waitFor();
    await frame.getByRole('button', { name: 'Your surveys' }).click();
    await frame.getByRole('heading', { name: 'Answered' }).waitFor();
    await frame.getByRole('status').filter({ hasText: 'One survey is waiting for you.' }).waitFor();
    const answered = itemOf(page, 'Your visit');
    await answered.getByText(/^Answered on /).waitFor();
    assert.equal(await answered.getByRole('button').count(), 0);
    const { data } = await new QuestionnaireResponses(api()).list({ surveyId: 'svy_demovisit', status: 'completed' });
    assert.equal(data.filter(({ patient }) => patient?.family === zyxwina.family).length, 1);
  });

  it('which goes on with what was begun by a link', async () => {
    const { page } = visit;
    const frame = frameOf(page);
    await frame.getByRole('button', { name: /^Go on/ }).click();
    await frame.getByRole('button', { name: 'Go on with your answers' }).click();
    // The first question that is still open is asked.
    await frame.getByRole('button', { name: 'Back' }).click();
    await frame.getByRole('radio', { name: 'Not at all', checked: true }).first().waitFor();
    await frame.getByRole('button', { name: 'Your surveys' }).click();
    await frame.getByRole('heading', { name: 'Answered' }).waitFor();
  });

  it('and what cannot be sent is kept on the device, sealed, until they are back', async () => {
    // What keeps it came with the surveys before.
    const { page } = visit;
    const frame = frameOf(page);
    const second = frame.getByRole('radio', { name: 'Somewhat difficult' });
    const goOn = async () => {
      await frame.getByRole('button', { name: /^Go on/ }).click();
      await frame.getByRole('button', { name: 'Go on with your answers' }).click();
    };
    await goOn();
    await second.waitFor();
    await page.context().setOffline(true);
    await second.check();
    await frame.getByRole('button', { name: 'Next' }).click();
    await frame.getByText('Not saved at the clinic yet, kept on this device').waitFor();
    await page.goto('about:blank');
    await page.context().setOffline(false);
    await page.goto(`${app.url}/portal.html`);
    await goOn();
    await frame.getByText('Saved at the clinic', { exact: true }).waitFor();
    assert.ok(await second.isChecked());
    await frame.getByRole('button', { name: 'Your surveys' }).click();
    await frame.getByRole('heading', { name: 'Answered' }).waitFor();
  });

  it('until they sign out elsewhere, which it says, and shows nothing of theirs any more', async () => {
    const { page } = visit;
    const frame = frameOf(page);
    const other = await page.context().newPage();
    await other.goto(`${app.url}/records.html`);
    const records = inFrame(other, 'prm-access-log');
    await records.getByRole('button', { name: 'Sign out' }).click();
    await records.getByText('You are signed out.').first().waitFor();
    await other.close();
    await frame.getByRole('button', { name: /^Go on/ }).click();
    await frame
      .getByText('Your session has ended. Please sign in again.')
      .or(frame.getByText('You are signed out.'))
      .first()
      .waitFor();
    await frame.getByRole('button', { name: 'Send me a code' }).waitFor();
    assert.equal(await frame.getByRole('listitem').count(), 0);
    assert.equal(await frame.getByText('Your visit').count(), 0);
    // A browser itself names each refusal on the console.
    const errors = visit.record.errors.filter((each) => !/status of 401|ERR_INTERNET_DISCONNECTED/.test(each));
    assert.deepEqual([errors, visit.record.violations], [[], []]);
  });
});
