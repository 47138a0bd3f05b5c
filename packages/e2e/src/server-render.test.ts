import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildSync } from 'esbuild';
import { root } from '../../tooling/places.mjs';
import { runCommand } from '../../tooling/test/command.ts';
import { temporaryFolder } from './app-process.ts';
import { bookingActs } from './booking-acts.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { patientNamed } from './patient.ts';
import { openTestPostgres, type TestPostgres } from './postgres-database.ts';
import { openStrictHost, type StrictHost } from './strict-host.ts';

/** The packed packages in Node, where a stranger's server imports them, renders their first state and bundles them. */

/** Runs a command that must succeed. @returns what it printed */
async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output } = await runCommand(command, args, { cwd, timeoutMs: 240_000 });
  assert.equal(code, 0, `${command} ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}

async function installAsStranger(): Promise<string> {
  const folder = temporaryFolder();
  const packed = ['contract', 'questionnaire', 'sdk', 'widgets'].map((name) => `./packages/${name}`);
  const output = await run(
    'npm',
    ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, ...packed],
    root,
  );
  const tarballs = output
    .split('\n')
    .filter((line) => line.endsWith('.tgz'))
    .map((line) => `./${line}`);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'packages/e2e/package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
  await run('npm', ['install', ...flags, ...tarballs, `@lit-labs/ssr@${devDependencies['@lit-labs/ssr']}`], folder);
  return folder;
}

let folder: string;
before(async () => {
  folder = await installAsStranger();
});

/** Runs a module in the stranger's folder. @returns what it printed, as JSON */
async function runModule<Answer>(source: string): Promise<Answer> {
  writeFileSync(path.join(folder, 'run.mjs'), source);
  return JSON.parse(await run(process.execPath, ['run.mjs'], folder)) as Answer;
}

describe('importing the elements in Node', () => {
  const globalsAfter = (specifiers: readonly string[]) =>
    runModule<{ globals: string[]; tags: string[]; missing: string[] }>(`
      const before = new Set(Reflect.ownKeys(globalThis));
      ${specifiers.map((specifier) => `await import('${specifier}');`).join('\n')}
      const names = Reflect.ownKeys(globalThis).filter((key) => !before.has(key) && typeof key === 'string');
      const tags = ['prm-booking', 'prm-config'].filter((tag) => globalThis.customElements?.get(tag));
      const missing = ['window', 'document', 'HTMLElement'].filter((name) => !(name in globalThis));
      console.log(JSON.stringify({ globals: names.sort(), tags, missing }));`);

  // Lit's and zod's own, which in Node they share among all that use them. customElements is Lit's stand-in, in which a server finds elements.
  const ofLibraries = [
    '__zod_globalConfig',
    '__zod_globalRegistry',
    'customElements',
    'litElementVersions',
    'litHtmlVersions',
    'litPropertyMetadata',
    'litServerRoot',
    'reactiveElementVersions',
  ];

  it('by their classes registers nothing, and makes no document', async () => {
    const specifiers = ['booking', 'config', 'define-element'].map((each) => `@openprm/widgets/${each}`);
    assert.deepEqual(await globalsAfter(specifiers), {
      globals: ofLibraries,
      tags: [],
      missing: ['window', 'document', 'HTMLElement'],
    });
  });

  it('by their define modules registers them where Lit renders from, and nowhere else', async () => {
    const specifiers = ['prm-booking.js', 'prm-config.js'].map((each) => `@openprm/widgets/${each}`);
    assert.deepEqual(await globalsAfter(specifiers), {
      globals: ofLibraries,
      tags: ['prm-booking', 'prm-config'],
      missing: ['window', 'document', 'HTMLElement'],
    });
  });
});

describe('a first state that a server rendered', () => {
  let postgres: TestPostgres;
  let host: StrictHost;
  let browser: TestBrowser;
  let rendered: string;

  before(async () => {
    postgres = await openTestPostgres();
    host = await openStrictHost(postgres.url);
    browser = await startBrowser();
    rendered = await runModule<string>(`
      import { render } from '@lit-labs/ssr';
      import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
      import { html } from 'lit';
      import '@openprm/widgets/prm-booking.js';
      const page = html\`<prm-booking isolation="inline" publishable-key="${host.publishableKey}" api-url="${host.app.url}"><p slot="fallback">Call (555) 010-4200.</p></prm-booking>\`;
      console.log(JSON.stringify(await collectResult(render(page))));`);
  });
  after(async () => {
    await browser?.close();
    await host?.close();
    await postgres?.stop();
  });

  /** Shows what was rendered, then lets this script make elements of it. */
  async function open(script: string) {
    const policy = `script-src ${host.app.url}; connect-src ${host.app.url}; style-src 'unsafe-inline'`;
    host.show({
      body: `${rendered}<p id="after">Below</p><script type="module" src="${host.app.url}/embed/${script}"></script>`,
      policy,
    });
    const visit = await browser.visit();
    await visit.context.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    return visit;
  }
  const shift = (page: Awaited<ReturnType<typeof open>>['page']) =>
    page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0));

  it('is a declarative shadow root with the bones of the choice', () => {
    assert.match(rendered, /<prm-booking[^>]*><template shadowroot="open" shadowrootmode="open"[^>]*><style>/);
    assert.match(rendered, /class="bone option-bone"/);
    assert.doesNotMatch(rendered, /undefined|\[object/);
  });

  it('is there before a script runs, and stays where it is while the element takes over', async () => {
    const { page, context, record } = await open('openprm.js');
    let goOn = () => {};
    const untilTold = new Promise<void>((resolve) => (goOn = resolve));
    await context.route('**/embed/openprm.js', async (route) => {
      await untilTold;
      await route.continue();
    });
    await page.goto(host.origin, { waitUntil: 'commit' });
    const skeleton = page.locator('prm-booking .option-bone');
    await skeleton.first().waitFor();
    assert.equal(await page.evaluate(() => customElements.get('prm-booking') === undefined), true);
    const card = page.locator('prm-booking .card');
    const before = await card.boundingBox();
    // the first state of the element itself: nothing is answered yet
    await context.route('**/v1/**', () => undefined);
    goOn();
    await page.locator('prm-booking:defined').waitFor();
    assert.deepEqual(await card.boundingBox(), before);
    assert.equal(await page.locator('prm-booking .root').count(), 1);
    assert.ok((await shift(page)) <= 0.001, `moved by ${await shift(page)}`);
    assert.deepEqual(record.errors, []);
    await context.close();
  });

  it("shows the clinic's own words too, where no script runs", async () => {
    const { context } = await open('openprm.js');
    const withoutScripts = await context.browser()?.newContext({ javaScriptEnabled: false });
    assert.ok(withoutScripts);
    const page = await withoutScripts.newPage();
    await page.goto(host.origin);
    assert.ok(await page.getByText('Call (555) 010-4200.').isVisible());
    assert.ok(await page.locator('prm-booking .option-bone').first().isVisible());
    await withoutScripts.close();
    await context.close();
  });

  for (const [kind, hydration] of [
    ['by the loader', ''],
    ["by a bundle with Lit's hydration", "import '@lit-labs/ssr-client/lit-element-hydrate-support.js';"],
  ] as const) {
    it(`becomes an element that books, ${kind}`, async () => {
      const { page, context, record } = await open(hydration === '' ? 'openprm.js' : 'bundle.js');
      if (hydration !== '') {
        const stdin = { contents: `${hydration}\nimport '@openprm/widgets/prm-booking.js';`, resolveDir: folder };
        const { outputFiles } = buildSync({ stdin, bundle: true, format: 'esm', write: false });
        const body = outputFiles[0]?.text ?? '';
        const headers = { 'Access-Control-Allow-Origin': '*' };
        await context.route('**/embed/bundle.js', (route) =>
          route.fulfill({ body, contentType: 'text/javascript', headers }),
        );
      }
      await page.goto(host.origin);
      const acts = bookingActs(page);
      await acts.click(page.getByRole('radio', { name: /First visit/ }));
      await acts.click(acts.button('See times'));
      await acts.chooseFirstAvailable();
      await acts.fillIn(patientNamed('Rendered'));
      await acts.click(acts.button('Book this visit'));
      await acts.title().getByText('You are booked').waitFor();
      assert.equal(await page.locator('prm-booking .root').count(), 1);
      assert.deepEqual([record.violations, record.errors], [[], []]);
      await context.close();
    });
  }
});
