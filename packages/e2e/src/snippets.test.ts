import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PrmClient } from '@openprm/sdk';
import pg from 'pg';
import { root } from '../../tooling/places.mjs';
import { startPostgres, type ThrowAwayPostgres } from '../../tooling/postgres.ts';
import { readPages } from '../../tooling/snippets/check.ts';
import { runCommand } from '../../tooling/test/command.ts';
import { type AppProcess, freePort, startApp, temporaryFolder } from './app-process.ts';
import { bookingActs, inFrame } from './booking-acts.ts';
import { type TestBrowser, startBrowser } from './browser.ts';
import { zyxwina } from './patient.ts';

/**
 * Runs what the pages in docs/ show: the examples as a stranger who has only the packed packages, and the guide to a clinic of one's own from an
 * empty database to a booking on its page, its commands as they stand there.
 */

const pages = readPages(root);

/** The text of a guide's block in a language that holds some words. */
function shown(file: string, language: string, words: string): string {
  const blocks = pages.find((page) => page.file === file)?.blocks ?? [];
  const found = blocks.find((block) => block.language === language && block.text.includes(words));
  assert.ok(found, `${file} shows no ${language} with ${words}`);
  return found.text;
}

const readExample = (file: string) => readFileSync(path.join(root, 'examples', file), 'utf8');

