import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { reachForm } from './engines/booking-clicks.ts';
import { clickOn, fillForm, untilHeading, untilText } from './engines/element-clicks.ts';
import { type EnginePage, waitUntil } from './engines/engine-page.ts';
import { openEnginePage, wantedEngines } from './engines/open-engine-page.ts';
import { patientNamed } from './patient.ts';
import { openTestPostgres, type TestPostgres } from './postgres-database.ts';
import { bookFor, mailedCode, withAccessLog } from './strict-host-patient.ts';
import { openStrictHost, type StrictHost } from './strict-host.ts';

/**
 * Both elements in a frame, on a strict host's page of another site, in every engine: what the page learns and decides, how the frame follows its look and language,
 * and who is still signed in after the page was left. frame.test.ts and frame-access-log.test.ts look deeper, in Chromium.
 */

let postgres: TestPostgres;

before(async () => {
  postgres = await openTestPostgres();
});
after(() => postgres?.stop());

const logPage = (host: StrictHost) => ({ ...host.framed, body: withAccessLog(host.framed.body) });

/** Keeps what the element tells its page, with all that it carries. */
const listen = (page: EnginePage) =>
  page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    const names = ['prm-appointment-booking', 'prm-appointment-booked', 'prm-signed-in', 'prm-signed-out'];
    for (const name of names) {
      document.querySelector('prm-booking, prm-access-log')?.addEventListener(name, (event) => {
        const { isTrusted: _, ...fields } = event as Event & Record<string, unknown>;
        told.push(`${event.type} ${event.bubbles} ${Object.keys(fields).join(' ')}`.trim());
      });
    }
  });
const told = (page: EnginePage) => page.evaluate(() => (window as unknown as { told: string[] }).told);

/** How high their frames are with what is a person's own, in ems. */
const wide = { booking: 40, accessLog: 36 };

/** Gives the page a look and a language, and waits until what is in the frame has them. */
async function followsPage(page: EnginePage, title: string, ems: number) {
  await page.evaluate(() => {
    document.documentElement.style.cssText = 'color-scheme: dark; --prm-accent: #7a3cff; font: 20px serif';
    document.documentElement.lang = 'ar';
  });
  await page.enterFrame();
  await waitUntil(page, 'the page’s look and language', () => {
    const { style } = document.documentElement;
    const root = document.querySelector('prm-booking, prm-access-log')?.shadowRoot?.querySelector('.root');
    const isArabic = root?.getAttribute('lang') === 'ar' && root.getAttribute('dir') === 'rtl';
    return isArabic && style.getPropertyValue('--prm-accent').includes('122, 60, 255') && style.colorScheme === 'dark';
  });
  await page.leaveFrame();
  // Of the page's own font, and of nothing that stands in it.
  await waitUntil(
    page,
    `a frame of ${ems} em`,
    (wanted, name) => {
      const { shadowRoot } = document.querySelector('prm-booking, prm-access-log') ?? {};
      const frame = shadowRoot?.querySelector('iframe');
      return frame?.title === name && Math.abs(frame.getBoundingClientRect().height - wanted * 20) <= 1;
    },
    ems,
    title,
  );
}

/** From the address to the list. */
async function signIn(page: EnginePage, host: StrictHost, family: string) {
  const { email } = patientNamed(family);
  await untilHeading(page, 'Sign in');
  await fillForm(page, { email });
  await clickOn(page, 'button', 'Send me a code');
  await untilHeading(page, 'Enter the code');
  await fillForm(page, { code: await mailedCode(host, email) });
  await clickOn(page, 'button', 'Sign in');
  await untilHeading(page, 'Find your records');
  await fillForm(page, { 'birth-date': '07/19/1981' });
  await clickOn(page, 'button', 'Find my records');
  await untilText(page, 'Signed in as');
}

// Each with a clinic of its own, so that they can run side by side.
describe('in a frame', { concurrency: true }, () => {
  for (const engine of wantedEngines()) {
    describe(`in ${engine}`, { concurrency: 1 }, () => {
      let host: StrictHost;
      let page: EnginePage;
      before(async () => {
        [host, page] = await Promise.all([openStrictHost(postgres.url), openEnginePage(engine, { hasProfile: true })]);
      });
      after(async () => {
        await page?.close();
        await host?.close();
      });

      it('booking waits for the page’s yes, and tells it an id', async () => {
        host.show(host.framed);
        await page.goto(host.origin);
        await listen(page);
        await page.evaluate(() =>
          document
            .querySelector('prm-booking')
            ?.addEventListener('prm-appointment-booking', (event) => event.preventDefault(), { once: true }),
        );
        await page.enterFrame();
        await reachForm(page, ['First visit']);
        const { given, family, phone, email } = patientNamed(`Frame${engine}`);
        await fillForm(page, { given, family, phone, email, birthDate: '07/19/1981' });
        await clickOn(page, 'button', 'Book this visit');
        await waitUntil(page, 'that it was not sent', () =>
          /not sent|stopped/i.test(document.querySelector('prm-booking')?.shadowRoot?.textContent ?? ''),
        );
        await clickOn(page, 'button', 'Book this visit');
        await untilHeading(page, 'You are booked');
        await page.leaveFrame();
        assert.deepEqual(await told(page), [
          'prm-appointment-booking false',
          'prm-appointment-booking false',
          'prm-appointment-booked false appointmentId',
        ]);
        await followsPage(page, 'حجز موعد', wide.booking);
      });

      it('the access log tells its page of signing in and out and nothing more, and remembers while the page is away', async () => {
        const family = `Framelog${engine}`;
        await bookFor(host, family);
        host.show(logPage(host));
        await page.goto(host.origin);
        await listen(page);
        await page.enterFrame();
        await signIn(page, host, family);
        await page.leaveFrame();
        assert.deepEqual(await told(page), ['prm-signed-in false']);
        await followsPage(page, 'من اطّلع على ملفك', wide.accessLog);

        await page.goto(`${host.app.url}/healthz`);
        await page.goto(host.origin);
        await listen(page);
        await page.enterFrame();
        await untilText(page, 'Signed in as');
        await clickOn(page, 'button', 'Sign out');
        await untilText(page, 'You are signed out.');
        await page.leaveFrame();
        assert.deepEqual((await told(page)).at(-1), 'prm-signed-out false');
        await page.goto(host.origin);
        await page.enterFrame();
        await untilHeading(page, 'Sign in');
      });

      if (engine !== 'chromium') return;
      it('a session that the browser does not keep lives as long as its page, and whoever comes back is asked to sign in', async () => {
        // A private window of Chromium refuses a frame on another site storage and locks.
        const privatePage = await openEnginePage('chromium');
        await bookFor(host, 'Forgotten');
        host.show(logPage(host));
        await privatePage.goto(host.origin);
        await privatePage.enterFrame();
        await signIn(privatePage, host, 'Forgotten');
        await privatePage.goto(host.origin);
        await privatePage.enterFrame();
        const said = await untilHeading(privatePage, 'Sign in');
        assert.doesNotMatch(said, /ended|signed out/);
        await privatePage.close();
      });
    });
  }
});
