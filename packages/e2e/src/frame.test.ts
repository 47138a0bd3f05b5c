import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { bookingActs, inFrame } from './booking-acts.ts';
import { startBrowser, type TestBrowser, type Visit } from './browser.ts';
import { pageChanges, watchInventory } from './page-inventory.ts';
import { patientNamed } from './patient.ts';
import { openTestPostgres, type TestPostgres } from './postgres-database.ts';
import { openStrictHost, type StrictHost } from './strict-host.ts';

/** Booking in a frame, on a strict host's page of another origin: what the loader brings to a page by itself. */

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

interface Opening {
  readonly body?: string;
  readonly policy?: string;
  /** Runs before the page is there. */
  readonly prepare?: (visit: Visit) => Promise<unknown>;
}

/** Opens the site with the guide's tags and policy for a frame, or with others. */
async function open({ body = host.framed.body, policy = host.framed.policy, prepare }: Opening = {}) {
  host.show({ body, policy });
  const visit = await browser.visit();
  await prepare?.(visit);
  await visit.page.goto(host.origin);
  return { ...visit, acts: bookingActs(inFrame(visit.page)), frame: inFrame(visit.page) };
}
type Opened = Awaited<ReturnType<typeof open>>;

async function reachForm({ acts, frame }: Pick<Opened, 'acts' | 'frame'>, family: string) {
  await acts.click(frame.getByRole('radio', { name: /First visit/ }));
  await acts.click(acts.button('See times'));
  await acts.chooseFirstAvailable();
  await acts.fillIn(patientNamed(family));
}

const title = (opened: Pick<Opened, 'acts'>, text: string) => opened.acts.title().getByText(text).waitFor();
const withText = (text: string) => host.framed.body.replace('></prm-booking>', `>${text}</prm-booking>`);
const fallback = '<p slot="fallback">Call <a href="tel:+15550104200">(555) 010-4200</a> to book.</p>';

/** Keeps what the element tells its page. */
const listen = (page: Page) =>
  page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    for (const name of ['booking', 'booked', 'rescheduled', 'cancelled']) {
      document.querySelector('prm-booking')?.addEventListener(`prm-appointment-${name}`, (event) => {
        told.push(`${event.type} ${'appointmentId' in event ? String(event.appointmentId) : ''} ${event.bubbles}`);
      });
    }
  });
const told = (page: Page) => page.evaluate(() => (window as unknown as { told: string[] }).told);

