import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { type AppProcess, startApp } from './app-process.ts';
import { bookingActs, inFrame } from './booking-acts.ts';
import { type TestBrowser, type Visit, startBrowser } from './browser.ts';
import { readCalendar } from './calendar.ts';
import { findMail, type ShownMail } from './demo-pages.ts';
import { patientNamed, textsWithPersonalForms, zyxwina } from './patient.ts';
import { findVisit } from './staff-sign-in.ts';

const frontDesk = 'front-desk@riverside.example';

describe("a patient books on the clinic's page", () => {
  let app: AppProcess;
  let browser: TestBrowser;
  const visits: Visit[] = [];
  const visit = async () => {
    const opened = await browser.visit();
    visits.push(opened);
    return opened;
  };
  let appointmentId: string;
  let booked: ShownMail;

  before(async () => {
    app = await startApp();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('books the next available time as a new patient, with at most six acts and five fields', async () => {
    const { page } = await visit();
    await page.goto(app.url);
    const acts = bookingActs(inFrame(page));
    await acts.chooseVisit(/New patient evaluation/, /Riverside Clinic/);
    await acts.chooseFirstAvailable();
    await acts.fillIn(zyxwina);
    assert.equal(await inFrame(page).getByRole('textbox').count(), 5);
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
    assert.ok(acts.clicks() <= 6, `${acts.clicks()} acts`);
  });

  it('is seen by staff on its day', async () => {
    const { page } = await visit();
    const row = await findVisit(page, app.url, zyxwina.family);
    assert.match(await row.innerText(), /New patient evaluation[^]*Riverside Clinic[^]*Booked/);
    appointmentId = (await row.getAttribute('id')) ?? '';
    assert.match(appointmentId, /^apt_/);
  });

  it('is told to patient and clinic by mail, with a calendar file that a calendar reads', async () => {
    const { page } = await visit();
    booked = await findMail(page, app.url, { to: zyxwina.email, subject: 'Your visit is booked' });
    assert.equal(booked.calendar.method, 'REQUEST');
    assert.equal(booked.calendar.sequence, 0);
    assert.doesNotMatch(booked.text, /evaluation|Okafor/);
    const told = await findMail(page, app.url, { to: frontDesk, subject: 'Appointment booked', text: appointmentId });
    assert.equal(told.calendar.start, booked.calendar.start);
  });

  it('is asked before the times of a class, by keys, and books it for somebody in their care, which staff see', async () => {
    const { page } = await visit();
    await page.goto(`${app.url}/book.html`);
    const element = page.locator('prm-booking');
    const acts = bookingActs(page);
    await acts.click(element.getByRole('radio', { name: /Back class/ }));
    await acts.click(acts.button('See times'));
    await acts.title().getByText('Before you choose a time').waitFor();
    // the second click of a double one was meant for what stood there before
    const none = acts.button('None of these apply: see times');
    await none.dispatchEvent('click', { detail: 2 });
    const emergency = element.getByRole('link', { name: '911' });
    await element.getByRole('checkbox', { name: 'Both legs are getting weak or numb' }).focus();
    await page.keyboard.press('Space');
    await emergency.waitFor();
    assert.equal(await none.count(), 0);
    // Enter takes it back, and sends nothing
    await page.keyboard.press('Enter');
    await emergency.waitFor({ state: 'detached' });
    await none.focus();
    await page.keyboard.press('Enter');
    await acts.chooseFirstAvailable();

    await element.getByRole('radio', { name: 'Someone I care for' }).check();
    const write = (name: RegExp | string, text: string) => element.getByRole('textbox', { name }).fill(text);
    await write(/^Patient.s first name/, 'Mira');
    await write(/^Patient.s last name/, 'Caredfor');
    await write(/^Patient.s date of birth/, '05/06/2016');
    await element.getByRole('combobox', { name: /^You are the patient/ }).selectOption('PRN');
    await write('Your first name', 'Robin');
    await write('Your last name', 'Carer');
    await write('Your mobile phone', zyxwina.phone);
    await write('Your e-mail', 'robin.carer@patient.example');
    await acts.click(acts.button('Book this visit'));
    await element.getByText('This visit is for people who are 16 or older.').first().waitFor();
    await write(/^Patient.s date of birth/, '05/06/1990');
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('The visit is booked').waitFor();
    await findMail(page, app.url, { to: 'robin.carer@patient.example', subject: 'The visit you booked for someone' });
    const row = await findVisit(page, app.url, 'Caredfor');
    assert.match(await row.innerText(), /Mira Caredfor[^]*booked by Robin Carer \(parent\)/);
  });

  it('is changed by the mailed link with at most three clicks', async () => {
    const { page } = await visit();
    await page.goto(booked.link ?? '');
    const acts = bookingActs(page);
    await acts.title().getByText('Your visit', { exact: true }).waitFor();
    assert.equal(page.url(), `${app.url}/manage?lang=en`);
    await acts.click(acts.button('Change the time'));
    await acts.chooseFirstAvailable();
    await acts.click(acts.button('Confirm the new time'));
    await acts.title().getByText('Your visit was moved').waitFor();
    assert.ok(acts.clicks() <= 3, `${acts.clicks()} clicks`);

    const moved = await findMail(page, app.url, { to: zyxwina.email, subject: 'Your visit has a new time' });
    assert.equal(moved.calendar.uid, booked.calendar.uid);
    assert.equal(moved.calendar.method, 'REQUEST');
    assert.equal(moved.calendar.sequence, 1);
    assert.notEqual(moved.calendar.start, booked.calendar.start);
    const told = await findMail(page, app.url, { to: frontDesk, subject: 'Appointment moved', text: appointmentId });
    assert.equal(told.calendar.start, moved.calendar.start);
  });

  it('is shown in the language of its link, page and element, whatever the browser prefers', async () => {
    const { page } = await visit();
    await page.goto((booked.link ?? '').replace('?lang=en#', '?lang=ar#'));
    await bookingActs(page).title().getByText('زيارتك', { exact: true }).waitFor();
    await page.getByRole('heading', { name: 'تغيير الموعد أو إلغاء الزيارة' }).waitFor();
    const sides = await page
      .locator('html, prm-booking')
      .evaluateAll((all) => all.map((one) => getComputedStyle(one).direction));
    assert.deepEqual(sides, ['rtl', 'rtl']);
  });

  it('is cancelled by the first link with at most two clicks', async () => {
    const { page } = await visit();
    await page.goto(booked.link ?? '');
    const acts = bookingActs(page);
    await acts.title().getByText('Your visit', { exact: true }).waitFor();
    await acts.click(acts.button('Cancel the visit'));
    await acts.click(acts.button('Yes, cancel the visit'));
    await acts.title().getByText('Your visit is cancelled').waitFor();
    assert.ok(acts.clicks() <= 2, `${acts.clicks()} clicks`);
    const download = page.waitForEvent('download');
    await acts.click(acts.button('Remove from your calendar'));
    const removal = readCalendar(await readFile(await (await download).path(), 'utf8'));
    assert.deepEqual(
      [removal.method, removal.status, removal.uid, removal.sequence],
      ['CANCEL', 'CANCELLED', booked.calendar.uid, 2],
    );

    const cancelled = await findMail(page, app.url, { to: zyxwina.email, subject: 'Your visit is cancelled' });
    assert.deepEqual(
      [cancelled.calendar.method, cancelled.calendar.status, cancelled.calendar.uid, cancelled.calendar.sequence],
      ['CANCEL', 'CANCELLED', booked.calendar.uid, 2],
    );
    const row = await findVisit(page, app.url, zyxwina.family);
    assert.match(await row.innerText(), /Cancelled/);
  });

  it('is noted by staff as arrived, then as completed', async () => {
    const patient = patientNamed('Brandvoll');
    const { page } = await visit();
    await page.goto(app.url);
    const acts = bookingActs(inFrame(page));
    await acts.chooseVisit(/Follow-up session/, /Harbor Clinic/);
    await acts.chooseFirstAvailable();
    await acts.fillIn(patient);
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();

    const row = await findVisit(page, app.url, patient.family);
    await row.getByRole('button', { name: /^Arrived/ }).click();
    await row.getByRole('cell', { name: 'Arrived', exact: true }).waitFor();
    await row.getByRole('button', { name: /^Completed/ }).click();
    await row.getByRole('cell', { name: 'Completed', exact: true }).waitFor();
    assert.equal(await row.getByRole('button').count(), 0);
  });

  it('did all that without a request to anybody else, an error, or a report of a policy', () => {
    for (const { record } of visits) {
      const elsewhere = record.requests.filter((url) => !url.startsWith(`${app.url}/`));
      assert.deepEqual(
        { elsewhere, errors: record.errors, violations: record.violations },
        { elsewhere: [], errors: [], violations: [] },
      );
    }
  });

  it('told nothing personal in an address, a title, a console line, an event or a log', () => {
    for (const { record } of visits) {
      const texts = [...record.requests, ...record.histories, ...record.consoleLines, ...record.events];
      assert.deepEqual(textsWithPersonalForms(texts, zyxwina), []);
      assert.deepEqual(
        texts.filter((text) => text.includes('lnk_') && !text.startsWith(`${app.url}/manage?lang=`)),
        [],
      );
    }
    assert.deepEqual(textsWithPersonalForms([app.output()], zyxwina), []);
    assert.ok(visits.some(({ record }) => record.events.some((event) => event.includes('prm-appointment-booked'))));
  });

  it('left nothing personal on the device', async () => {
    for (const { context } of visits) {
      const stored = JSON.stringify(await context.storageState({ indexedDB: true }));
      assert.deepEqual(textsWithPersonalForms([stored], zyxwina), []);
    }
  });
});

describe('the record of a page', () => {
  it('has what a careless page would do', async () => {
    const app = await startApp();
    const browser = await startBrowser();
    try {
      const { page, record } = await browser.visit();
      await page.goto(app.url);
      await page.evaluate(async ({ given, family, email }) => {
        history.replaceState(null, '', `?name=${given}`);
        document.title = family;
        history.replaceState(null, '', '?again');
        console.log(email);
        document.dispatchEvent(new CustomEvent('careless', { detail: { family } }));
        try {
          document.body.innerHTML = '<b>no Trusted Types</b>';
        } catch {
          // that it is refused is the point
        }
        await fetch('http://elsewhere.example/').catch(() => undefined);
      }, zyxwina);
      // reports come as tasks of their own: a navigation before that would drop them
      for (let turn = 0; turn < 200 && record.violations.length < 2; turn += 1)
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
      await page.goto('about:blank');
      assert.equal(textsWithPersonalForms(record.histories, zyxwina).length > 1, true);
      assert.equal(textsWithPersonalForms(record.consoleLines, zyxwina).length, 1);
      assert.equal(textsWithPersonalForms(record.events, zyxwina).length, 1);
      assert.ok(record.violations.some((violation) => violation.includes('require-trusted-types-for')));
      assert.ok(record.violations.some((violation) => violation.includes('connect-src')));
      assert.ok(record.errors.length > 0);
    } finally {
      await browser.close();
      await app.stop();
    }
  });
});
