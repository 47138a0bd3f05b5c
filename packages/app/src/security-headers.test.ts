import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { appOf } from './app.fixture.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'openprm-headers-'));
  await writeFile(path.join(folder, 'openprm.js'), 'export {};');
});
after(() => rm(folder, { recursive: true }));

const pages = [
  '/',
  '/team.html',
  '/manage',
  '/waitlist',
  '/survey',
  '/unsubscribe',
  '/records',
  '/staff',
  '/outbox',
  '/states',
  '/nowhere',
  '/app/page.css',
  '/app/manage.js',
  '/app/records.js',
];

for (const isDemo of [true, false]) {
  for (const page of pages) {
    test(`${page} ${isDemo ? 'of the demo' : 'without the demo'} runs nothing foreign, is not framed, sniffed or told of`, async () => {
      const { headers } = await appOf({ isDemo }, folder).app.request(page);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.match(policy, /base-uri 'none'/);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('x-frame-options'), 'DENY');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
    });
  }
}

for (const [what, address, status] of [
  ['that failed', '/embed/frame/booking?key=pk_demo_riverside', 500],
  ['of the demo under a foreign name', 'http://elsewhere.example/', 421],
  ['in place of a frame that is none', '/embed/frame/nothing', 404],
] as const) {
  test(`a page ${what} is as strict as any`, async () => {
    const response = await appOf({}, folder).app.request(address);
    assert.equal(response.status, status);
    assert.match(
      response.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; .*frame-ancestors 'none'/,
    );
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
  });
}

test('the loader is for pages of any origin, and is sniffed by none', async () => {
  const { headers } = await appOf({}, folder).app.request('/embed/openprm.js');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin');
});

for (const [publicUrl, asked, endpoints] of [
  ['https://visits.example', / report-uri \/reports; report-to policy$/, 'policy="/reports"'],
  ['http://localhost:4870', / report-uri \/reports$/, null],
] as const) {
  for (const page of ['/', '/manage', '/staff/sign-in', '/nowhere', '/embed/frame/nothing']) {
    test(`browsers are asked to tell of ${page} at ${publicUrl} what its policy keeps it from`, async () => {
      const { headers } = await appOf({ isDemo: false }, folder, publicUrl).app.request(`${publicUrl}${page}`);
      assert.match(headers.get('content-security-policy') ?? '', asked);
      assert.equal(headers.get('reporting-endpoints'), endpoints);
    });
  }
}

test('a file asks for no reports, since nothing runs in it', async () => {
  const { headers } = await appOf({}, folder).app.request('/app/page.css');
  assert.doesNotMatch(headers.get('content-security-policy') ?? '', /report/);
});
