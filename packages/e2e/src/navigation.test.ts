import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chromium, type Page } from 'playwright-core';
import { bookingActs } from './booking-acts.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { chromiumLaunch } from './chromium-launch.ts';
import { pageChanges, watchInventory } from './page-inventory.ts';
import { zyxwina } from './patient.ts';
import { openTestPostgres, type TestPostgres } from './postgres-database.ts';
import { openStrictHost, type StrictHost } from './strict-host.ts';

/** What the script of a host with several views does to the element: remove it, add it again, move it, leave its page and come back. */

let postgres: TestPostgres;
let host: StrictHost;
let browser: TestBrowser;

before(async () => {
  postgres = await openTestPostgres();
  host = await openStrictHost(postgres.url);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await host?.close();
  await postgres?.stop();
});

/** A page with the element, and a record of what it asks of the holds. */
async function open({ isWatched = true } = {}) {
  const { page, context, record } = await browser.visit();
  if (isWatched) await watchInventory(context);
  const holdCalls: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/v1/holds') && request.method() !== 'OPTIONS')
      holdCalls.push(`${request.method()} ${pathname.replace(/hld_\w+/, 'ID')}`);
  });
  await page.goto(host.origin);
  return { page, record, holdCalls, acts: bookingActs(page), close: () => context.close() };
}

async function reachForm(page: Page) {
  const acts = bookingActs(page);
  await acts.click(page.getByRole('radio', { name: /First visit/ }));
  await acts.click(acts.button('See times'));
  await acts.chooseFirstAvailable();
  await acts.fillIn(zyxwina);
}

const released = (holdCalls: readonly string[]) => holdCalls.filter((call) => /DELETE|release/.test(call)).length;

/** Listeners and timers of an element that holds a time: one of each. */
const whileHolding = {
  listeners: ['window online', 'window beforeunload', 'window pagehide', 'window pageshow'],
  timers: ['interval 1000'],
};
const liveParts = async (page: Page) => {
  const { listeners, timers } = await pageChanges(page);
  return { listeners, timers };
};

describe('an element that a host moves about', () => {
  it('keeps hold and form when it is moved inside the page, and has nothing twice', async () => {
    const { page, holdCalls, acts, close } = await open();
    await reachForm(page);
    const typed = await acts.typed();
    for (let move = 0; move < 5; move += 1) {
      await page.locator('prm-booking').evaluate((element) => {
        const section = document.createElement('section');
        document.body.prepend(section);
        section.append(element);
      });
    }
    await page.getByText(/held for \d/).waitFor();
    assert.deepEqual(await acts.typed(), typed);
    assert.deepEqual(await liveParts(page), whileHolding);
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
    assert.equal(released(holdCalls), 0);
    await close();
  });

  it('gives the time back when it is removed, leaves nothing behind, and begins anew when it is added again', async () => {
    const { page, record, holdCalls, acts, close } = await open();
    await reachForm(page);
    const element = await page.locator('prm-booking').elementHandle();
    const release = page.waitForResponse(
      (response) => /\/v1\/holds\/./.test(response.url()) && response.request().method() !== 'OPTIONS',
    );
    await element?.evaluate((each) => each.remove());
    assert.ok((await release).ok());
    await page.waitForLoadState('networkidle');
    assert.equal(released(holdCalls), 1);
    assert.deepEqual(await liveParts(page), { listeners: [], timers: [] });

    await element?.evaluate((each) => document.body.append(each));
    await page.getByRole('radio', { name: /First visit/ }).waitFor();
    await reachForm(page);
    assert.deepEqual(await liveParts(page), whileHolding);
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
    assert.deepEqual(record.violations, []);
    await close();
  });

  it('gives back a time whose hold is answered only after it was removed', async () => {
    const { page, holdCalls, acts, close } = await open();
    await acts.click(page.getByRole('radio', { name: /First visit/ }));
    await acts.click(acts.button('See times'));
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      void page.route('**/v1/holds', async (route) => {
        if (route.request().method() === 'OPTIONS') return route.continue();
        await new Promise<void>((go) => {
          answer = go;
          resolve();
        });
        return route.continue();
      });
    });
    await page.getByRole('button', { description: 'First available' }).click();
    await asked;
    await page.locator('prm-booking').evaluate((each) => each.remove());
    const release = page.waitForResponse(
      (response) => /\/v1\/holds\/./.test(response.url()) && response.request().method() !== 'OPTIONS',
    );
    answer();
    assert.ok((await release).ok());
    await page.waitForLoadState('networkidle');
    assert.equal(released(holdCalls), 1);
    assert.deepEqual(await liveParts(page), { listeners: [], timers: [] });
    await close();
  });

  it('is forgotten, however often it comes and goes', async () => {
    // the watch would keep what it watches
    const { page, record, close } = await open({ isWatched: false });
    await page.getByRole('radio', { name: /First visit/ }).waitFor();
    await page.evaluate(async () => {
      const first = document.querySelector('prm-booking');
      const references: WeakRef<Element>[] = [];
      for (let round = 0; round < 20; round += 1) {
        const element = document.createElement('prm-booking');
        element.setAttribute('isolation', 'inline');
        element.setAttribute('publishable-key', first?.getAttribute('publishable-key') ?? '');
        document.body.append(element);
        references.push(new WeakRef(element));
        // the odd ones are removed while they load
        if (round % 2 === 0)
          while (!element.shadowRoot?.querySelector('input')) await new Promise((next) => requestAnimationFrame(next));
        element.remove();
      }
      first?.remove();
      if (first) references.push(new WeakRef(first));
      const kept = document.createElement('prm-booking');
      references.push(new WeakRef(kept));
      Object.assign(window, { references, kept });
    });
    await page.waitForLoadState('networkidle');
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.collectGarbage');
    const alive = await page.evaluate(
      () => (window as unknown as { references: WeakRef<Element>[] }).references.filter((each) => each.deref()).length,
    );
    assert.equal(alive, 1, 'none but the one that the page keeps');
    assert.deepEqual([record.violations, record.errors], [[], []]);
    await close();
  });
});

describe('a page that is left and come back to', () => {
  it('goes on with the hold and the form, out of the back-forward cache', async () => {
    // Playwright turns that cache off unless told.
    const own = await chromium.launch({
      ...chromiumLaunch(),
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
    try {
      const page = await own.newPage();
      const releases: string[] = [];
      page.on('request', (request) => {
        if (/\/v1\/holds\/[^/]+(\/release)?$/.test(new URL(request.url()).pathname) && request.method() === 'DELETE')
          releases.push(request.url());
      });
      await page.goto(host.origin);
      await page.evaluate(() =>
        addEventListener('pageshow', (event) => Object.assign(window, { wasKept: event.persisted })),
      );
      await reachForm(page);
      const acts = bookingActs(page);
      const typed = await acts.typed();
      await page.goto(`${host.app.url}/`);
      // the load event of a page that was kept has been
      await page.goBack({ waitUntil: 'commit' });
      await acts.title().getByText('Who is the visit for?').waitFor();
      const wasKept = await page.evaluate(() => (window as unknown as { wasKept?: boolean }).wasKept === true);
      assert.ok(wasKept, 'the page was loaded anew');
      assert.deepEqual(await acts.typed(), typed);
      await page.getByText(/held for \d/).waitFor();
      await acts.click(acts.button('Book this visit'));
      await acts.title().getByText('You are booked').waitFor();
      assert.deepEqual(releases, []);
    } finally {
      await own.close();
    }
  });
});
