import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createBrowser, tokenIn } from './app.fixture.ts';
import { listen } from './listen.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

/** The process with nothing in its environment but what is given. */
function start(env: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['--conditions=openprm-source', '--no-warnings', main], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  return { child, output: () => output };
}

async function endOf({ child, output }: ReturnType<typeof start>): Promise<{ code: unknown; output: string }> {
  const [code] = await once(child, 'close');
  return { code, output: output() };
}

describe('a process that cannot start ends with 1 and says why', () => {
  let folder = '';
  before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'openprm-main-'))));
  after(() => rm(folder, { recursive: true }));

  test('settings that are wrong', async () => {
    const { code, output } = await endOf(start({ PORT: 'http', HOST: '0.0.0.0' }));
    assert.equal(code, 1);
    assert.match(output, /^\[config-invalid\] PORT .*\nHOST .*\n$/);
  });

  test('a port that is taken', async () => {
    const other = await listen(() => new Response(), { host: '127.0.0.1', port: 0 });
    const { code, output } = await endOf(start({ PORT: String(other.port), OPENPRM_DATA: folder }));
    await other.close(1000);
    assert.equal(code, 1);
    assert.match(output, new RegExp(`^\\[port-taken\\] Port ${other.port} `));
    assert.doesNotMatch(output, /\n\s+at /);
  });

  test('a data folder that cannot be written', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const { code, output } = await endOf(start({ PORT: '0', OPENPRM_DATA: file }));
    assert.equal(code, 1);
    assert.match(output, /^\[data-folder-unwritable\] /);
    assert.doesNotMatch(output, /\n\s+at /);
  });

  test('a database where nobody listens', async () => {
    const closed = await listen(() => new Response(), { host: '127.0.0.1', port: 0 });
    await closed.close(1000);
    const { code, output } = await endOf(
      start({
        PORT: '0',
        HOST: '127.0.0.1',
        DATABASE_URL: `postgres://prm:hunter2@127.0.0.1:${closed.port}/clinics`,
        OPENPRM_PUBLIC_URL: 'https://booking.example.org',
        SMTP_URL: 'smtp://mail.example',
        OPENPRM_MAIL_FROM: 'visits@clinic.example',
        OPENPRM_KEY_FILE: path.join(folder, 'root.key'),
      }),
    );
    assert.equal(code, 1);
    assert.match(
      output,
      new RegExp(`\\[database-unreachable\\] Cannot reach the database clinics at 127\\.0\\.0\\.1:${closed.port}`),
    );
    assert.doesNotMatch(output, /hunter2|\n\s+at /);
  });
});

describe('the demo, started for real', () => {
  let folder = '';
  let running: ReturnType<typeof start>;
  let origin = '';

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'openprm-main-'));
    running = start({ PORT: '0', OPENPRM_DATA: folder });
    const ready = Promise.withResolvers<void>();
    running.child.stdout?.on('data', () => running.output().includes('Stop it with') && ready.resolve());
    running.child.once('close', () => ready.reject(new Error(running.output())));
    await ready.promise;
    origin = /clinic's page\s+(http:\/\/localhost:\d+)\//.exec(running.output())?.[1] ?? '';
  });
  after(async () => {
    if (running.child.exitCode === null) running.child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  test('serves the clinic and the API', async () => {
    assert.match(await (await fetch(`${origin}/`)).text(), /<prm-booking/);
    assert.equal((await fetch(`${origin}/healthz`)).status, 200);
    const locations: unknown = await (await fetch(`${origin}/v1/locations?key=pk_demo_riverside`)).json();
    assert.match(JSON.stringify(locations), /Harbor Clinic.*Riverside Clinic/);
    const unknown = await fetch(`${origin}/v1/nowhere`);
    assert.equal(unknown.status, 404);
    assert.equal(unknown.headers.get('Content-Type'), 'application/problem+json');
  });

  test('staff sign in with the code of the outbox, and note who has arrived, on a day that has visits', async () => {
    const browser = createBrowser(origin);
    const to = 'frontdesk@riverside.example';
    const asked = await browser.send('/staff/sign-in', { email: to, password: 'a calm river in spring' });
    assert.equal(new URL(asked.url).pathname, '/staff/code');
    const code = await findCode(to);
    assert.equal(new URL((await browser.send('/staff/code?by=mail', { code, factor: 'mail' })).url).pathname, '/staff');

    const next = async (address: string, tries: number): Promise<string> => {
      const page = await (await browser.open(address)).text();
      if (page.includes('/arrive"') || tries === 0) return page;
      return next(/href="([^"]*)"\s*>\s*Next/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '', tries - 1);
    };
    const page = await next('/staff', 7);
    const form = /action="([^"]*\/arrive)"[^]*?name="date" value="([^"]*)"[^]*?name="key" value="([^"]*)"/.exec(page);
    assert.ok(form !== null, 'some day of the next week has a visit');
    const [, action = '', date = '', key = ''] = form;
    const noted = await browser.post(action, { date, locationId: '', key, token: tokenIn(page) });
    assert.equal(noted.status, 200);
    assert.match(await noted.text(), /status--arrived/);
  });

  /** Reads the outbox until the mail with the code is there. */
  async function findCode(to: string): Promise<string> {
    const deadline = performance.now() + 30_000;
    while (performance.now() < deadline) {
      const list = await (await fetch(`${origin}/outbox`)).text();
      const [, href] = new RegExp(`href="(/outbox/[^"]+)"[^]{0,200}${to}`).exec(list) ?? [];
      const text = href === undefined ? '' : await (await fetch(origin + href)).text();
      const code = /code is (\d{6})/.exec(text)?.[1];
      if (code !== undefined) return code;
    }
    throw new Error(`No code for ${to} came to the outbox.`);
  }

  test('the seeded visits were mailed, and a mail opens with its link and its calendar file', async () => {
    const list = await (await fetch(`${origin}/outbox`)).text();
    const mail = /href="(\/outbox\/[^"]+)"[^]{0,80}Your visit/.exec(list)?.[1] ?? '';
    const text = await (await fetch(origin + mail)).text();
    assert.match(text, new RegExp(`<a href="${origin}/manage(\\?lang=[\\w-]+)?#lnk_`));
    const file = await fetch(`${origin}${mail}/attachments/0`);
    assert.match(file.headers.get('Content-Type') ?? '', /^text\/calendar/);
    assert.match(await file.text(), /^BEGIN:VCALENDAR/);
  });

  test('stops in order', async () => {
    running.child.kill('SIGTERM');
    assert.equal((await endOf(running)).code, 0);
  });
});
