import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { chooseFirstAvailable, reachForm, readForm } from './engines/booking-clicks.ts';
import { clickOn, fillForm, untilHeading } from './engines/element-clicks.ts';
import { type EnginePage, waitUntil } from './engines/engine-page.ts';
import { openEnginePage, wantedEngines } from './engines/open-engine-page.ts';
import { patientNamed } from './patient.ts';
import { openTestPostgres, type TestPostgres } from './postgres-database.ts';
import { openStrictHost, type StrictHost } from './strict-host.ts';

/**
 * The strict host and the host with several views, in every engine, as far as each can tell: what the policy refuses comes to the host's report address,
 * what was asked of whom is in the page's resource timing. strict-host.test.ts and navigation.test.ts look deeper, in Chromium.
 */

let postgres: TestPostgres;
let host: StrictHost;

before(async () => {
  postgres = await openTestPostgres();
  host = await openStrictHost(postgres.url);
});
after(async () => {
  await host?.close();
  await postgres?.stop();
});

const answers = (family: string) => {
  const { given, phone, birthDate, email } = patientNamed(family);
  return { given, family, phone, birthDate, email };
};

for (const engine of wantedEngines()) {
  describe(`on a strict host, in ${engine}`, () => {
    let page: EnginePage;
    // Each with nothing in its cache: times that an earlier one has taken would still be in there for a moment.
    beforeEach(async () => {
      page = await openEnginePage(engine, { keepsPages: true });
    });
    afterEach(() => page?.close());

    it('booking, change and cancel break no rule, and ask nobody else', async () => {
      const from = host.reports.length;
      await page.goto(host.origin);
      await reachForm(page, ['First visit']);
      await fillForm(page, answers(`Strict${engine}`));
      await clickOn(page, 'button', 'Book this visit');
      await untilHeading(page, 'You are booked');
      await clickOn(page, 'button', 'Change the time');
      await chooseFirstAvailable(page);
      await clickOn(page, 'button', 'Confirm the new time');
      await untilHeading(page, 'Your visit was moved');
      await clickOn(page, 'button', 'Cancel the visit');
      await clickOn(page, 'button', 'Yes, cancel the visit');
      await untilHeading(page, 'Your visit is cancelled');

      const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      assert.ok(
        asked.some((url) => url.startsWith(`${host.app.url}/v1/`)),
        'the record has what was asked',
      );
      assert.deepEqual(
        asked.filter((url) => ![host.origin, host.app.url].includes(new URL(url).origin)),
        [],
      );
      await breakRules(page);
      const directives = () => brokenDirectives(host.reports.slice(from)).toSorted();
      await untilTrue(() => directives().length >= 2).catch(() => undefined);
      // Reports come one after the other: what an element had broken would stand beside the two that were broken here.
      assert.deepEqual(directives(), ['connect-src', 'require-trusted-types-for']);
    });

    it('booking in a frame, change and cancel break no rule, and the page around learns the same', async () => {
      const from = host.reports.length;
      host.show(host.framed);
      await page.goto(host.origin);
      await page.evaluate(() => {
        const told: string[] = [];
        Object.assign(window, { told });
        for (const name of ['booked', 'rescheduled', 'cancelled'])
          document
            .querySelector('prm-booking')
            ?.addEventListener(`prm-appointment-${name}`, (event) => told.push(event.type));
      });
      await page.enterFrame();
      await reachForm(page, ['First visit']);
      await fillForm(page, answers(`Framed${engine}`));
      await clickOn(page, 'button', 'Book this visit');
      await untilHeading(page, 'You are booked');
      await clickOn(page, 'button', 'Change the time');
      await chooseFirstAvailable(page);
      await clickOn(page, 'button', 'Confirm the new time');
      await untilHeading(page, 'Your visit was moved');
      await clickOn(page, 'button', 'Cancel the visit');
      await clickOn(page, 'button', 'Yes, cancel the visit');
      await untilHeading(page, 'Your visit is cancelled');
      const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      assert.ok(asked.some((url) => url.startsWith(`${host.app.url}/v1/`)));
      assert.deepEqual(
        asked.filter((url) => new URL(url).origin !== host.app.url),
        [],
      );
      await page.leaveFrame();
      assert.deepEqual(await page.evaluate(() => (window as unknown as { told: string[] }).told), [
        'prm-appointment-booked',
        'prm-appointment-rescheduled',
        'prm-appointment-cancelled',
      ]);
      assert.deepEqual(brokenDirectives(host.reports.slice(from)), []);
      host.show({ body: host.body });
    });

    it('an element that is moved keeps its time and its form; one that is removed gives the time back and begins anew', async () => {
      const before = await firstAvailable();
      await page.goto(host.origin);
      await reachForm(page, ['First visit']);
      await fillForm(page, answers(`Moved${engine}`));
      assert.notEqual(await firstAvailable(), before, 'the time is held');
      await page.evaluate(() => {
        const element = document.querySelector('prm-booking');
        for (let move = 0; move < 5; move += 1) {
          const section = document.createElement('section');
          document.body.prepend(section);
          if (element) section.append(element);
        }
      });
      await untilHeading(page, 'Who is the visit for?');
      assert.deepEqual(await readForm(page), answers(`Moved${engine}`));
      assert.notEqual(await firstAvailable(), before, 'the time is still held');

      await page.evaluate(() => {
        const element = document.querySelector('prm-booking');
        element?.remove();
        Object.assign(window, { removed: element });
      });
      await untilTrue(async () => (await firstAvailable()) === before);
      await page.evaluate(() => document.body.append((window as unknown as { removed: Element }).removed));
      await reachForm(page, ['First visit']);
      assert.deepEqual(Object.values(await readForm(page)), ['', '', '', '', '']);
      await fillForm(page, answers(`Moved${engine}`));
      await clickOn(page, 'button', 'Book this visit');
      await untilHeading(page, 'You are booked');
    });

    it('a page that is left and come back to goes on with its time and its form', async () => {
      await page.goto(host.origin);
      await reachForm(page, ['First visit']);
      await fillForm(page, answers(`Back${engine}`));
      const held = await firstAvailable();
      await leaveAndComeBack(page);
      await untilHeading(page, 'Who is the visit for?');
      assert.deepEqual(await readForm(page), answers(`Back${engine}`));
      assert.equal(await firstAvailable(), held, 'the time is held all the while');
      await clickOn(page, 'button', 'Book this visit');
      await untilHeading(page, 'You are booked');
    });

    it('so does a page with a frame', async () => {
      host.show(host.framed);
      await page.goto(host.origin);
      await page.enterFrame();
      await reachForm(page, ['First visit']);
      await page.leaveFrame();
      // Into a frame of a page that was kept, the drivers of Chromium and Firefox do not see: it is there as the page around it is.
      await leaveAndComeBack(page);
      host.show({ body: host.body });
    });
  });
}

