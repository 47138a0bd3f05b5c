import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PrmClient } from '@openprm/sdk';
import type { Page } from 'playwright-core';
import { type AppProcess, startApp } from './app-process.ts';
import { bookingActs } from './booking-acts.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { first } from './set-up-clinic.ts';

let app: AppProcess;
let browser: TestBrowser;

before(async () => {
  [app, browser] = await Promise.all([startApp(), startBrowser()]);
});

after(async () => {
  await browser.close();
  await app.stop();
});

const rest = /\/embed\/booking-later-[\w-]+\.js$/;

/** A page on which what and where are fixed, so that the times come first. */
async function openTimes(page: Page) {
  const clinic = new PrmClient({ apiUrl: app.url, key: 'pk_demo_riverside' });
  const { data } = await clinic.healthcareServices.list();
  const service = first(data.filter(({ mode, capacity }) => mode === 'in-person' && capacity === 1));
  const body = `<!doctype html><html lang="en"><title>Book</title><script type="module" src="/embed/openprm.js"></script>
<prm-booking isolation="inline" publishable-key="pk_demo_riverside" healthcare-service-id="${service.id}" location-id="${first(service.locationIds)}"></prm-booking></html>`;
  await page.route(`${app.url}/times`, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(`${app.url}/times`);
}

test('the times come by one request, and all other code after them, before anybody asks for it', async () => {
  const { page, record } = await browser.visit();
  const later = page.waitForRequest(rest);
  await openTimes(page);
  await page.locator('prm-booking .times button').first().waitFor();
  await later;
  await page.getByRole('complementary', { name: 'Your visit' }).waitFor();
  const at = (part: string | RegExp) => record.requests.findIndex((url) => new RegExp(part).test(url));
  assert.ok(at('/v1/slots') >= 0 && at('/v1/slots') < at(rest));
  assert.equal(record.requests.filter((url) => url.includes('/v1/')).length, 1);
});

/** Holds the other code back until it is let go. */
async function holdBack(page: Page): Promise<() => void> {
  let letGo = () => {};
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(rest, async (route) => {
    await gone;
    await route.continue();
  });
  return letGo;
}

test('a click that comes before the code that acts on it is not lost, and is seen to wait', async () => {
  const { page } = await browser.visit();
  const letGo = await holdBack(page);
  await openTimes(page);
  await page.locator('prm-booking .times button').first().click();
  await page.locator('prm-booking [aria-busy=true]').waitFor();
  letGo();
  await page.locator('prm-booking').getByRole('heading', { name: 'Who is the visit for?' }).waitFor();
});

test('a press that lasts while the code arrives is a press', async () => {
  const { page } = await browser.visit();
  const letGo = await holdBack(page);
  await openTimes(page);
  const time = page.locator('prm-booking .times button').nth(1);
  await time.hover();
  await page.mouse.down();
  letGo();
  await page.getByRole('complementary', { name: 'Your visit' }).waitFor();
  await page.mouse.up();
  await page.locator('prm-booking').getByRole('heading', { name: 'Who is the visit for?' }).waitFor();
});

test('the focus stays where it is when the code arrives, and an arrow key pressed before moves it then', async () => {
  const { page } = await browser.visit();
  const letGo = await holdBack(page);
  await openTimes(page);
  const days = page.locator('prm-booking .days button');
  const hasFocus = (at: number) =>
    days.nth(at).evaluate((day) => (day.getRootNode() as ShadowRoot).activeElement === day);
  await days.nth(2).focus();
  await page.keyboard.press('ArrowRight');
  assert.ok(await hasFocus(2));
  letGo();
  await page.getByRole('complementary', { name: 'Your visit' }).waitFor();
  await page.waitForFunction(() => {
    const root = document.querySelector('prm-booking')?.shadowRoot;
    return root?.activeElement === root?.querySelectorAll('.days button')[3];
  });
});

test('pressing twice holds once: nobody is told that their own time was taken', async () => {
  const { page, record } = await browser.visit();
  await openTimes(page);
  await page.getByRole('complementary', { name: 'Your visit' }).waitFor();
  await page.locator('prm-booking').getByRole('button', { description: 'First available' }).dblclick();
  await page.locator('prm-booking').getByRole('heading', { name: 'Who is the visit for?' }).waitFor();
  assert.equal(record.requests.filter((url) => url.endsWith('/v1/holds')).length, 1);
});

test('a click whose code does not come is a lost connection, and is done as soon as there is one again', async () => {
  const { page } = await browser.visit();
  await page.route(rest, (route) => route.abort());
  await openTimes(page);
  await page.locator('prm-booking .times button').first().click();
  await page.locator('prm-booking').getByText('No connection to the clinic.').first().waitFor();
  await page.unroute(rest);
  // Whoever points at the element may act next, so that a try begins before the button is pressed.
  await page.locator('prm-booking .root').dispatchEvent('pointerover');
  await page.locator('prm-booking').getByRole('heading', { name: 'Who is the visit for?' }).waitFor();
});

test('a key whose code does not come is a lost connection too', async () => {
  const { page } = await browser.visit();
  await page.route(rest, (route) => route.abort());
  await openTimes(page);
  await page.locator('prm-booking .days button[tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('prm-booking').getByText('No connection to the clinic.').first().waitFor();
});

test('a choice whose code does not come is a lost connection, and comes with the next try', async () => {
  const { page } = await browser.visit();
  await page.route(rest, (route) => route.abort());
  await page.goto(`${app.url}/book.html`);
  await page.locator('prm-booking').getByText('No connection to the clinic.').first().waitFor();
  await page.unroute(rest);
  const acts = bookingActs(page);
  await page.locator('prm-booking .root').dispatchEvent('pointerover');
  await acts.chooseVisit(/Follow-up session/, /Riverside Clinic/);
  await acts.chooseFirstAvailable();
  await page.locator('prm-booking').getByRole('heading', { name: 'Who is the visit for?' }).waitFor();
});