/** Runs a command that must succeed. @returns what it printed */
async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string | undefined> = {},
) {
  const { code, output } = await runCommand(command, args, { cwd, env, timeoutMs: 240_000 });
  assert.equal(code, 0, `${command} ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}

/** An empty folder with the packages as npm would publish them. */
async function installAsStranger(): Promise<string> {
  const folder = temporaryFolder();
  const packed = ['contract', 'questionnaire', 'server', 'sdk', 'testing'].map((name) => `./packages/${name}`);
  const tarballs = await run('npm', ['pack', '--silent', '--pack-destination', folder, ...packed], root);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const files = tarballs
    .trim()
    .split('\n')
    .filter((line) => line.endsWith('.tgz'))
    .map((line) => `./${line}`);
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
  await run('npm', ['install', ...flags, ...files, 'msw@3'], folder);
  return folder;
}

describe("the pages' examples, run by a stranger with the packed packages", () => {
  let app: AppProcess;
  let folder: string;
  before(async () => {
    [app, folder] = await Promise.all([startApp(), installAsStranger()]);
    for (const file of ['book.mjs', 'manage.ts', 'recover.ts', 'recover.test.ts', 'server.test.ts']) {
      copyFileSync(path.join(root, 'examples/node-vendor', file), path.join(folder, file));
    }
  });
  after(() => app?.stop());

  it('book in ten lines', async () => {
    const output = await run(process.execPath, ['book.mjs'], folder, { PRM_API_URL: app.url });
    assert.match(output, /^apt_\w+ booked$/m);
  });

  it('book once, move, list a day and cancel', async () => {
    const output = await run(process.execPath, ['manage.ts'], folder, { PRM_API_URL: app.url });
    assert.match(output, /^booked once: true\nmoved: true, change 1\n(?:.* booked .*\n)+cancelled$/m);
  });

  it('test against the mock clinic, and against the real server in the same process', async () => {
    // as when nothing tests this test
    const env = { NODE_TEST_CONTEXT: undefined };
    const output = await run(process.execPath, ['--test', '--test-reporter=tap'], folder, env);
    assert.match(output, /^# pass 4$/m);
    assert.match(output, /^# fail 0$/m);
  });
});

describe('the guide to a clinic of your own', () => {
  const guide = 'docs/guides/your-own-clinic.md';
  const site = createServer();
  let postgres: ThrowAwayPostgres | undefined;
  let folder: string;
  let databaseUrl: string;
  let settings: Record<string, string>;
  let app: AppProcess | undefined;
  let browser: TestBrowser | undefined;
  let origin: string;
  let publishableKey: string;
  let secretKey: string;

  before(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    await new Promise<void>((resolve) => site.listen(port, '127.0.0.1', resolve));
    folder = temporaryFolder();
    // of its own: roles belong to a whole server, and the guide begins on one that has none of ours
    postgres = await startPostgres();
    databaseUrl = postgres.url;
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
    site.closeAllConnections();
    site.close();
    await postgres?.stop();
  });

  async function asSuperuser(statements: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  /** Runs a block of the guide in a shell, where `npm run tenant` runs what that script runs, on what is built. */
  async function runBlock(text: string): Promise<string> {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const built = /--built (\S+\.js)$/.exec(scripts['tenant'] ?? '')?.[1];
    assert.ok(built, 'npm run tenant does not run a built file');
    const npm = path.join(folder, 'npm');
    writeFileSync(
      npm,
      `#!/bin/sh\n[ "$1 $2 $3" = "run tenant --" ] || exit 64\nshift 3\nexec "${process.execPath}" "${path.join(root, built)}" "$@"\n`,
    );
    chmodSync(npm, 0o755);
    return run('sh', ['-ec', text], folder, { PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}` });
  }

  it('makes a database with an owner who is no superuser', async () => {
    const statements = shown(guide, 'sql', 'create database')
      .split(';')
      .filter((each) => each.trim() !== '');
    assert.equal(statements.length, 2);
    await asSuperuser(statements);
  });

  it('makes a tenant with the settings of clinic.env and prints its keys', async () => {
    const { host } = new URL(databaseUrl);
    const url = `http://localhost:${await freePort()}`;
    const env = readExample('own-clinic/clinic.env')
      .replace('localhost:5432', host)
      .replace('https://booking.north.example', url)
      .replace('user:password@mail.example:587', `127.0.0.1:${await freePort()}`)
      .replace('/var/lib/openprm', folder);
    writeFileSync(path.join(folder, 'clinic.env'), env);
    settings = Object.fromEntries(
      env
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
    );

    const output = await runBlock(shown(guide, 'sh', 'npm run tenant').replace('https://north.example', origin));
    publishableKey = /^publishable key +(pk_\S+)$/m.exec(output)?.[1] ?? '';
    secretKey = /^secret key +(sk_\S+)$/m.exec(output)?.[1] ?? '';
    assert.ok(publishableKey && secretKey, output);
  });

  it('starts the server with these settings', async () => {
    app = await startApp({ env: { ...settings, PORT: new URL(settings['OPENPRM_PUBLIC_URL'] ?? '').port } });
    assert.equal(app.url, settings['OPENPRM_PUBLIC_URL']);
    assert.equal((await fetch(`${app.url}/healthz`)).status, 200);
    assert.match((await fetch(`${app.url}/staff`)).url, /\/staff\/sign-in$/);
  });

  it('sets the clinic up by its script, and leaves it as it is the second time', async () => {
    assert.ok(app);
    const [, script] = /node (examples\/own-clinic\/set-up\.mjs)/.exec(shown(guide, 'sh', 'OPENPRM_SECRET_KEY=')) ?? [];
    assert.ok(script);
    const env = { OPENPRM_URL: app.url, OPENPRM_SECRET_KEY: secretKey };
    const first = await run(process.execPath, [script], root, env);
    assert.match(first, /^First available: \d{4}-\d\d-\d\dT/m);
    assert.equal(await run(process.execPath, [script], root, env), first);

    const client = new PrmClient({ apiUrl: app.url, key: secretKey });
    for (const list of [client.organizations, client.locations, client.practitioners, client.schedules]) {
      assert.equal((await list.list()).data.length, 1);
    }
    const { data: busy } = await client.busyTimes.list();
    assert.equal(busy.length, 1);
  });

  it('offers nothing in a busy time', async () => {
    const client = new PrmClient({ apiUrl: app?.url ?? '', key: secretKey });
    const [service] = (await client.healthcareServices.list()).data;
    const [busy] = (await client.busyTimes.list()).data;
    assert.ok(service && busy);
    const overlapping = async () => {
      const { data: slots } = await client.slots.search({ healthcareServiceId: service.id, limit: 200 });
      return slots.filter(
        ({ start, end }) => Date.parse(start) < Date.parse(busy.end) && Date.parse(busy.start) < Date.parse(end),
      );
    };
    assert.deepEqual(await overlapping(), []);
    await client.busyTimes.delete(busy.externalId);
    assert.notDeepEqual(await overlapping(), []);
  });

  /** Serves one of the example's pages from the clinic's origin, with our address and key in it. */
  async function openPage(file: string, policy?: string, more: (html: string) => string = (html) => html) {
    assert.ok(app);
    const adapt = (text: string) => text.replaceAll('https://booking.north.example', app?.url ?? '');
    const html = more(adapt(readExample(file)).replaceAll('pk_…', publishableKey));
    site.removeAllListeners('request').on('request', (_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      if (policy !== undefined) response.setHeader('Content-Security-Policy', adapt(policy));
      response.end(html);
    });
    browser ??= await startBrowser();
    const visit = await browser.visit();
    await visit.page.goto(origin);
    return visit;
  }

  it("books on the clinic's page, under the strict policy that the other guide shows", async () => {
    const policy = shown('docs/guides/embed-booking.md', 'text', 'script-src').trim();
    const strict = `default-src 'none'; ${policy}; require-trusted-types-for 'script'; trusted-types 'none'`;
    const { page, record, context } = await openPage('own-clinic/page.html', strict);
    const acts = bookingActs(inFrame(page));
    await acts.chooseFirstAvailable();
    await acts.fillIn(zyxwina);
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
    assert.deepEqual(record.violations, []);
    assert.deepEqual(
      record.requests.filter((request) => ![origin, app?.url].includes(new URL(request).origin)),
      [],
    );
    await context.close();

    const client = new PrmClient({ apiUrl: app?.url ?? '', key: secretKey });
    const { data: appointments } = await client.appointments.list();
    assert.deepEqual(
      appointments.map(({ status, patient, display }) => [status, patient?.family, display.location]),
      [['booked', zyxwina.family, 'Main Street']],
    );
  });

  it('takes the options that the other guide shows', async () => {
    const client = new PrmClient({ apiUrl: app?.url ?? '', key: secretKey });
    const [service] = (await client.healthcareServices.list()).data;
    const [location] = (await client.locations.list()).data;
    assert.ok(service && location);
    const { page, record, context } = await openPage('own-clinic/page-options.html', undefined, (html) =>
      html.replace('svc_…', service.id).replace('loc_…', location.id),
    );
    const fixed = inFrame(page, 'prm-booking >> nth=0 >>');
    await fixed.getByRole('heading', { name: 'Choose a time' }).waitFor();
    await inFrame(page, 'prm-config prm-booking').getByRole('heading', { name: 'Elija una hora' }).waitFor();
    const accent = await page
      .locator('prm-booking')
      .first()
      .evaluate((element) => getComputedStyle(element).getPropertyValue('--prm-accent').trim());
    assert.equal(accent, '#7a3cff');

    await page.locator('prm-config').evaluate((element) => element.remove());
    const acts = bookingActs(fixed);
    await acts.chooseFirstAvailable();
    await acts.fillIn(zyxwina);
    await acts.click(acts.button('Book this visit'));
    await acts.title().getByText('You are booked').waitFor();
    assert.match(record.consoleLines.join('\n'), /^booked apt_\w+$/m);
    await context.close();
  });

  it('ends with exit code 0 when it is told to stop', async () => {
    assert.equal(await app?.stop(), 0);
    assert.doesNotMatch(app?.output() ?? '', new RegExp(`${zyxwina.family}|${secretKey}`));
  });
});