/** @throws unless the browser has kept the page meanwhile, with all that was in it */
async function leaveAndComeBack(page: EnginePage): Promise<void> {
  await page.evaluate(() => void Object.assign(window, { wasKept: true }));
  await page.goto(`${host.app.url}/healthz`);
  await page.back();
  await waitUntil(page, 'the page before', () => document.querySelector('prm-booking') !== null);
  assert.ok(await page.evaluate(() => 'wasKept' in window), 'the browser kept the page: nothing in it forbids that');
}

/** The start of the first time that the clinic offers to everybody. */
async function firstAvailable(): Promise<string | undefined> {
  const { healthcareServiceId } = host.place;
  const { firstAvailable: slot } = await host.clinic.slots.search({ healthcareServiceId });
  return slot?.start;
}

/** What was reported, but for the icon that Firefox asks a site for by itself. */
function brokenDirectives(reports: readonly string[]): string[] {
  return reports
    .map((report) => JSON.parse(report) as { 'csp-report': Readonly<Record<string, string>> })
    .map(({ 'csp-report': report }) => report)
    .filter((report) => !report['blocked-uri']?.endsWith('/favicon.ico'))
    .map((report) => report['effective-directive'] ?? report['violated-directive'] ?? '');
}

/** Asks until it is so. @throws after 20 s */
async function untilTrue(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const timeout = AbortSignal.timeout(20_000);
  while (!(await isSo())) {
    timeout.throwIfAborted();
    await wait(50);
  }
}

/** Does what the policy refuses, so that a browser that is silent about it is not taken for one that has nothing to tell. */
const breakRules = (page: EnginePage) =>
  page.evaluate(() => {
    void fetch('http://elsewhere.example/').catch(() => undefined);
    try {
      document.body.innerHTML = 'no Trusted Types';
    } catch {
      // that it is refused is the point
    }
  });
