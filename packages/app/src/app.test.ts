import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
    for (const file of [
      '/team.html',
      '/services.html',
      '/locations.html',
      '/records.html',
      '/survey.html',
      '/site.css',
      '/favicon.svg',
    ]) {
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

  test('a list tells the names of the others, and is kept as shortly as the loader', async () => {
    const response = await appOf({}, folder).app.request('/embed/manifest.json');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Cache-Control'), 'public, max-age=300');
  });

  test('nothing else is there', async () => {
    const { app } = appOf({}, folder);
    for (const file of ['/embed/', '/embed/other.json', '/embed/other.js'])
      assert.equal((await app.request(file)).status, 404, file);
  });
});

describe('the page of a frame', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'openprm-frame-'));
    const chunk = (file: string, ...imports: string[]) => ({ file, imports });
    const manifest = {
      frame: chunk('frame-1.js'),
      refused: chunk('refused-1.js'),
      booking: chunk('booking-1.js', 'lit-1.js'),
      'booking-api': chunk('booking-api-1.js', 'booking-1.js', 'lit-1.js'),
    };
    await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  });
  after(() => rm(folder, { recursive: true }));
  const open = (address: string) => appOf({}, folder).app.request(address);

  test('may be framed by the pages of its key alone, runs nothing foreign, is kept by nobody and asks for all that it needs at once', async () => {
    const response = await open('/embed/frame/booking?key=pk_demo_riverside');
    assert.equal(response.status, 200);
    const { headers } = response;
    const policy = headers.get('Content-Security-Policy') ?? '';
    assert.match(
      policy,
      /default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'/,
    );
    assert.match(
      policy,
      /require-trusted-types-for 'script'; trusted-types lit-html; frame-ancestors 'self' https:\/\/riverside\.example; report-uri \/reports$/,
    );
    assert.equal(headers.get('X-Frame-Options'), null);
    assert.equal(headers.get('Referrer-Policy'), 'no-referrer');
    assert.equal(headers.get('Cache-Control'), 'no-store');
    assert.match(headers.get('Permissions-Policy') ?? '', /camera=\(\)/);
    assert.equal(headers.get('Cross-Origin-Resource-Policy'), 'cross-origin');
    const text = await response.text();
    assert.match(text, /data-element="booking" data-origins="https:\/\/riverside\.example"/);
    assert.deepEqual(text.match(/(src|href)="[^"]+"/g), [
      'src="/embed/frame-1.js"',
      'href="/embed/booking-1.js"',
      'href="/embed/lit-1.js"',
      'href="/embed/booking-api-1.js"',
    ]);
    assert.doesNotMatch(text, /pk_|style=|<script>/);
  });

  test('says that a key is wrong, wherever it is framed, and shows nothing else', async () => {
    for (const address of [
      '/embed/frame/booking',
      '/embed/frame/booking?key=pk_wrong',
      '/embed/frame/booking?key=sk_demo_riverside',
    ]) {
      const response = await open(address);
      assert.equal(response.status, 404);
      assert.match(
        response.headers.get('Content-Security-Policy') ?? '',
        /trusted-types 'none'; frame-ancestors \*; report-uri \/reports$/,
      );
      const text = await response.text();
      assert.match(text, /unknown or was revoked/);
      assert.doesNotMatch(text, /booking-1|pk_|sk_/);
    }
  });

  test('says that it was opened too often, and when it opens again', async () => {
    const response = await open('/embed/frame/booking?key=pk_asked_too_often');
    assert.deepEqual([response.status, response.headers.get('Retry-After')], [429, '7']);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    const text = await response.text();
    assert.match(text, /too often/);
    assert.match(text, /refused-1\.js/);
  });

  test('is there for elements that can stand in a frame, and for no others', async () => {
    for (const name of ['chat', 'constructor', 'booking.js', '..%2fbooking'])
      assert.equal((await open(`/embed/frame/${name}?key=pk_demo_riverside`)).status, 404, name);
  });
});

describe('the page of a signed link', () => {
  test('is the same for everyone, holds no inline script and is stored nowhere', async () => {
    const response = await appOf().app.request('/records?key=pk_demo_riverside');
    const text = await response.text();
    assert.match(text, /<title>Your records<\/title>/);
    assert.doesNotMatch(text, /pk_demo/);
    assert.deepEqual(text.match(/<script[^>]*>[^<]*/g), ['<script type="module" src="/app/records.js">']);
    assert.match(response.headers.get('Content-Security-Policy') ?? '', /trusted-types lit-html/);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    assert.equal(response.headers.get('Referrer-Policy'), 'no-referrer');
  });
});

