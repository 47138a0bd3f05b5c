import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { root } from '../../tooling/places.mjs';
import { bookingActs } from './booking-acts.ts';
import { startBrowser, type TestBrowser, type Visit } from './browser.ts';
import { pageChanges, watchInventory } from './page-inventory.ts';
import { patientNamed } from './patient.ts';
import { openTestPostgres, type TestPostgres } from './postgres-database.ts';
import { openStrictHost, type StrictHost } from './strict-host.ts';

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

/** Opens the site with this body, under the guide's policy unless another is given. */
async function open(body: string, policy = host.policy, prepare: (visit: Visit) => Promise<void> = async () => {}) {
  host.show({ body, policy });
  const visit = await browser.visit();
  await prepare(visit);
  await visit.page.goto(host.origin);
  return visit;
}

const loader = (file = 'embed/openprm.js') => `<script type="module" src="${host.app.url}/${file}"></script>`;
const element = (tag: string) =>
  `<${tag} isolation="inline" publishable-key="${host.publishableKey}"><p slot="fallback">Call (555) 010-4200 to book.</p></${tag}>`;

/**
 * Serves the browser files at `/other-embed/` too: another build of the same elements, as far as a browser can tell.
 *
 * @param after what its elements wait for
 */
async function serveSecondCopy({ context }: Visit, after: Promise<void> = Promise.resolve()): Promise<void> {
  const folder = path.join(root, 'packages/embed/dist/cdn');
  await context.route(`${host.app.url}/other-embed/**`, async (route) => {
    const file = path.basename(new URL(route.request().url()).pathname);
    const body = readFileSync(path.join(folder, file), 'utf8');
    // The loader itself belongs to the page, whose loading waits for it.
    if (file !== 'openprm.js') await after;
    return route.fulfill({ body, contentType: 'text/javascript', headers: { 'Access-Control-Allow-Origin': '*' } });
  });
}

const shows = (page: Page, tag: string) =>
  page
    .locator(tag)
    .getByRole('heading', { name: 'What do you need?' })
    .or(page.locator(tag).getByRole('radio').first())
    .first()
    .waitFor();

describe('two copies of the elements on one page', () => {
  /** The second one takes its key from the first one's configuration. */
  const both = () => {
    const second = element('acme-booking').replace(/ publishable-key="\w+"/, '');
    const config = `<prm-config publishable-key="${host.publishableKey}">${second}</prm-config>`;
    return loader() + loader('other-embed/openprm.js?prefix=acme') + element('prm-booking') + config;
  };

  it('stand side by side, each with its own code, and the second one books', async () => {
    const policy = `${host.policy} 'allow-duplicates'`;
    const { page, record, context } = await open(both(), policy, (visit) => serveSecondCopy(visit));
    await shows(page, 'prm-booking');
    await shows(page, 'acme-booking');
    const isOther = await page.evaluate(() => {
      const [one, two] = ['prm-booking', 'acme-booking'].map((tag) => customElements.get(tag));
      return (
        one !== undefined &&
        two !== undefined &&
        !(two.prototype instanceof one) &&
        Object.getPrototypeOf(one) !== Object.getPrototypeOf(two)
      );
    });
    assert.ok(isOther, 'both came from one copy');

    const acts = bookingActs(page, 'acme-booking');
    await acts.click(page.locator('acme-booking').getByRole('radio', { name: /First visit/ }));
    await acts.click(acts.button('See times'));
    await acts.chooseFirstAvailable();
    await acts.fillIn(patientNamed('Sidebyside'));
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
    assert.deepEqual([record.violations, record.errors], [[], []]);
    await context.close();
  });

  it('leave the first one working, and the second its fallback, where the policy allows lit-html only once', async () => {
    let isShown = () => {};
    const shown = new Promise<void>((resolve) => (isShown = resolve));
    const { page, record, context } = await open(both(), host.policy, (visit) => serveSecondCopy(visit, shown));
    await shows(page, 'prm-booking');
    isShown();
    await page.getByText('Call (555) 010-4200 to book.').locator('visible=true').waitFor();
    await page.evaluate(() => document.body.append(document.createElement('p')));
    const told = () => record.errors.filter((line) => line.includes('could not be loaded'));
    await untilTrue(() => told().length > 0);
    assert.equal(told().length, 1, record.errors.join('\n'));
    assert.equal(await page.locator('acme-booking:defined').count(), 0);
    await shows(page, 'prm-booking');
    assert.ok(record.violations.some((line) => line.includes('trusted-types')));
    await context.close();
  });

  it('give a tag to the one that comes first, and the other warns once', async () => {
    const body = loader() + loader('other-embed/openprm.js') + element('prm-booking');
    const { page, record, context } = await open(body, `${host.policy} 'allow-duplicates'`, (visit) =>
      serveSecondCopy(visit),
    );
    await shows(page, 'prm-booking');
    const warned = () => record.errors.filter((line) => line.includes('<prm-booking> is already defined'));
    await untilTrue(() => warned().length > 0);
    await page.waitForLoadState('networkidle');
    assert.deepEqual(record.violations, []);
    const warnings = warned();
    assert.deepEqual([warnings.length, record.errors.length], [1, 1], record.errors.join('\n'));
    await context.close();
  });

  it('are one, when the loader is there twice', async () => {
    const body = loader() + loader() + loader('embed/openprm.js?again') + element('prm-booking');
    const { page, record, context } = await open(body);
    await shows(page, 'prm-booking');
    await page.waitForLoadState('networkidle');
    assert.deepEqual([record.violations, record.errors], [[], []]);
    const chunks = record.requests.filter((url) => /\/booking-[^/]+\.js$/.test(url));
    assert.equal(new Set(chunks).size, chunks.length);
    assert.equal(chunks.filter((url) => !/\/booking-(later|api)-/.test(url)).length, 1);
    await context.close();
  });
});

