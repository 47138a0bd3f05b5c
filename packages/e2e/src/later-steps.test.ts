import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AppProcess, startApp } from './app-process.ts';
import { bookingActs } from './booking-acts.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

let app: AppProcess;
let browser: TestBrowser;

before(async () => {
  [app, browser] = await Promise.all([startApp(), startBrowser()]);
});

after(async () => {
  await browser.close();
  await app.stop();
});

const laterSteps = /\/embed\/booking-later-[\w-]+\.js$/;

test('the code of the later steps comes before anybody asks for it, and after the times', async () => {
  const { page, record } = await browser.visit();
  const later = page.waitForRequest(laterSteps);
  await page.goto(app.url);
  const acts = bookingActs(page);
  await acts.chooseVisit(/Follow-up session/, /Riverside Clinic/);
  await page.locator('prm-booking .times button').first().waitFor();
  await later;
  const at = (part: string | RegExp) => record.requests.findIndex((url) => new RegExp(part).test(url));
  assert.ok(at('/v1/slots') < at(laterSteps));
});

test('a step whose code does not come is a lost connection, and comes with the next try', async () => {
  const { page } = await browser.visit();
  await page.route(laterSteps, (route) => route.abort());
  await page.goto(app.url);
  const acts = bookingActs(page);
  await acts.chooseVisit(/Follow-up session/, /Riverside Clinic/);
  await acts.chooseFirstAvailable();
  await page.locator('prm-booking').getByText('No connection to the clinic.').first().waitFor();
  await page.unroute(laterSteps);
  await acts.button('Try again').click();
  await page.locator('prm-booking').getByRole('heading', { name: 'Who is the visit for?' }).waitFor();
});