describe('booking in a frame', () => {
  it('books, hands over a calendar file, changes and cancels; the page gets the same events, and nothing is changed or reported', async () => {
    const opened = await open({ prepare: ({ context }) => watchInventory(context) });
    const { page, acts, record, context } = opened;
    await listen(page);
    await reachForm(opened, 'Framed');
    await acts.click(acts.button('Book this visit'));
    await title(opened, 'You are booked');
    const file = page.waitForEvent('download');
    await acts.click(acts.button('Add to calendar'));
    assert.match((await file).suggestedFilename(), /\.ics$/);
    await (await file).cancel();
    await acts.click(acts.button('Change the time'));
    await acts.chooseFirstAvailable();
    await acts.click(acts.button('Confirm the new time'));
    await title(opened, 'Your visit was moved');
    await acts.click(acts.button('Cancel the visit'));
    await acts.click(acts.button('Yes, cancel the visit'));
    await title(opened, 'Your visit is cancelled');

    const lines = await told(page);
    const id = /apt_\w+/.exec(lines[1] ?? '')?.[0] ?? 'none';
    assert.deepEqual(lines, [
      'prm-appointment-booking  false',
      `prm-appointment-booked ${id} false`,
      `prm-appointment-rescheduled ${id} false`,
      `prm-appointment-cancelled ${id} false`,
    ]);
    const { data } = await host.clinic.appointments.list({ limit: 200 });
    assert.equal(data.find((appointment) => appointment.id === id)?.patient?.family, 'Framed');
    const others = record.requests.filter((url) => ![host.origin, host.app.url].includes(new URL(url).origin));
    assert.deepEqual([others, record.violations, record.errors], [[], [], []]);
    assert.deepEqual(
      record.requests
        .filter((url) => url.startsWith(host.app.url) && /\/frame\/|apt_|hld_/.test(url.split('?key=')[0] ?? ''))
        .map((url) => new URL(url).pathname.replace(/(apt|hld)_\w+/, 'ID'))
        .filter((path) => path.startsWith('/embed')),
      ['/embed/frame/booking'],
    );

    await page.locator('prm-booking').evaluate((element) => element.remove());
    const changes = await pageChanges(page);
    const ours = (name: string) => !name.startsWith('told');
    assert.deepEqual(
      {
        ...changes,
        globals: changes.globals.filter(ours),
        document: changes.document.filter((line) => line !== '- body > prm-booking#'),
      },
      { globals: [], document: [], tags: ['prm-booking'], listeners: [], timers: [] },
    );
    await context.close();
  });

  it('holds a booking back until the page has answered: preventDefault() stops it, and the form stays', async () => {
    const opened = await open();
    const { page, acts, record, context } = opened;
    await reachForm(opened, 'Stopped');
    await page.evaluate(() => {
      document
        .querySelector('prm-booking')
        ?.addEventListener('prm-appointment-booking', (event) => event.preventDefault(), { once: true });
    });
    await acts.click(acts.button('Book this visit'));
    await opened.frame
      .getByText(/not sent|stopped/i)
      .first()
      .waitFor();
    const booked = () => record.requests.filter((url) => url.endsWith('/v1/appointments')).length;
    assert.equal(booked(), 0);
    assert.deepEqual((await acts.typed()).slice(0, 2), [patientNamed('Stopped').given, 'Stopped']);

    // A page may take its time: nothing goes out before.
    await page.evaluate(() => {
      document.querySelector('prm-booking')?.addEventListener('prm-appointment-booking', (event) => {
        const answer = new Promise<boolean>((resolve) => Object.assign(window, { answer: resolve }));
        (event as Event & { waitFor(answer: Promise<boolean>): void }).waitFor(answer);
      });
    });
    await acts.click(acts.button('Try again'));
    await page.waitForFunction(() => 'answer' in window);
    assert.equal(booked(), 0);
    await page.evaluate(() => (window as unknown as { answer: (isAllowed: boolean) => void }).answer(true));
    await title(opened, 'You are booked');
    assert.equal(booked(), 1);
    await context.close();
  });

  it('keeps the form where a page never answers', async () => {
    const opened = await open({ prepare: ({ context }) => context.clock.install() });
    const { page, acts, record, context } = opened;
    await reachForm(opened, 'Silent');
    await page.evaluate(() => {
      document.querySelector('prm-booking')?.addEventListener('prm-appointment-booking', (event) => {
        (event as Event & { waitFor(answer: Promise<boolean>): void }).waitFor(new Promise(() => {}));
      });
    });
    await acts.click(acts.button('Book this visit'));
    await context.clock.fastForward(11_000);
    await opened.frame
      .getByText(/not sent|stopped/i)
      .first()
      .waitFor();
    assert.equal(record.requests.filter((url) => url.endsWith('/v1/appointments')).length, 0);
    assert.equal((await acts.typed())[1], 'Silent');
    await context.close();
  });

  it('takes on the look and the language of the page, and follows both', async () => {
    const style =
      'color-scheme: light dark; font: 20px/1.5 Georgia, serif; --prm-accent: #7a3cff; --prm-radius: 0.25rem';
    const opened = await open({
      body: host.framed.body,
      prepare: async ({ context }) => {
        await context.addInitScript((text) => {
          document.addEventListener('DOMContentLoaded', () => (document.documentElement.style.cssText = text));
        }, style);
      },
    });
    const { page, frame, context } = opened;
    const root = frame.locator('prm-booking .root');
    await frame.getByRole('heading', { name: 'What do you need?' }).waitFor();
    const look = () =>
      root.evaluate((element) => {
        const { fontFamily, fontSize, colorScheme } = getComputedStyle(element);
        const { style: set } = document.documentElement;
        return [
          fontFamily,
          fontSize,
          colorScheme,
          set.getPropertyValue('--prm-accent'),
          set.getPropertyValue('--prm-radius'),
        ];
      });
    assert.deepEqual(await look(), ['Georgia, serif', '20px', 'light', 'rgb(122, 60, 255)', '5px']);
    assert.equal(
      await root.evaluate(() => getComputedStyle(document.documentElement).backgroundColor),
      'rgba(0, 0, 0, 0)',
    );

    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate(() => document.documentElement.style.setProperty('--prm-accent', 'currentcolor'));
    await frame.locator(':root[style*="color-scheme: dark"]').waitFor({ state: 'attached' });
    await frame.locator(':root[style*="--prm-accent: rgb(255, 255, 255)"]').waitFor({ state: 'attached' });

    await page.evaluate(() => (document.documentElement.lang = 'ar'));
    await frame.locator('.root[lang=ar][dir=rtl]').waitFor();
    assert.equal(await page.locator('prm-booking iframe').getAttribute('title'), 'حجز موعد');
    await page.evaluate(() => (document.documentElement.dir = 'ltr'));
    await frame.locator(':root[dir=ltr] .root:not([dir])').waitFor();
    await context.close();
  });

  it('is as high as what it shows while that is public, then always so high, and lets the page scroll to where the focus is', async () => {
    const opened = await open({ body: `${host.framed.body}<p id="below">Below</p>` });
    const { page, acts, frame, context } = opened;
    await page.setViewportSize({ width: 400, height: 300 });
    const bottoms = async () => {
      const box = await frame.locator('prm-booking .card').evaluate((card) => card.getBoundingClientRect().bottom);
      const outside = await page
        .locator('prm-booking iframe')
        .evaluate((element) => element.getBoundingClientRect().height);
      return Math.abs(box - outside);
    };
    await frame.getByRole('radio').first().waitFor();
    assert.ok((await bottoms()) <= 1);
    await acts.click(frame.getByRole('radio', { name: /First visit/ }));
    await acts.click(acts.button('See times'));
    await acts.chooseFirstAvailable();
    await frame.getByRole('textbox').first().focus();
    const height = () =>
      page.locator('prm-booking iframe').evaluate((element) => element.getBoundingClientRect().height);
    for (let turn = 0; turn < 100 && (await height()) !== 68 * 16; turn += 1)
      await page.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
    assert.equal(await height(), 68 * 16);
    for (let field = 0; field < 4; field += 1) await page.keyboard.press('Tab');
    const place = () => frame.getByRole('textbox').nth(4).boundingBox();
    const isSeen = (box: Awaited<ReturnType<typeof place>>) => box !== null && box.y >= 0 && box.y + box.height <= 300;
    for (let turn = 0; turn < 100 && !isSeen(await place()); turn += 1)
      await page.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
    assert.ok(isSeen(await place()), JSON.stringify(await place()));
    await acts.click(acts.button('Book this visit'));
    const problems = frame.locator('#problems');
    await problems.and(frame.locator(':focus')).waitFor();
    assert.equal(await height(), 68 * 16);
    const overflow = await frame.locator(':root').evaluate((root) => root.scrollHeight - root.clientHeight);
    assert.ok(overflow > 0, 'what is higher scrolls inside');
    const seenProblems = () => problems.boundingBox();
    for (let turn = 0; turn < 100 && !isSeen(await seenProblems()); turn += 1)
      await page.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
    await context.close();
  });

  it('is one stop after the other for the Tab key: into the frame, through it, and out again', async () => {
    const { page, frame, context } = await open({
      body: `<a href="#a">Before</a>${host.framed.body}<a href="#b">After</a>`,
    });
    await frame.getByRole('radio').first().waitFor();
    const here = async () => {
      const outside = await page.evaluate(
        () => document.activeElement?.textContent || document.activeElement?.localName,
      );
      if (outside !== 'prm-booking') return outside;
      return frame
        .locator(':focus')
        .last()
        .evaluate((element) => (element.closest('label') ?? element).textContent?.trim().split(/\s{2,}/)[0] ?? '');
    };
    const stops: (string | undefined)[] = [];
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
      await page.keyboard.press(key);
      stops.push(await here());
    }
    assert.deepEqual(
      stops.map((stop) => stop?.replace(/First visit.*/s, 'First visit')),
      ['Before', 'First visit', 'See times', 'After', 'See times', 'First visit', 'Before'],
    );
    await context.close();
  });

  it('shows the clinic’s own words where they are needed, as text and links', async () => {
    const { frame, acts, context } = await open({
      body: withText(fallback),
      prepare: ({ context: opening }) => opening.route('**/v1/slots*', (route) => route.abort()),
    });
    await acts.click(frame.getByRole('radio', { name: /First visit/ }));
    await acts.click(acts.button('See times'));
    await frame.getByText('No connection to the clinic.').first().waitFor();
    const link = frame.getByRole('link', { name: '(555) 010-4200' });
    assert.equal(await link.getAttribute('href'), 'tel:+15550104200');
    await context.close();
  });

  it('begins anew when it is moved, and stays where it is when it is moved by moveBefore()', async () => {
    const opened = await open();
    const { page, acts, frame, context } = opened;
    await reachForm(opened, 'Moved');
    const canStay = await page.evaluate(() => {
      const element = document.querySelector('prm-booking');
      const section = document.body.appendChild(document.createElement('section'));
      if (!element || !('moveBefore' in section)) return false;
      (section as unknown as { moveBefore(node: Node, before: null): void }).moveBefore(element, null);
      return true;
    });
    if (canStay) assert.equal((await acts.typed())[1], 'Moved');
    await page.evaluate(() => {
      const element = document.querySelector('prm-booking');
      if (element) document.body.prepend(element);
    });
    await frame.getByRole('textbox').first().or(frame.getByRole('radio').first()).waitFor();
    const [first] = await frame.getByRole('textbox').all();
    assert.notEqual(await first?.inputValue(), patientNamed('Moved').given);
    await context.close();
  });

  it('stands twice on a page, and beside one that is in the page itself', async () => {
    const twice = await open({ body: `${host.framed.body}<section></section>` });
    await twice.page.evaluate(() => {
      const copy = document.querySelector('prm-booking')?.cloneNode();
      if (copy) document.querySelector('section')?.append(copy);
    });
    for (const place of ['body > prm-booking', 'section > prm-booking']) {
      await inFrame(twice.page, place).getByRole('radio').first().waitFor();
    }
    await twice.context.close();

    const mixed = await open({
      body: `${host.framed.body}<section>${host.body.replace(/<script.*<\/script>/, '')}</section>`,
      policy: `${host.framed.policy.replace("'none'", 'lit-html')}; connect-src ${host.app.url}`,
    });
    await inFrame(mixed.page, 'body > prm-booking').getByRole('radio').first().waitFor();
    await mixed.page.locator('section > prm-booking').getByRole('radio').first().waitFor();
    assert.deepEqual([mixed.record.errors, mixed.record.violations], [[], []]);
    await mixed.context.close();
  });

  it('has another version beside it under a prefix', async () => {
    const second = `<script type="module" src="${host.app.url}/embed/openprm.js?prefix=acme"></script><acme-booking publishable-key="${host.publishableKey}"></acme-booking>`;
    const { page, record, context } = await open({ body: host.framed.body + second });
    await inFrame(page).getByRole('radio').first().waitFor();
    await inFrame(page, 'acme-booking').getByRole('radio').first().waitFor();
    assert.deepEqual([record.errors, record.violations], [[], []]);
    await context.close();
  });
});