describe('the inventory of a page', () => {
  it('has what a careless loader would leave', async () => {
    const { page, record, context } = await open(host.body, host.policy, async (visit) => {
      await watchInventory(visit.context);
      await visit.context.route(`${host.app.url}/embed/openprm.js`, (route) =>
        route.fulfill({
          body: `(${careless.toString()})()`,
          contentType: 'text/javascript',
          headers: { 'Access-Control-Allow-Origin': '*' },
        }),
      );
    });
    await page.waitForFunction(() => document.title === 'careless');
    const changes = await pageChanges(page);
    assert.deepEqual([...changes.globals].sort(), [
      'Array.prototype.at',
      'Element.prototype.careless',
      'Intl.careless',
      'Symbol.metadata',
      'careless',
      'document.careless',
    ]);
    const expected = [
      /head > style/,
      /html lang=es/,
      /body class=careless/,
      /1 adopted/,
      /cookies careless/,
      /storage careless careless/,
      /title careless/,
    ];
    for (const pattern of expected)
      assert.ok(
        changes.document.some((line) => pattern.test(line)),
        `${pattern} is not in ${changes.document.join('\n')}`,
      );
    assert.deepEqual(changes.tags, ['careless-element']);
    assert.deepEqual(changes.listeners, ['window online', 'MediaQueryList change']);
    assert.deepEqual(changes.timers, ['interval 1000', 'timeout 50000']);
    assert.ok(record.violations.some((violation) => violation.includes('connect-src')));
    assert.ok(record.violations.some((violation) => violation.includes('require-trusted-types-for')));
    await untilTrue(() => host.reports.some((report) => report.includes('connect-src')));
    await context.close();
  });
});

/** Asks until it is so. @throws after 20 s */
async function untilTrue(isSo: () => boolean): Promise<void> {
  const timeout = AbortSignal.timeout(20_000);
  while (!isSo()) {
    timeout.throwIfAborted();
    await wait(20);
  }
}

/** Does in a page all that the elements may not. */
function careless(): void {
  const gone = new AbortController();
  const nothing = () => undefined;
  addEventListener('offline', nothing, { signal: gone.signal });
  addEventListener('focus', nothing);
  removeEventListener('focus', nothing);
  gone.abort();
  addEventListener('online', nothing);
  matchMedia('print').addEventListener('change', nothing);
  clearInterval(setInterval(nothing, 500));
  setInterval(nothing, 1000);
  setTimeout(nothing, 50_000);
  Object.assign(window, { careless: 1 });
  Object.assign(document, { careless: 1 });
  Object.assign(Intl, { careless: 1 });
  Object.assign(Element.prototype, { careless: 1 });
  Object.assign(Symbol, { metadata: Symbol('metadata') });
  Reflect.set(Array.prototype, 'at', nothing);
  customElements.define('careless-element', class extends HTMLElement {});
  document.head.append(document.createElement('style'));
  document.adoptedStyleSheets = [new CSSStyleSheet()];
  document.documentElement.lang = 'es';
  document.body.className = 'careless';
  document.cookie = 'careless=1';
  localStorage.setItem('careless', '1');
  sessionStorage.setItem('careless', '1');
  try {
    document.body.innerHTML = 'no Trusted Types';
  } catch {
    // that it is refused is the point
  }
  void fetch('http://elsewhere.example/').catch(nothing);
  document.title = 'careless';
}
