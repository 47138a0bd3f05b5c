// node --conditions=openprm-source packages/e2e/src/looks.ts FOLDER
// Takes pictures of every page and of each step of booking, for people to look at.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { startApp } from './app-process.ts';
import { bookingActs } from './booking-acts.ts';
import { startBrowser, type Visitor } from './browser.ts';
import { findMail } from './demo-pages.ts';
import { patientNamed } from './patient.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const folder = path.resolve(positionals[0] ?? 'looks');
mkdirSync(folder, { recursive: true });

const widths = [320, 768, 1280] as const;
const manners = [
  { name: 'light', colorScheme: 'light', isRightToLeft: false },
  { name: 'dark', colorScheme: 'dark', isRightToLeft: false },
  { name: 'rtl', colorScheme: 'light', isRightToLeft: true },
] as const;

const app = await startApp();
const browser = await startBrowser();
try {
  for (const { name, colorScheme, isRightToLeft } of manners) {
    for (const width of widths) {
      await takePictures(
        { colorScheme, width, locale: isRightToLeft ? 'ar' : 'en-US' },
        isRightToLeft,
        `${name}-${width}`,
      );
      console.log(`${name}, ${width} pixels`);
    }
  }
} finally {
  await browser.close();
  await app.stop();
}

/** Goes through everything once, with a picture at each stop. */
async function takePictures(visitor: Visitor, isRightToLeft: boolean, manner: string): Promise<void> {
  const { page, context } = await browser.visit(visitor);
  if (isRightToLeft) {
    await context.addInitScript(() => {
      addEventListener('DOMContentLoaded', () => {
        document.documentElement.lang = 'ar';
        document.documentElement.dir = 'rtl';
      });
    });
  }
  const acts = bookingActs(page);
  let stop = 0;
  const look = async (state: string, target: 'page' | 'booking' = 'page') => {
    stop += 1;
    const file = path.join(folder, `${manner}-${String(stop).padStart(2, '0')}-${state}.png`);
    if (target === 'page') await page.screenshot({ path: file, fullPage: true });
    else await page.locator('prm-booking').screenshot({ path: file });
  };
  const patient = patientNamed(`Look${manner.replace('-', '')}`);

  await page.goto(app.url);
  await acts.button('See times').waitFor();
  await look('clinic');
  await acts.chooseVisit(/New patient evaluation/, /Riverside Clinic/);
  await page.getByRole('group', { name: /^Times on/ }).waitFor();
  await look('when', 'booking');
  await acts.chooseFirstAvailable();
  await acts.title().getByText('Who is the visit for?').waitFor();
  await look('who', 'booking');
  await acts.click(acts.button('Book this visit'));
  await page.getByText('5 answers need another look').waitFor();
  await look('problems', 'booking');
  await acts.fillIn(patient);
  await acts.click(acts.button('Book this visit'));
  await acts.title().getByText('You are booked').waitFor();
  await look('booked', 'booking');

  await openDayWithVisits(page);
  await look('staff');
  const mail = await findMail(page, app.url, { to: patient.email, subject: 'Your visit is booked' });
  await look('mail');
  await page.goto(`${app.url}/outbox`);
  await look('outbox');
  await page.goto(mail.link ?? '');
  await acts.title().getByText('Your visit', { exact: true }).waitFor();
  await look('manage');
  await acts.click(acts.button('Change the time'));
  await page.getByRole('group', { name: /^Times on/ }).waitFor();
  await look('change');
  await acts.chooseFirstAvailable();
  await acts.button('Confirm the new time').waitFor();
  await look('confirm');
  await acts.click(acts.button('Back'));
  await acts.click(acts.button('Back'));
  await acts.click(acts.button('Cancel'));
  await acts.button('Cancel the visit').waitFor();
  await look('cancel');
  await context.close();
}

/** The first day from today on that has a visit. */
async function openDayWithVisits(page: Page): Promise<void> {
  await page.goto(`${app.url}/staff`);
  for (let day = 0; day < 7 && (await page.getByRole('table').count()) === 0; day += 1) {
    await page.getByRole('link', { name: 'Next day' }).click();
  }
}
