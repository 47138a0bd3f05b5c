import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PrmClient, type Slot } from '@openprm/sdk';
import type { Page } from 'playwright-core';
import { findBarriers, overflowOf } from './accessibility.ts';
import { type AppProcess, startApp } from './app-process.ts';
import { authenticatorCode } from './authenticator.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { patientNamed } from './patient.ts';
import { daytimeZone, everyDay, first, setUpPlace } from './set-up-clinic.ts';
import { givePassword, openStaff } from './staff-sign-in.ts';

describe('staff', () => {
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

  /** Barriers and sideways scrolling of a page as it is. */
  const barriersOf = async (page: Page) => {
    const overflow = await overflowOf(page);
    return [...(await findBarriers(page)), ...(overflow > 0 ? [`scrolls sideways by ${overflow}`] : [])];
  };

  it('sign in with a password and a code, and are out when they say so', async () => {
    const { page, context, record } = await browser.visit();
    await openStaff(page, app.url);
    const nobody = page.getByRole('heading', { name: 'No appointments' });
    await page.getByRole('table', { name: 'Appointments' }).or(nobody).waitFor();
    const cookies = await context.cookies();
    assert.deepEqual(
      cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite })),
      ['openprm-staff', 'openprm-staff-device'].map((name) => ({ name, httpOnly: true, sameSite: 'Strict' })),
    );
    await page.getByText('Felix Tran').click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByText('You are signed out.').waitFor();
    await context.addCookies(cookies);
    await page.goto(`${app.url}/staff`);
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
    assert.deepEqual([record.errors, record.violations], [[], []]);
  });

  it('are told what is wrong, with the focus on it', async () => {
    const { page } = await browser.visit();
    await page.goto(`${app.url}/staff`);
    await page.getByRole('textbox', { name: 'E-mail' }).fill('owner@riverside.example');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Continue' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    assert.match(await alert.innerText(), /do not belong to an open account/);
    await page.locator('[role=alert]:focus').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'E-mail' }).inputValue(), 'owner@riverside.example');
    assert.deepEqual(await barriersOf(page), []);
  });

  it('find a patient by what they say who they are', async () => {
    const { page, record } = await browser.visit({ width: 320 });
    await openStaff(page, app.url);
    for (let day = 0; day < 14 && (await page.getByRole('row').count()) === 0; day += 1)
      await page.getByRole('link', { name: 'Next day' }).click();
    const telephone = await page.getByRole('row').getByRole('link').first().innerText();
    const name = await page.getByRole('row').locator('strong').first().innerText();
    await page.getByRole('link', { name: 'Patients' }).click();
    assert.deepEqual(await barriersOf(page), []);
    await page.getByRole('textbox', { name: 'Telephone' }).fill(telephone.replaceAll(/\D/g, ''));
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('heading', { name, exact: true }).first().waitFor();
    assert.deepEqual(await barriersOf(page), []);
    await page.getByRole('textbox', { name: 'Telephone' }).fill('(555) 019-9999');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('heading', { name: 'Nobody found' }).waitFor();
    assert.ok(!record.requests.some((url) => url.includes('555')), 'what was looked for stands in no address');
  });

  it('who are volunteers see a first name and an initial, and note who has arrived', async () => {
    const clinic = new PrmClient({ apiUrl: app.url, key: 'sk_demo_riverside' });
    const place = await setUpPlace(clinic, {
      name: 'Open House',
      timeZone: daytimeZone(),
      schedule: { weeklyHours: [{ daysOfWeek: [...everyDay], start: '00:00', end: '23:59' }] },
    });
    const { locationId, healthcareServiceId } = place;
    const firstFrom = async (start: number) => {
      const from = { start: new Date(start).toISOString(), days: 2 };
      return first((await clinic.slots.search({ healthcareServiceId, locationId, ...from })).data);
    };
    // it is today there for six hours more
    const [today, later] = [await firstFrom(Date.now()), await firstFrom(Date.now() + 36 * 3_600_000)];
    for (const [slot, family] of [
      [today, 'Ashdown'],
      [later, 'Zweig'],
    ] as const) {
      const hold = await clinic.holds.create({ slotId: slot.id });
      await clinic.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient: patientNamed(family) });
    }
    const { page } = await browser.visit({ width: 320 });
    await openStaff(page, app.url, 'volunteer');
    await page.goto(`${app.url}/staff?locationId=${locationId}&date=${later.start.slice(0, 10)}`);
    assert.equal(await page.getByRole('link', { name: 'Next day' }).count(), 0);
    assert.equal(await page.getByLabel('Date').count(), 0);
    assert.equal(await page.getByRole('link', { name: 'Waitlist' }).count(), 0);
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('button') })
      .first();
    const text = await row.innerText();
    assert.match(text, /\S+ A\.\s/u);
    assert.doesNotMatch(text, /born|\(\d{3}\)|First visit/);
    assert.doesNotMatch(await page.getByRole('table').innerText(), / Z\./);
    assert.deepEqual(await barriersOf(page), []);
    assert.equal(await row.getByRole('button', { name: /^Completed/ }).count(), 0);
    assert.equal(await page.getByRole('link', { name: 'People' }).count(), 0);
    await page.goto(`${app.url}/staff/people`);
    await page.getByText('Only an owner sees and changes who works here.').waitFor();
  });

  it('say who acts for a patient and who signs in as them, until when and why, and end it by keyboard', async () => {
    const clinic = new PrmClient({ apiUrl: app.url, key: 'sk_demo_riverside' });
    const { data: services } = await clinic.healthcareServices.list();
    const followUp = services.find(({ name }) => name === 'Follow-up session')?.id ?? '';
    const { patient } = await clinic.waitlistEntries.create({
      healthcareServiceId: followUp,
      patient: patientNamed('Ardmore'),
    });
    const patientId = patient?.id ?? '';
    const { page, record } = await browser.visit({ width: 320, colorScheme: 'dark' });
    await openStaff(page, app.url);
    await page.goto(`${app.url}/staff/patients`);
    await page.getByRole('textbox', { name: 'Number' }).fill(patientId);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('link', { name: /Ardmore$/ }).click();
    await page.getByText('Nobody acts for this patient.').waitFor();

    const act = page.getByRole('form', { name: 'Let somebody act' });
    await act.getByRole('textbox', { name: 'First name' }).fill('Robin');
    await act.getByRole('textbox', { name: 'Last name' }).fill('Ardmore');
    await act.getByLabel('Date of birth').fill('1960-01-02');
    await act.getByRole('textbox', { name: 'E-mail' }).fill('robin@ardmore.example');
    await act.getByRole('combobox', { name: 'To the patient' }).selectOption('Parent');
    await act.getByRole('combobox', { name: 'May' }).selectOption('Book, move and cancel');
    await act.getByLabel('First day').fill('2030-01-02');
    await act.getByLabel('Last day').fill('2030-01-01');
    await act.getByRole('combobox', { name: 'Why' }).selectOption('Parent or guardian of a minor');
    await act.getByRole('button', { name: 'Let them act' }).click();
    await page.getByRole('alert').filter({ hasText: 'the last day is before the first' }).waitFor();
    assert.deepEqual(await barriersOf(page), []);
    await act.getByLabel('First day').fill('');
    await act.getByRole('button', { name: 'Let them act' }).click();
    const robin = page.getByRole('listitem').filter({ hasText: 'Robin Ardmore' });
    await robin.getByText('Books, moves and cancels · until Jan 1, 2030').waitFor();

    const link = page.getByRole('form', { name: 'Link who signs in' });
    await link.getByRole('textbox', { name: 'E-mail that they sign in with' }).fill('other@ardmore.example');
    await link.getByRole('combobox', { name: 'Why' }).selectOption('They have shown who they are');
    await link.getByRole('button', { name: 'Link to this chart' }).click();
    await page.getByRole('listitem').filter({ hasText: 'other@ardmore.example' }).getByText('Linked').waitFor();
    assert.deepEqual(await barriersOf(page), []);

    await robin.getByRole('combobox', { name: /^Why it ends/ }).focus();
    await page.keyboard.type('To protect');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Ended. It counts at once').waitFor();
    const { data: rights } = await clinic.relatedPersons.list({ patientId });
    assert.deepEqual(
      rights.map(({ relationship, mayChange, reason, revocationReason }) => [
        relationship,
        mayChange,
        reason,
        revocationReason,
      ]),
      [
        ['PRN', true, 'parental-responsibility', 'safety'],
        ['ONESELF', true, 'identity-shown', null],
      ],
    );
    // the browser says itself that a form was refused
    assert.deepEqual([record.errors.filter((line) => !line.includes('status of 422')), record.violations], [[], []]);
    assert.ok(!record.requests.some((url) => /ardmore/i.test(url)), 'nobody’s name or address stands in an address');
  });

  it('see who waits while the page is open, offer a free time by hand, and take somebody off', async () => {
    const clinic = new PrmClient({ apiUrl: app.url, key: 'sk_demo_riverside' });
    const { data: services } = await clinic.healthcareServices.list();
    const healthcareServiceId = services.find(({ name }) => name === 'Follow-up session')?.id ?? '';
    const join = (family: string) =>
      clinic.waitlistEntries.create({ healthcareServiceId, patient: patientNamed(family) });
    const { page, record } = await browser.visit({ width: 320 });
    await openStaff(page, app.url);
    await page.getByRole('link', { name: 'Waitlist' }).click();
    await page.getByText('Up to date').waitFor();
    const entryOf = (family: string) => page.getByRole('listitem').filter({ hasText: family });
    const news = page.locator('#live-news');
    const first = await join('Tamarisk');
    await entryOf('Tamarisk').getByText('No offer yet').waitFor();
    assert.match(await news.innerText(), /^New on the list: .*Tamarisk\.$/);
    const offer = entryOf('Tamarisk').getByRole('link', { name: /^Offer a time/ });
    await offer.focus();
    const second = await join('Umber');
    await entryOf('Umber').waitFor();
    assert.equal(await offer.evaluate((element) => element === document.activeElement), true);
    assert.deepEqual(await barriersOf(page), []);

    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Offer a time to .*Tamarisk$/ }).waitFor();
    await page.waitForLoadState('load');
    assert.deepEqual(await barriersOf(page), []);
    // far enough ahead, at whatever hour this runs
    await page.getByRole('region').last().getByRole('button').last().focus();
    await page.keyboard.press('Enter');
    await page.getByText('The time is held for them, and the mail is on its way.').waitFor();
    await entryOf('Tamarisk')
      .getByText(/^Offered .*, held until /)
      .waitFor();
    assert.equal((await clinic.waitlistEntries.get(first.id)).offer?.participantStatus, 'needs-action');
    assert.deepEqual(await barriersOf(page), []);

    await page.getByText('Up to date').waitFor();
    await clinic.waitlistEntries.leave(second.id);
    await entryOf('Umber').waitFor({ state: 'detached' });
    assert.match(await news.innerText(), /^No longer on the list: .*Umber\.$/);
    await entryOf('Tamarisk')
      .getByRole('button', { name: /^Take off the list/ })
      .click();
    await page.getByText('Taken off the list.').waitFor();
    assert.deepEqual([record.errors, record.violations], [[], []]);
  });

  for (const { width, colorScheme } of [
    { width: 320, colorScheme: 'dark' },
    { width: 1280, colorScheme: 'light' },
  ] as const) {
    it(`invite somebody, who sets up a password and an app, without a barrier at ${width} pixels, ${colorScheme}`, async () => {
      const email = `nia${width}@riverside.example`;
      const barriers: Record<string, string[]> = {};
      const look = async (page: Page, state: string) => {
        // with its style sheet
        await page.waitForLoadState('load');
        const found = await barriersOf(page);
        if (found.length > 0) barriers[state] = found;
      };

      const { page } = await browser.visit({ width, colorScheme });
      await page.goto(`${app.url}/staff`);
      await look(page, 'sign in');
      await givePassword(page, app.url, 'owner', async (code) => {
        await look(page, 'code');
        await page.getByRole('textbox', { name: 'Code', exact: true }).fill(code);
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      });
      // its script is there, and so is its style sheet
      await page.getByText('Up to date').waitFor();
      await look(page, 'day');
      await page.getByRole('link', { name: 'People' }).click();
      await look(page, 'people');
      await page.getByRole('textbox', { name: 'Name' }).fill('Nia Park');
      await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
      await page.getByRole('button', { name: 'Send the invitation', exact: true }).click();
      await page.getByText('The invitation is on its way.').waitFor();
      await look(page, 'invited');

      const { page: hers, record } = await browser.visit({ width, colorScheme });
      const mail = hers.getByRole('link').filter({ hasText: email });
      await hers.goto(`${app.url}/outbox`);
      for (let tries = 0; tries < 100 && (await mail.count()) === 0; tries += 1) await hers.reload();
      await mail.click();
      await hers.getByRole('link', { name: /\/staff\/invitation#inv_/ }).click();
      await hers.getByLabel('New password').fill('short');
      // the secret has left the address bar
      await hers.waitForURL((url) => url.hash === '');
      assert.equal(await hers.getByLabel('Invitation').isVisible(), false);
      await look(hers, 'invitation');
      await hers.getByRole('button', { name: 'Continue' }).click();
      await hers.getByText('This one is too short').waitFor();
      await look(hers, 'a password that is too short');
      await hers.getByLabel('New password').fill('seven grey herons wading');
      await hers.getByRole('button', { name: 'Continue' }).click();
      await hers.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
      await look(hers, 'authenticator');
      const key = await hers.locator('kbd').innerText();
      await hers.getByRole('textbox', { name: 'Code' }).fill(authenticatorCode(key));
      await hers.getByRole('button', { name: 'Finish' }).click();
      await hers.getByRole('heading', { name: 'Keep these recovery codes' }).waitFor();
      assert.equal(await hers.getByRole('listitem').count(), 10);
      await look(hers, 'recovery codes');
      const recoveryCode = await hers.getByRole('listitem').first().innerText();
      await hers.getByRole('link', { name: 'I have kept them' }).click();
      await hers.getByText('Nia Park').waitFor();

      // another password of her own, with the present one and a second factor
      if (width === 320) {
        await hers.getByText('Nia Park').click();
        await hers.getByRole('link', { name: 'Change your password' }).click();
        await hers.getByLabel('Present password').fill('seven grey herons wading');
        await hers.getByLabel('New password').fill('Password Password');
        await hers.getByRole('button', { name: 'Continue' }).click();
        await hers.getByText('This one stands in the lists of leaked passwords').waitFor();
        await look(hers, 'a password that leaked');
        await hers.getByLabel('Present password').fill('seven grey herons wading');
        await hers.getByLabel('New password').fill('nine amber lanterns adrift');
        await hers.getByRole('button', { name: 'Continue' }).click();
        await hers.getByRole('heading', { name: 'Enter your code' }).waitFor();
        await look(hers, 'code for a new password');
        await hers.getByRole('textbox', { name: 'Code' }).fill(recoveryCode);
        await hers.getByRole('button', { name: 'Change the password' }).click();
        await hers.getByText('Your password is changed.').waitFor();
        await look(hers, 'password changed');
      }
      assert.deepEqual(barriers, {});
      assert.deepEqual(record.violations, []);
      assert.ok(!record.requests.some((url) => (url.includes('inv_') && !url.includes('#')) || url.includes('amber')));

      // suspended: out at once
      await page.reload();
      const person = page.getByRole('listitem').filter({ hasText: email });
      await person.getByRole('button', { name: /^Suspend/ }).click();
      await page.getByText('Changed. It counts from now on').waitFor();
      await hers.reload();
      await hers.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
    });
  }

  it('are asked before they are signed out, and nothing stays on the screen when nobody answers', async () => {
    const { page } = await browser.visit();
    await openStaff(page, app.url);
    await page.clock.install();
    await page.reload();
    await page.clock.fastForward('13:01');
    const stay = page.getByRole('button', { name: 'Stay signed in' });
    const said = page.waitForResponse(`${app.url}/staff/here`);
    await stay.click();
    assert.equal((await said).status(), 204);
    await page.clock.fastForward('13:01');
    assert.ok(await stay.isVisible());
    await page.clock.fastForward('02:00');
    await page.getByText('You were signed out, because this page was not used for a while.').waitFor();
  });

  it('see what is booked, cancelled and noted while the page is open, and keep what they read and where they are', async () => {
    const clinic = new PrmClient({ apiUrl: app.url, key: 'sk_demo_riverside' });
    const { page, context, record } = await browser.visit();
    await openStaff(page, app.url);
    const { data: services } = await clinic.healthcareServices.list();
    const service = services.find(({ name }) => name === 'Follow-up session');
    const from = new Date(Date.now() + 2 * 86_400_000).toISOString();
    const to = new Date(Date.now() + 9 * 86_400_000).toISOString();
    const slots = await clinic.slots.search({
      healthcareServiceId: service?.id ?? '',
      start: from,
      end: to,
      limit: 200,
    });
    // two times of one day, with room between them
    const followerOf = ({ start, end }: Slot) =>
      slots.data.find(
        (slot) =>
          slot.start.slice(0, 10) === start.slice(0, 10) && Date.parse(slot.start) >= Date.parse(end) + 7_200_000,
      );
    const first = slots.data.find((slot) => followerOf(slot) !== undefined);
    const second = first && followerOf(first);
    const date = first?.start.slice(0, 10) ?? '';
    const book = async (slotId: string, family: string) => {
      const { id: holdId, secret: holdSecret } = await clinic.holds.create({ slotId });
      return clinic.appointments.create({ holdId, holdSecret, patient: patientNamed(family) });
    };

    await page.goto(`${app.url}/staff?date=${date}`);
    await page.getByText('Up to date').waitFor();
    const news = page.locator('#live-news');
    const rowOf = (family: string) => page.getByRole('row').filter({ hasText: family });
    const chosen = page.getByRole('combobox', { name: 'Location' });
    await chosen.focus();
    const later = await book(second?.id ?? '', 'Quillon');
    await rowOf('Quillon').waitFor();
    assert.match(await news.innerText(), /^New visit: .*Quillon\.$/);
    await book(first?.id ?? '', 'Zephyr');
    await rowOf('Zephyr').waitFor();
    const order = await page.getByRole('row').allInnerTexts();
    assert.ok(order.findIndex((text) => text.includes('Zephyr')) < order.findIndex((text) => text.includes('Quillon')));
    assert.equal(await chosen.evaluate((element) => element === document.activeElement), true);

    const arrived = rowOf('Quillon').getByRole('button', { name: /^Completed/ });
    await arrived.focus();
    await clinic.appointments.arrive(later.id);
    await rowOf('Quillon').getByText('Arrived', { exact: true }).waitFor();
    assert.match(await news.innerText(), /^Arrived: .*Quillon\.$/);
    assert.equal(await arrived.evaluate((element) => element === document.activeElement), true);
    assert.deepEqual(await barriersOf(page), []);

    // out on another page: nothing stays on this one
    const other = await context.newPage();
    await other.goto(`${app.url}/staff`);
    await other.getByText('Felix Tran').click();
    await other.getByRole('button', { name: 'Sign out', exact: true }).click();
    await other.getByText('You are signed out.').waitFor();
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
    assert.deepEqual([record.errors, record.violations], [[], []]);
  });

  it('are told when the page is not live; a server that stops waits for no stream', async () => {
    const { page } = await browser.visit({ width: 320 });
    await openStaff(page, app.url);
    await page.getByText('Up to date').waitFor();
    assert.equal(await app.stop(), 0);
    assert.doesNotMatch(app.output(), /requests-cut-off/);
    await page.getByText('Reconnecting… This list may be out of date.').first().waitFor();
    assert.deepEqual(await barriersOf(page), []);
  });
});
