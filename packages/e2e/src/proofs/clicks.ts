import { type HealthcareServiceUpdate, PrmClient } from '@openprm/sdk';
import type { Page } from 'playwright-core';
import { startApp } from '../app-process.ts';
import { type BookingActs, bookingActs } from '../booking-acts.ts';
import { startBrowser } from '../browser.ts';
import { findMail } from '../demo-pages.ts';
import { fixVisit } from '../fix-visit.ts';
import { patientNamed } from '../patient.ts';
import type { Proof } from './proof.ts';

/** The most that each errand may take: the figures of issue 3. */
const most = {
  knownPatient: 2,
  newPatient: 6,
  newPatientWithRules: 6,
  fields: 5,
  nextAvailable: 3,
  nextAvailableWithRules: 3,
  reschedule: 3,
  cancel: 2,
  keyPresses: 15,
} as const;
type Errand = keyof typeof most;

/** Every kind of rule that there is. */
const rules: HealthcareServiceUpdate = {
  eligibility: { patients: 'new', minimumAge: 16, maximumAge: 90 },
  referralMethod: ['fax'],
  redFlags: [
    { text: 'Both legs are getting weak or numb', advice: 'emergency' },
    { text: 'You think of harming yourself', advice: 'crisis' },
    { text: 'You fell in the last two weeks', advice: 'clinic' },
  ],
};

/** The least open days of the month in which key presses are counted. */
const openDays = 20;

/**
 * Each errand is done by a browser at the running demo, in another clinic's visit each time; every click and every key is counted where it is
 * made. Typing in a field is not a click, and the fields are counted by themselves.
 */
export const proof: Proof = {
  name: 'clicks',
  summary:
    'a known patient books with 2 clicks, a new patient with at most 6 clicks and 5 fields, with and without rules, the next available time takes 3, a change 3, a cancellation 2, and any day of a month 15 keys',
  smallN: 1,
  fullN: 10,
  async run(n) {
    const app = await startApp();
    const browser = await startBrowser();
    const clinic = new PrmClient({ apiUrl: app.url, key: 'sk_demo_riverside' });
    const worst: Record<Errand, number> = {
      knownPatient: 0,
      newPatient: 0,
      newPatientWithRules: 0,
      fields: 0,
      nextAvailable: 0,
      nextAvailableWithRules: 0,
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
        const place = round % 2 === 0 ? /Riverside Clinic/ : /Harbor Clinic/;
        /** Books the kind of visit that the page shows first, as a visitor whose browser has kept nothing. @returns the clicks */
        const bookAsNew = async (family: string, hasRules: boolean) => {
          const visit = await browser.visit();
          await visit.page.goto(`${app.url}/book.html`);
          const booking = bookingActs(visit.page);
          await booking.chooseVisit(/New patient evaluation/, place);
          if (hasRules) await passRules(booking);
          await booking.chooseFirstAvailable();
          await booking.fillIn(patientNamed(family));
          count('fields', (await booking.typed()).length);
          await booking.click(booking.button('Book this visit'));
          await booking.title().getByText('You are booked').waitFor();
          await visit.context.close();
          return booking.clicks();
        };
        /** Books the first time where the host fixed what and where. @returns the clicks */
        const bookNext = async (service: string, family: string, hasRules: boolean) => {
          await fixVisit(page, app.url, { service });
          const next = bookingActs(page);
          if (hasRules) await passRules(next);
          await next.chooseFirstAvailable();
          await next.fillIn(patientNamed(family));
          await next.click(next.button('Book this visit'));
          await next.title().getByText('You are booked').waitFor();
          return next.clicks();
        };

        count('newPatient', await bookAsNew(patient.family, false));
        const first = await serviceNamed(clinic, 'New patient evaluation');
        await clinic.healthcareServices.update({ id: first, ...rules });
        count('newPatientWithRules', await bookAsNew(`Ruled${round}y`, true));
        await clinic.healthcareServices.update({ id: first, eligibility: null, referralMethod: [], redFlags: [] });
        count('nextAvailable', await bookNext('Follow-up session', `Next${round}y`, false));
        count('nextAvailableWithRules', await bookNext('Back class', `Classy${round}y`, true));

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
        await cancel.click(cancel.button('Cancel the visit'));
        await cancel.click(cancel.button('Yes, cancel the visit'));
        await cancel.title().getByText('Your visit is cancelled').waitFor();
        count('cancel', cancel.clicks());

        const known = await browser.visit();
        const [chart] = (await clinic.patients.search({ email: patient.email })).data;
        const { secret } = await clinic.signInLinks.create({ patientId: chart?.id ?? '' });
        await known.page.goto(`${app.url}/records?key=pk_demo_riverside#${secret}`);
        await known.page.getByRole('button', { name: 'Continue' }).click();
        await known.page.getByRole('heading', { name: 'Who has looked at your records' }).waitFor();
        await fixVisit(known.page, app.url, { service: 'Follow-up session', remember: true });
        const session = bookingActs(known.page);
        await session.chooseFirstAvailable();
        await session.click(session.button('Book this visit'));
        await session.title().getByText('You are booked').waitFor();
        count('knownPatient', session.clicks());
        await known.context.close();

        await fixVisit(page, app.url, { service: 'Follow-up session' });
        await page.locator('prm-booking').getByRole('button', { description: 'First available' }).waitFor();
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

/** The whole list is on the page before its one act is. */
async function passRules(acts: BookingActs): Promise<void> {
  await acts.title().getByText('Before you choose a time').waitFor();
  await acts.click(acts.button('None of these apply: see times'));
}

async function serviceNamed(clinic: PrmClient, wanted: string): Promise<string> {
  const { data } = await clinic.healthcareServices.list();
  const found = data.find(({ name }) => name === wanted);
  if (!found) throw new Error(`The demo clinic has no ${wanted}.`);
  return found.id;
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
