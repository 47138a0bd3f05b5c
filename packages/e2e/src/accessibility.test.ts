import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { findBarriers, overflowOf } from './accessibility.ts';
import { type AppProcess, startApp } from './app-process.ts';
import { bookingActs } from './booking-acts.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { findMail } from './demo-pages.ts';
import { patientNamed } from './patient.ts';
import { openStaff } from './staff-sign-in.ts';

/** What is looked at: a page in one of its states. */
type Look = (page: Page, state: string) => Promise<void>;

describe('everybody can use every page', () => {
  let app: AppProcess;
  let browser: TestBrowser;
  before(async () => {
    app = await startApp();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  /** Books, changes and cancels, and stops at each state on the way. */
  async function goThrough(page: Page, family: string, look: Look): Promise<void> {
    const patient = patientNamed(family);
    const acts = bookingActs(page);
    await page.goto(`${app.url}/book.html`);
    await acts.button('See times').waitFor();
    await look(page, 'what and where');
    await acts.click(acts.button('See times'));
    await page.getByText('Choose a kind of visit first.').waitFor();
    await look(page, 'nothing chosen');
    await acts.chooseVisit(/New patient evaluation/, /Riverside Clinic/);
    await page.getByRole('group', { name: /^Times on/ }).waitFor();
    await look(page, 'when');
    await acts.chooseFirstAvailable();
    await acts.title().getByText('Who is the visit for?').waitFor();
    await look(page, 'who');
    await acts.click(acts.button('Book this visit'));
    await page.getByText('5 answers need another look').waitFor();
    await look(page, 'who, with problems');
    await acts.fillIn(patient);
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
    await look(page, 'booked');

    await openStaff(page, app.url);
    await look(page, 'staff');
    for (const place of ['services.html', 'team.html', 'locations.html', 'records.html', 'survey.html']) {
      await page.goto(`${app.url}/${place}`);
      await look(page, place);
    }
    const mail = await findMail(page, app.url, { to: patient.email, subject: 'Your visit is booked' });
    await look(page, 'mail');
    await page.goto(`${app.url}/outbox`);
    await look(page, 'outbox');

    await page.goto(mail.link ?? '');
    await acts.title().getByText('Your visit', { exact: true }).waitFor();
    await look(page, 'manage');
    await acts.click(acts.button('Change the time'));
    await page.getByRole('group', { name: /^Times on/ }).waitFor();
    await look(page, 'change');
    await acts.chooseFirstAvailable();
    await acts.button('Confirm the new time').waitFor();
    await look(page, 'confirm');
    await acts.click(acts.button('Confirm the new time'));
    await acts.title().getByText('Your visit was moved').waitFor();
    await acts.click(acts.button('Cancel the visit'));
    await acts.button('Yes, cancel the visit').waitFor();
    await look(page, 'cancel');
    await acts.click(acts.button('Yes, cancel the visit'));
    await acts.title().getByText('Your visit is cancelled').waitFor();
    await look(page, 'cancelled');
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`without a barrier that axe-core finds, in ${colorScheme} colours`, async () => {
      const { page } = await browser.visit({ colorScheme });
      const barriers: Record<string, string[]> = {};
      await goThrough(page, `Axe${colorScheme}`, async (here, state) => {
        const found = await findBarriers(here);
        if (found.length > 0) barriers[state] = found;
      });
      assert.deepEqual(barriers, {});
    });
  }

  it('without scrolling sideways on a window of 320 pixels', async () => {
    const { page } = await browser.visit({ width: 320 });
    const tooWide: Record<string, number> = {};
    await goThrough(page, 'Narrow', async (here, state) => {
      const overflow = await overflowOf(here);
      if (overflow > 0) tooWide[state] = overflow;
    });
    assert.deepEqual(tooWide, {});
  });

  // Each state in every scheme and engine is looked at in booking-axe.theme.browser.test.ts and its like; here is the page that shows them all.
  it('on the page of all states', async () => {
    const { page, context } = await browser.visit();
    await page.goto(`${app.url}/states`);
    await page.getByRole('grid').first().waitFor();
    await page.waitForLoadState('networkidle');
    assert.ok((await page.locator('#states section').count()) > 80);
    // Only this page has many elements, and so many landmarks of one name.
    const barriers = (await findBarriers(page)).filter((barrier) => !barrier.startsWith('landmark-unique'));
    assert.deepEqual(barriers, []);
    await context.close();
  });

  it('and a barrier is found where there is one', async () => {
    const { page } = await browser.visit({ width: 320 });
    await page.goto(`${app.url}/staff`);
    await page.evaluate(() => {
      const wide = document.createElement('img');
      wide.width = 900;
      document.querySelector('main')?.append(wide);
    });
    assert.ok((await findBarriers(page)).some((barrier) => barrier.startsWith('image-alt')));
    assert.ok((await overflowOf(page)) > 0);
  });
});
