import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { appOf } from './app.fixture.ts';

describe("a clinic's site", () => {
  test('is at the root, under a policy that lets only our elements work', async () => {
    const response = await appOf().app.request('/');
    assert.equal(response.status, 200);
    assert.match(await response.text(), /<prm-booking publishable-key="pk_demo_riverside">/);
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self';/);
    assert.match(policy, /require-trusted-types-for 'script'; trusted-types lit-html/);
    assert.doesNotMatch(policy, /unsafe/);
  });

  test('has its other pages and its style sheet', async () => {
    const { app } = appOf();
    for (const file of ['/team.html', '/services.html', '/locations.html', '/site.css', '/favicon.svg']) {
      assert.equal((await app.request(file)).status, 200, file);
    }
  });

  test('keeps what is for developers to itself', async () => {
    const { app } = appOf();
    for (const file of ['/package.json', '/README.md', '/../../package.json', '/%2e%2e/package.json']) {
      assert.equal((await app.request(file)).status, 404, file);
    }
  });

  test('is not sent again when it has not changed', async () => {
    const { app } = appOf();
    const tag = (await app.request('/site.css')).headers.get('ETag') ?? '';
    assert.match(tag, /^(W\/)?"/);
    assert.equal((await app.request('/site.css', { headers: { 'If-None-Match': tag } })).status, 304);
  });
});

describe("the elements' files", () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'openprm-embed-'));
    await writeFile(path.join(folder, 'openprm.js'), `export {};${' '.repeat(2000)}`);
    await writeFile(path.join(folder, 'booking-Ab3_x-9Q.js'), 'export {};');
    await writeFile(path.join(folder, 'manifest.json'), '{}');
  });
  after(() => rm(folder, { recursive: true }));

  test('the loader is for pages of any origin, cached shortly and compressed', async () => {
    const { app } = appOf({}, folder);
    const response = await app.request('/embed/openprm.js', { headers: { 'Accept-Encoding': 'gzip' } });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('Content-Type') ?? '', /^text\/javascript/);
    assert.equal(response.headers.get('Cache-Control'), 'public, max-age=300');
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), '*');
    assert.equal(response.headers.get('Cross-Origin-Resource-Policy'), 'cross-origin');
    assert.equal(response.headers.get('Content-Encoding'), 'gzip');
    const again = await app.request('/embed/openprm.js', {
      headers: { 'If-None-Match': response.headers.get('ETag') ?? '' },
    });
    assert.equal(again.status, 304);
    assert.equal(again.headers.get('Access-Control-Allow-Origin'), '*');
  });

  test('a file with a hash in its name is kept for ever', async () => {
    const response = await appOf({}, folder).app.request('/embed/booking-Ab3_x-9Q.js');
    assert.equal(response.headers.get('Cache-Control'), 'public, max-age=31536000, immutable');
  });

  test('nothing else is there', async () => {
    const { app } = appOf({}, folder);
    for (const file of ['/embed/', '/embed/manifest.json', '/embed/other.js'])
      assert.equal((await app.request(file)).status, 404, file);
  });
});

describe('the page of a mailed link', () => {
  test('is the same for everyone and holds no inline script', async () => {
    const response = await appOf().app.request('/manage');
    const text = await response.text();
    assert.equal(response.status, 200);
    assert.match(text, /<title>Your visit<\/title>/);
    assert.deepEqual(text.match(/<script[^>]*>[^<]*/g), ['<script type="module" src="/app/manage.js">']);
    assert.match(response.headers.get('Content-Security-Policy') ?? '', /script-src 'self'; style-src 'self'/);
    assert.equal(response.headers.get('Referrer-Policy'), 'no-referrer');
  });

  test('is there with a database of your own, too', async () => {
    const { app } = appOf({ isDemo: false });
    assert.equal((await app.request('https://booking.example.org/manage')).status, 200);
    assert.equal((await app.request('https://booking.example.org/app/manage.js')).status, 200);
  });
});

describe('what is for the demo only', () => {
  test('the clinic of the demo has no site with a database of your own', async () => {
    const { app } = appOf({ isDemo: false });
    const text = await (await app.request('/')).text();
    assert.match(text, /OpenPRM is running/);
    assert.doesNotMatch(text, /Riverside/);
    assert.equal((await app.request('/team.html')).status, 404);
  });

  for (const page of ['/staff', '/outbox', '/outbox/mail_1', '/states', '/states/states.js']) {
    test(`${page} says so without the demo`, async () => {
      const response = await appOf({ isDemo: false }).app.request(page);
      assert.equal(response.status, 404);
      assert.match(await response.text(), /exists only with the embedded demo/);
    });

    test(`${page} answers no foreign host name`, async () => {
      const { app } = appOf();
      for (const origin of [
        'http://rebound.evil.example:4870',
        'http://localhost.evil.example',
        'http://192.168.1.5:4870',
      ]) {
        assert.equal((await app.request(`${origin}${page}`)).status, 421, origin);
      }
    });
  }

  test('it answers every name of this machine', async () => {
    const { app } = appOf();
    for (const origin of ['http://localhost:4870', 'http://127.0.0.1:4870', 'http://[::1]:4870']) {
      assert.equal((await app.request(`${origin}/staff`)).status, 200, origin);
    }
  });

  test('the API with its public keys answers no foreign host name either', async () => {
    const response = await appOf().app.request('http://rebound.evil.example:4870/v1/appointments', {
      headers: { Authorization: 'Bearer sk_demo_riverside' },
    });
    assert.equal(response.status, 421);
  });
});

test('the API and its health are handed on as they are', async () => {
  const { app } = appOf();
  assert.deepEqual(await (await app.request('/healthz')).json(), { status: 'ready' });
  const refused = await app.request('/v1/locations');
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get('Content-Type'), 'application/problem+json');
});

test('an unknown address is a plain page', async () => {
  const response = await appOf().app.request('/nowhere');
  assert.equal(response.status, 404);
  assert.match(await response.text(), /Nothing here/);
  assert.match(response.headers.get('Content-Security-Policy') ?? '', /default-src 'none'/);
});
