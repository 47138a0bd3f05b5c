import type { Page } from 'playwright-core';
import { startApp } from '../app-process.ts';
import { bookingActs } from '../booking-acts.ts';
import { startBrowser } from '../browser.ts';
import { findMail } from '../demo-pages.ts';
import { patientNamed } from '../patient.ts';
import type { Proof } from './proof.ts';

/** The most that each errand may take: the figures of issue 3. */
const most = { newPatient: 6, fields: 5, nextAvailable: 3, reschedule: 3, cancel: 2, keyPresses: 15 } as const;
type Errand = keyof typeof most;

/** The least open days of the month in which key presses are counted. */
const openDays = 20;

/**
 * Each errand is done by a browser at the running demo, in another clinic's visit each time; every click and every key is counted where it is
 * made. Typing in a field is not a click, and the fields are counted by themselves.
 */
export const proof: Proof = {
  name: 'clicks',
  summary:
    'a new patient books with at most 6 clicks and 5 fields, the next available time takes 3, a change 3, a cancellation 2, and any day of a month 15 keys',
  smallN: 1,
  fullN: 10,
  async run(n) {
    const app = await startApp();
    const browser = await startBrowser();
    const worst: Record<Errand, number> = {
      newPatient: 0,
      fields: 0,
      nextAvailable: 0,
      reschedule: 0,
      cancel: 0,
      keyPresses: 0,
    };
    const count = (errand: Errand, acts: number) => (worst[errand] = Math.max(worst[errand], acts));
    let fewestDays = Infinity;
    try {
      for (let round = 0; round < n; round += 1) {
        const patient = patientNamed(`Click${round}y`);
        const { page, context } = await browser.visit();

        await page.goto(app.url);
        const booking = bookingActs(page);
        const place = round % 2 === 0 ? /Riverside Clinic/ : /Harbor Clinic/;
        await booking.chooseVisit(/New patient evaluation/, place);
        await booking.chooseFirstAvailable();
        await booking.fillIn(patient);
        count('fields', (await booking.typed()).length);
        await booking.click(booking.button('Book this visit'));
        await booking.title().getByText('You are booked').waitFor();
        count('newPatient', booking.clicks());

        await fixVisit(page, app.url);
        const next = bookingActs(page);
        await next.chooseFirstAvailable();
        await next.fillIn(patientNamed(`Next${round}y`));
        await next.click(next.button('Book this visit'));
        await next.title().getByText('You are booked').waitFor();
        count('nextAvailable', next.clicks());

        const { link } = await findMail(page, app.url, { to: patient.email, subject: 'Your visit is booked' });
        await page.goto(link ?? '');
        const change = bookingActs(page);
        await change.click(change.button('Change the time'));
        await change.chooseFirstAvailable();
        await change.click(change.button('Confirm the new time'));
        await change.title().getByText('Your visit was moved').waitFor();
        count('reschedule', change.clicks());

        // A link with another fragment on the same page is no new page by itself.
        await page.goto('about:blank');
        await page.goto(link ?? '');
        const cancel = bookingActs(page);
        await cancel.click(cancel.button('Cancel'));
        await cancel.click(cancel.button('Cancel the visit'));
        await cancel.title().getByText('Your visit is cancelled').waitFor();
        count('cancel', cancel.clicks());

        await fixVisit(page, app.url);
        const { presses, days } = await chooseByKeys(page);
        count('keyPresses', presses);
        fewestDays = Math.min(fewestDays, days);
        await context.close();
      }
    } finally {
      await browser.close();
      await app.stop();
    }
    const isFew = Object.entries(most).every(([errand, limit]) => {
      const acts = worst[errand as Errand];
      return acts > 0 && acts <= limit;
    });
    return {
      result: isFew && worst.fields === most.fields && fewestDays >= openDays ? 'pass' : 'fail',
      figures: { rounds: n, ...worst, openDays: fewestDays },
    };
  },
};

/** A page whose host fixed service and place, so that the times come first. The clinic's page is that host for the moment. */
async function fixVisit(page: Page, appUrl: string): Promise<void> {
  await page.goto(appUrl);
  const key = await page.locator('prm-booking, prm-config').first().getAttribute('publishable-key');
  const read = async (path: string) =>
    (await page.evaluate(async (url) => (await fetch(url)).json(), `/v1/${path}?key=${key}`)) as {
      data: readonly { id: string; name: string }[];
    };
  const service = (await read('healthcare-services')).data.find(({ name }) => name === 'Follow-up session');
  const place = (await read('locations')).data.find(({ name }) => name === 'Riverside Clinic');
  if (!service || !place) throw new Error('The demo clinic is not what it was.');
  await page.locator('prm-booking').evaluate(
    (element, [serviceId, placeId]) => {
      element.setAttribute('healthcare-service-id', serviceId ?? '');
      element.setAttribute('location-id', placeId ?? '');
    },
    [service.id, place.id],
  );
  await page.locator('prm-booking').getByRole('button', { description: 'First available' }).waitFor();
}

/** Goes from the step's heading to a time on the last open day of the next month, by the keyboard alone. */
async function chooseByKeys(page: Page): Promise<{ readonly presses: number; readonly days: number }> {
  const element = page.locator('prm-booking');
  const acts = bookingActs(page);
  await acts.button('Month').click();
  const period = await element.locator('#period').innerText();
  await acts.button('Next month').click();
  const open = element.getByRole('grid').getByRole('button', { name: /, \d+ times?$/ });
  await element.locator('#period').filter({ hasNotText: period }).waitFor();
  await open.first().waitFor();
  const days = await open.count();
  await element.locator('#heading').focus();

  let presses = 0;
  const press = async (key: string) => {
    await page.keyboard.press(key);
    presses += 1;
  };
  const here = () => placeOf(page, ':focus');
  while ((await here()) === null) await press('Tab');
  const last = await open.last().getAttribute('data-date');
  const target = await placeOf(page, `[data-date="${last}"]`);
  if (!target) throw new Error('The month has no open day.');
  for (let at = await here(); at && at.row !== target.row; at = await here()) {
    await press(at.row < target.row ? 'ArrowDown' : 'ArrowUp');
  }
  for (let at = await here(); at && at.column !== target.column; at = await here()) {
    await press(at.column < target.column ? 'ArrowRight' : 'ArrowLeft');
  }
  await press('Enter');
  await element.locator('.times button:focus').waitFor();
  await press('Enter');
  await acts.title().getByText('Who is the visit for?').waitFor();
  return { presses, days };
}

/** Row and column of a day in the grid; null for what is not in it. */
const placeOf = (page: Page, selector: string): Promise<{ row: number; column: number } | null> =>
  page.locator('prm-booking').evaluate((element, wanted) => {
    const found = element.shadowRoot?.querySelector(`[role=grid] ${wanted}`);
    const cell = found?.closest('td');
    const row = found?.closest('tr');
    return cell && row ? { row: row.rowIndex, column: cell.cellIndex } : null;
  }, selector);
