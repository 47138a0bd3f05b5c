import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { inFrame } from './booking-acts.ts';
import { startBrowser, type TestBrowser, type Visit } from './browser.ts';
import { patientNamed } from './patient.ts';
import { openTestPostgres, type TestPostgres } from './postgres-database.ts';
import { bookFor, mailedCode, withAccessLog } from './strict-host-patient.ts';
import { openStrictHost, type StrictHost } from './strict-host.ts';

/**
 * The access log in a frame, on a strict host's page of another site: what the loader brings to a page by itself. This browser's window is a private one, in which
 * such a frame has no storage and no locks; where it has them, the session is kept: `frame-engines.test.ts`.
 */

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

const fallback = '<p slot="fallback">Call <a href="tel:+15550104200">(555) 010-4200</a>.</p>';

/** Opens the site with the guide's tags and policy for a frame. */
async function open({ body = withAccessLog(host.framed.body), prepare }: Opening = {}) {
  host.show({ ...host.framed, body });
  const visit = await browser.visit();
  await prepare?.(visit);
  await visit.page.goto(host.origin);
  return { ...visit, frame: inFrame(visit.page, 'prm-access-log') };
}

interface Opening {
  readonly body?: string;
  /** Runs before the page is there. */
  readonly prepare?: (visit: Visit) => Promise<unknown>;
}

/** Keeps what the element tells its page, with all that it carries. */
const listen = (page: Page) =>
  page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    for (const name of ['prm-signed-in', 'prm-signed-out']) {
      document.querySelector('prm-access-log')?.addEventListener(name, (event) => {
        const { isTrusted: _, ...fields } = event;
        told.push(`${event.type} ${event.bubbles} ${JSON.stringify(fields)}`);
      });
    }
  });
const told = (page: Page) => page.evaluate(() => (window as unknown as { told: string[] }).told);

describe('the access log in a frame', () => {
  it('signs in by a mailed code, lists and signs out by keyboard alone; the page learns of both and of nothing more', async () => {
    const patient = patientNamed('Framelog');
    await bookFor(host, 'Framelog');
    const body = `<a href="#a">Before</a>${withAccessLog(host.framed.body)}<a href="#b">After</a>`;
    const { page, frame, record, context } = await open({ body });
    await listen(page);
    /** Where the focus is, by what stands there. */
    const here = async () => {
      const outside = await page.evaluate(() => document.activeElement?.localName);
      const place = outside === 'prm-access-log' ? frame.locator(':focus').last() : page.locator(':focus');
      return place.evaluate((element) => element.getAttribute('name') ?? element.textContent?.trim() ?? '');
    };
    const tabTo = async (name: RegExp) => {
      for (let turn = 0; turn < 20 && !name.test(await here()); turn += 1) await page.keyboard.press('Tab');
      assert.match(await here(), name);
    };
    await frame.getByRole('textbox', { name: 'E-mail' }).waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await here(), 'Before');
    await page.keyboard.press('Tab');
    await page.keyboard.type(patient.email);
    await page.keyboard.press('Enter');
    const code = await mailedCode(host, patient.email);
    const codeField = frame.getByRole('textbox', { name: 'Code from the mail' });
    await codeField.waitFor();
    if (!(await codeField.evaluate((element) => element.matches(':focus')))) await page.keyboard.press('Tab');
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    const birthDate = frame.getByRole('textbox', { name: 'Date of birth' });
    await birthDate.waitFor();
    if (!(await birthDate.evaluate((element) => element.matches(':focus')))) await page.keyboard.press('Tab');
    const [year, month, day] = patient.birthDate.split('-');
    await page.keyboard.type(`${month}/${day}/${year}`);
    await page.keyboard.press('Enter');
    await frame.getByRole('heading', { name: 'Who has looked at your records' }).waitFor();
    await frame.getByRole('listitem').filter({ hasText: 'Signed in' }).filter({ hasText: 'You' }).waitFor();

    assert.deepEqual(await told(page), ['prm-signed-in false {}']);
    await tabTo(/^Sign out$/);
    await page.keyboard.press('Enter');
    await frame.getByText('You are signed out.').first().waitFor();
    assert.deepEqual(await told(page), ['prm-signed-in false {}', 'prm-signed-out false {}']);
    await tabTo(/^After$/);
    await page.keyboard.press('Shift+Tab');
    assert.equal(await here(), 'Send me a code');

    const others = record.requests.filter((url) => ![host.origin, host.app.url].includes(new URL(url).origin));
    assert.deepEqual([others, record.violations, record.errors], [[], [], []]);
    assert.deepEqual(
      new Set(record.requests.filter((url) => url.includes('/embed/frame/'))),
      new Set([`${host.app.url}/embed/frame/access-log?key=${host.publishableKey}`]),
    );
    await context.close();
  });

  it('follows the page’s look and language, is always so high, whatever it shows, and has the clinic’s own words', async () => {
    const { page, frame, context } = await open({
      body: withAccessLog(host.framed.body).replace('></prm-access-log>', `>${fallback}</prm-access-log>`),
      prepare: ({ context: opening }) => opening.route('**/v1/**', (route) => route.abort()),
    });
    await page.evaluate(() => {
      document.documentElement.style.cssText = 'color-scheme: light dark; --prm-accent: #7a3cff; font: 20px Georgia';
    });
    await frame.locator(':root[style*="--prm-accent: rgb(122, 60, 255)"]').waitFor({ state: 'attached' });
    await page.emulateMedia({ colorScheme: 'dark' });
    await frame.locator(':root[style*="color-scheme: dark"]').waitFor({ state: 'attached' });
    await frame.getByRole('textbox', { name: 'E-mail' }).fill('somebody@patient.example');
    await page.keyboard.press('Enter');
    const link = frame.getByRole('link', { name: '(555) 010-4200' });
    await link.waitFor();
    assert.equal(await link.getAttribute('href'), 'tel:+15550104200');
    await page.evaluate(() => (document.documentElement.lang = 'ar'));
    await frame.locator('.root[lang=ar][dir=rtl]').waitFor();
    const outside = page.locator('prm-access-log iframe');
    assert.equal(await outside.getAttribute('title'), 'من اطّلع على ملفك');
    assert.equal(await outside.evaluate((element) => element.getBoundingClientRect().height), 36 * 20);
    await context.close();
  });

  it('remembers nobody unless it is told to, by an attribute or by a property', async () => {
    const { page, frame, context } = await open({ body: withAccessLog(host.framed.body, '') });
    const remembers = () =>
      frame.locator('prm-access-log').evaluate((element) => 'remember' in element && element.remember);
    const isRemembered = () => page.locator('prm-access-log').evaluate((element) => Reflect.get(element, 'remember'));
    await frame.getByRole('textbox', { name: 'E-mail' }).waitFor();
    assert.deepEqual([await remembers(), await isRemembered()], [false, false]);
    await page.locator('prm-access-log').evaluate((element) => element.setAttribute('remember', ''));
    const follows = async (value: boolean) => {
      for (let turn = 0; turn < 100 && (await remembers()) !== value; turn += 1)
        await page.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
      return [await remembers(), await isRemembered()];
    };
    assert.deepEqual(await follows(true), [true, true]);
    await page.locator('prm-access-log').evaluate((element) => Reflect.set(element, 'remember', false));
    assert.deepEqual(await follows(false), [false, false]);
    await context.close();
  });
});