describe('a frame that cannot be shown', () => {
  const unavailable = 'This part of the page cannot be shown at the moment.';
  const showsWords = async ({ page }: Pick<Opened, 'page'>) => {
    await page.getByText(unavailable).waitFor();
    assert.ok(await page.getByRole('link', { name: '(555) 010-4200' }).isVisible());
  };

  it('because of the page’s policy, says so and what to add', async () => {
    const opened = await open({ body: withText(fallback), policy: `script-src ${host.app.url}` });
    await showsWords(opened);
    assert.match(opened.record.errors.join('\n'), /blocked by the page's Content-Security-Policy: add "frame-src http/);
    await opened.context.close();
  });

  it('because the key is unknown, says so; the page of the frame itself says what to do', async () => {
    const opened = await open({
      body: withText(fallback).replace(host.publishableKey, `${host.publishableKey.slice(0, -4)}xxxx`),
    });
    await showsWords(opened);
    assert.match(opened.record.errors.join('\n'), /the publishable key is unknown or was revoked/);
    await opened.page.goto(`${host.app.url}/embed/frame/booking?key=pk_nobodyhasthiskey`);
    await opened.page.getByText('Put a key that is in use on the element').waitFor();
    await opened.page.goto(`${host.app.url}/embed/frame/booking?key=${host.publishableKey}`);
    await opened.page.getByText(`on the pages of: ${host.origin}.`).waitFor();
    await opened.context.close();
  });

  it('because there is no connection, and comes when there is one again', async () => {
    const opened = await open({
      body: withText(fallback),
      prepare: ({ context }) => context.route('**/embed/frame/**', (route) => route.abort()),
    });
    await showsWords(opened);
    assert.match(opened.record.errors.join('\n'), /did not answer. Either the API cannot be reached, or http/);
    await opened.context.unroute('**/embed/frame/**');
    await opened.page.getByRole('button', { name: 'Try again' }).click();
    await opened.frame.getByRole('radio').first().waitFor();
    assert.equal(await opened.page.getByText(unavailable).count(), 0);
    await opened.context.close();
  });

  it('because nothing says which clinic it is, shows the clinic’s words', async () => {
    const opened = await open({ body: withText(fallback).replace(/ publishable-key="\w+[^"]*"/, '') });
    await showsWords(opened);
    assert.match(opened.record.errors.join('\n'), /publishable-key is missing/);
    await opened.context.close();
  });
});
