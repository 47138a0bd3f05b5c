import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appOf } from './app.fixture.ts';
import type { Pretence } from './reference-server.fixture.ts';

const origin = 'http://localhost:4870';
const secret = 'pat_01PLANTED';

/** A violation as the Reporting API tells it, planted wherever an address has room. */
const violation = (changes: object = {}) => ({
  effectiveDirective: 'img-src',
  blockedURL: `https://elsewhere.example/${secret}?q=${secret}#${secret}`,
  documentURL: `${origin}/manage?q=${secret}#${secret}`,
  sourceFile: `${origin}/app/manage.js?${secret}`,
  lineNumber: 12,
  columnNumber: 4,
  referrer: `${origin}/${secret}`,
  sample: secret,
  originalPolicy: "default-src 'none'",
  disposition: 'enforce',
  statusCode: 200,
  ...changes,
});

async function send(type: string, body: unknown, pretence: Pretence = {}) {
  const { app, violations } = appOf(pretence);
  const response = await app.request(`${origin}/reports`, {
    method: 'POST',
    headers: { 'Content-Type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text(), headers: response.headers, violations };
}
const sendReports = (...reports: object[]) =>
  send(
    'application/reports+json',
    reports.map((body) => ({ type: 'csp-violation', age: 1, url: `${origin}/manage?${secret}`, body })),
  );

describe('what a browser tells of a broken policy', () => {
  const told = {
    directive: 'img-src',
    blocked: 'https://elsewhere.example',
    page: '/manage',
    source: '/app/manage.js',
    line: 12,
    times: 1,
  };

  test('is one line by names of ours, an origin and a number', async () => {
    const { status, text, violations } = await sendReports(violation());
    assert.deepEqual([status, text, violations], [204, '', [told]]);
  });

  test('is the same by the older type, which other browsers send', async () => {
    const { blockedURL, documentURL, sourceFile, lineNumber } = violation();
    const report = {
      'violated-directive': "img-src 'self'",
      'blocked-uri': blockedURL,
      'document-uri': documentURL,
      'source-file': sourceFile,
      'line-number': lineNumber,
      'script-sample': secret,
    };
    const { status, violations } = await send('application/csp-report', { 'csp-report': report });
    assert.deepEqual([status, violations], [204, [told]]);
  });

  test('is counted where it comes several times, and looked at twenty times in one body', async () => {
    const { violations } = await sendReports(...Array.from({ length: 50 }, () => violation()));
    assert.deepEqual(violations, [{ ...told, times: 20 }]);
  });

  for (const [path, page] of [
    ['/', '/'],
    ['/staff', '/staff'],
    ['/staff/sign-in?clinic=ten_north', '/staff/sign-in'],
    [`/staff/patients/${secret}`, '/staff/patients/…'],
    [`/staff/appointments/${secret}`, '/staff/appointments/…'],
    [`/staff/patients/${secret}/people/${secret}/end`, '/staff/patients/…/people/…/end'],
    ['/staff/account/sessions', '/staff/account/sessions'],
    [`/staff/account/${secret}`, 'another'],
    ['/staff/patients/', 'another'],
    ['/records', '/records'],
    ['/embed/*', 'another'],
    [`/staff/${secret}`, 'another'],
    [`/embed/frame/booking?key=${secret}`, '/embed/frame/booking'],
    [`/embed/frame/${secret}`, 'another'],
    [`/${secret}`, 'another'],
    ['/dana-reyes', 'another'],
  ] as const) {
    test(`names the page ${path.replaceAll(secret, '…')} without what stands in its address`, async () => {
      const { violations } = await sendReports(violation({ documentURL: `${origin}${path}` }));
      assert.deepEqual(violations, [{ ...told, page }]);
    });
  }

  for (const [what, changes, expected] of [
    ['a word in place of an address', { blockedURL: 'inline' }, { blocked: 'inline' }],
    ['an address without a host', { blockedURL: `data:text/plain,${secret}` }, { blocked: 'data:' }],
    ['what is blocked and no address', { blockedURL: secret }, { blocked: 'unknown' }],
    ['a directive that is none', { effectiveDirective: `${secret}\n{}` }, { directive: 'unknown' }],
    ['a file of somebody else', { sourceFile: `https://elsewhere.example/${secret}.js` }, { source: 'elsewhere' }],
    ['a file of ours by another name', { sourceFile: `${origin}/app/${secret}/x.js` }, { source: 'elsewhere' }],
    ['no file', { sourceFile: null, lineNumber: null }, { source: undefined, line: undefined }],
    ['a line that is none', { lineNumber: `12${secret}` }, { line: undefined }],
    ['types that are none', { blockedURL: 7, effectiveDirective: [] }, { blocked: 'unknown', directive: 'unknown' }],
  ] as const) {
    test(`tells of ${what} nothing that a caller chose`, async () => {
      const { violations } = await sendReports(violation(changes));
      assert.deepEqual(violations, [{ ...told, ...expected }]);
      assert.ok(!JSON.stringify(violations).includes(secret));
    });
  }

  test('of another page than ours, and another kind of report, is dropped without a word', async () => {
    assert.deepEqual(
      (await sendReports(violation({ documentURL: 'https://elsewhere.example/manage' }))).violations,
      [],
    );
    const other = await send('application/reports+json', [{ type: 'deprecation', body: violation() }, null, 7]);
    assert.deepEqual([other.status, other.violations], [204, []]);
  });

  test('is refused without a word when it is no report, too large or too often', async () => {
    for (const [type, body] of [
      ['application/json', [{ type: 'csp-violation', body: violation() }]],
      ['application/reports+json', 'not json'],
      ['application/reports+json', { type: 'csp-violation' }],
      ['application/csp-report', {}],
      ['text/plain', ''],
    ] as const) {
      const answer = await send(type, body);
      assert.deepEqual([answer.status, answer.text, answer.violations], [400, '', []]);
    }
    const large = await send('application/csp-report', 'x'.repeat(32 * 1024 + 1));
    assert.deepEqual([large.status, large.text], [413, '']);
    const often = await send('application/csp-report', {}, { hasManyReports: true });
    assert.deepEqual([often.status, often.headers.get('Retry-After')], [429, '30']);
    assert.equal((await appOf().app.request('/reports')).status, 404);
  });
});