describe('the page of a mailed link', () => {
  test('is the same for everyone and holds no inline script', async () => {
    const response = await appOf().app.request('/manage');
    assert.match(response.headers.get('Permissions-Policy') ?? '', /camera=\(\), .*geolocation=\(\)/);
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

describe('the pages of links', () => {
  const open = async (address: string, accepted?: string) => {
    const response = await appOf().app.request(
      address,
      accepted === undefined ? {} : { headers: { 'Accept-Language': accepted } },
    );
    const text = await response.text();
    const [, lang, dir] = /<html lang="([^"]*)" dir="([^"]*)">/.exec(text) ?? [];
    const [, title] = /<title>([^<]*)</.exec(text) ?? [];
    return { text, lang, dir, title };
  };

  for (const [what, address, accepted, lang, dir, title] of [
    ['the link, before the browser', '/manage?lang=es', 'ar,en;q=0.5', 'es', 'ltr', 'Su cita'],
    ['the link, with its region', '/manage?lang=es-us', 'en', 'es-US', 'ltr', 'Su cita'],
    ['the link, from right to left', '/manage?lang=ar', 'en-US,en', 'ar', 'rtl', 'زيارتك'],
    ['the browser, in its order', '/manage', 'de, ar-EG;q=0.8, es;q=0.9, en;q=0.1', 'es', 'ltr', 'Su cita'],
    ['the browser, for a link in a language without texts', '/manage?lang=fr', 'es-MX', 'es-MX', 'ltr', 'Su cita'],
    ['the browser, without what it refuses', '/manage', 'es;q=0, ar', 'ar', 'rtl', 'زيارتك'],
    ['the link, though its tag is none', '/manage?lang=es-a', 'en', 'es', 'ltr', 'Su cita'],
    ['nobody: English', '/manage?lang=%22%3E%3Cscript%3E', 'constructor, *', 'en', 'ltr', 'Your visit'],
    ['the browser of a signed link', '/records?key=pk_x', 'ar', 'ar', 'rtl', 'ملفك'],
    ['a signed link', '/records?key=pk_x&lang=es', 'en', 'es', 'ltr', 'Su historial'],
  ] as const) {
    test(`speak the language of ${what}`, async () => {
      const page = await open(address, accepted);
      assert.deepEqual([page.lang, page.dir, page.title], [lang, dir, title]);
    });
  }

  for (const [address, script] of [
    ['/manage', 'manage.js'],
    ['/waitlist', 'manage.js'],
    ['/survey', 'manage.js'],
    ['/records', 'records.js'],
  ] as const) {
    test(`${address} gives its script every text, in each language`, async () => {
      const source = await readFile(new URL(`../static/${script}`, import.meta.url), 'utf8');
      const used = [...source.matchAll(/\btexts\.(\w+)/g)].map(([, name = '']) => name).sort();
      assert.ok(used.length > 0);
      const english = await open(address);
      for (const language of ['en', 'es', 'ar']) {
        const { text } = await open(`${address}?lang=${language}`);
        const given = [...text.matchAll(/ data-([a-z-]+)="([^"]+)"/g)].map(([, name = '', value = '']) => {
          if (language !== 'en') assert.ok(!english.text.includes(value), value);
          return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
        });
        assert.deepEqual(given.sort(), used);
      }
    });
  }
});

test('the guide for a proxy names every address that a clinic’s server answers, the pages of mailed links among them', async () => {
  const guide = await readFile(new URL('../../../docs/guides/your-own-clinic.md', import.meta.url), 'utf8');
  const [, list = ''] = /pass on ([^.]*)\./.exec(guide) ?? [];
  const named = [...list.matchAll(/`\/(\w+)`/g)].map(([, first]) => first);
  const routes = appOf({ isDemo: false }).app.routes.map(({ path: address }) => address.split('/')[1] ?? '');
  const forDemo = new Set(['', '*', 'outbox', 'states']);
  assert.deepEqual(named.toSorted(), [...new Set(routes.filter((first) => !forDemo.has(first)))].toSorted());
});

describe('what is for the demo only', () => {
  test('the clinic of the demo has no site with a database of your own', async () => {
    const { app } = appOf({ isDemo: false });
    const text = await (await app.request('/')).text();
    assert.match(text, /OpenPRM is running/);
    assert.doesNotMatch(text, /Riverside/);
    assert.equal((await app.request('/team.html')).status, 404);
  });

  for (const page of ['/outbox', '/outbox/mail_1', '/states', '/states/states.js']) {
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

  test("the staff's pages of the demo answer no foreign host name, and those of a clinic do", async () => {
    const address = 'https://visits.example/staff/sign-in';
    assert.equal((await appOf().app.request(address)).status, 421);
    assert.equal((await appOf({ isDemo: false }).app.request(address)).status, 200);
  });

  test('it answers every name of this machine', async () => {
    const { app } = appOf();
    for (const origin of ['http://localhost:4870', 'http://127.0.0.1:4870', 'http://[::1]:4870']) {
      assert.equal((await app.request(`${origin}/staff/sign-in`)).status, 200, origin);
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
