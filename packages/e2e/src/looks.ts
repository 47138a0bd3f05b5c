// node --conditions=openprm-source packages/e2e/src/looks.ts FOLDER
// Takes pictures of every page, of each step of booking and of each of its states, for people to look at.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { startApp } from './app-process.ts';
import { startBrowser, type Visitor } from './browser.ts';
import { findMail } from './demo-pages.ts';
import { patientNamed } from './patient.ts';
import { openStaff } from './staff-sign-in.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const folder = path.resolve(positionals[0] ?? 'looks');
mkdirSync(folder, { recursive: true });

const widths = [320, 768, 1280] as const;
/** There are many states: the narrowest and the widest. */
const stateWidths: readonly number[] = [320, 1280];
const manners = [
  { name: 'light', colorScheme: 'light', isForced: false, isRightToLeft: false },
  { name: 'dark', colorScheme: 'dark', isForced: false, isRightToLeft: false },
  { name: 'forced', colorScheme: 'light', isForced: true, isRightToLeft: false },
  { name: 'rtl', colorScheme: 'light', isForced: false, isRightToLeft: true },
] as const;

const app = await startApp();
const browser = await startBrowser();
try {
  for (const { name, colorScheme, isForced, isRightToLeft } of manners) {
    for (const width of widths) {
      const visitor = { colorScheme, isForced, width, locale: isRightToLeft ? 'ar' : 'en-US' };
      await takePictures(visitor, isRightToLeft, `${name}-${width}`);
      if (stateWidths.includes(width)) await takeStates(visitor, isRightToLeft, `${name}-${width}`);
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
  // by parts and classes, since the texts are in the page's language
  const element = page.locator('prm-booking');
  const primary = element.locator('[part~="button-primary"]');
  const act = (index: number) => element.locator('.actions button').nth(index);
  const back = element.locator('.footer button').first();
  let stop = 0;
  const look = async (state: string, target: 'page' | 'booking' = 'page') => {
    stop += 1;
    const file = path.join(folder, `${manner}-${String(stop).padStart(2, '0')}-${state}.png`);
    if (target === 'page') await page.screenshot({ path: file, fullPage: true });
    else await element.screenshot({ path: file });
  };
  const patient = patientNamed(`Look${manner.replace('-', '')}`);

  await page.goto(`${app.url}/book.html`);
  await primary.waitFor();
  await look('clinic');
  await element.locator('[name="healthcare-service"]').nth(2).check();
  await element.locator('[name="location"]').nth(1).check();
  await primary.click();
  await element.locator('[part~="time"]').nth(1).waitFor();
  await look('when', 'booking');
  await element.locator('.first button').click();
  await element.locator('#given').waitFor();
  await look('who', 'booking');
  await primary.click();
  await element.locator('#problems').waitFor();
  await look('problems', 'booking');
  const { given, family, phone, email } = patient;
  const [year, month, day] = patient.birthDate.split('-');
  const birthDate = isRightToLeft ? `${day}/${month}/${year}` : `${month}/${day}/${year}`;
  for (const [id, value] of Object.entries({ given, family, phone, birthDate, email }))
    await element.locator(`#${id}`).fill(value);
  await primary.click();
  await element.locator('.badge').waitFor();
  await look('booked', 'booking');

  await openDayWithVisits(page);
  await look('staff');
  await page.goto(`${app.url}/outbox`);
  await look('outbox');
  const mail = await findMail(page, app.url, { to: patient.email, subject: '' });
  await look('mail');
  await page.goto(mail.link ?? '');
  await act(1).waitFor();
  await look('manage');
  await act(1).click();
  await element.locator('[part~="time"]').nth(1).waitFor();
  await look('change');
  await element.locator('.first button').click();
  await element.locator('.facts').waitFor();
  await look('confirm');
  await back.click();
  await back.click();
  await act(2).click();
  await element.locator('[part~="button-danger"]').waitFor();
  await look('cancel');
  await context.close();
}

/** Each state of the booking in a picture of its own, in a folder for its manner. */
async function takeStates(visitor: Visitor, isRightToLeft: boolean, manner: string): Promise<void> {
  const { page, context } = await browser.visit(visitor);
  await page.goto(`${app.url}/states`);
  if (isRightToLeft) await page.getByLabel('Language').selectOption('ar');
  await page.getByRole('grid').first().waitFor();
  await page.waitForLoadState('networkidle');
  for (const section of await page.locator('#states section').all()) {
    const name = (await section.getAttribute('id')) ?? 'state';
    await section.screenshot({ path: path.join(folder, 'states', manner, `${name}.png`) });
  }
  await context.close();
}

/** The first day from today on that has a visit. */
async function openDayWithVisits(page: Page): Promise<void> {
  await openStaff(page, app.url);
  for (let day = 0; day < 7 && (await page.getByRole('table').count()) === 0; day += 1) {
    await page.getByRole('link', { name: 'Next day' }).click();
  }
}
