import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { readConfig } from './config.ts';
import { StartupProblem } from './startup-problem.ts';

const external = {
  DATABASE_URL: 'postgres://prm:secret@db.example:5432/prm',
  OPENPRM_PUBLIC_URL: 'https://booking.example.org',
  SMTP_URL: 'smtp://mail.example:587',
  OPENPRM_MAIL_FROM: 'visits@clinic.example',
  OPENPRM_KEY_FILE: '/etc/openprm/root.key',
};

const problemsOf = (env: Record<string, string>) => {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof StartupProblem);
    assert.equal(error.code, 'config-invalid');
    return error.message.split('\n');
  }
  return [];
};

test('without settings it is the demo on loopback, port 4870, in .openprm', () => {
  const config = readConfig({});
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 4870);
  assert.deepEqual(config.database, { kind: 'embedded', folder: path.resolve('.openprm') });
  assert.equal(config.publicUrl, undefined);
});

test('with DATABASE_URL it listens on every address', () => {
  const config = readConfig(external);
  assert.equal(config.host, '0.0.0.0');
  assert.deepEqual(config.database, { kind: 'external', url: external.DATABASE_URL });
});

test('an empty setting counts as none', () => {
  assert.equal(readConfig({ PORT: '', DATABASE_URL: ' ' }).port, 4870);
});

test('the slash at the end of the public address is dropped', () => {
  assert.equal(
    readConfig({ ...external, OPENPRM_PUBLIC_URL: 'https://booking.example.org/' }).publicUrl,
    'https://booking.example.org',
  );
});

const refused: readonly (readonly [string, Record<string, string>, RegExp])[] = [
  ['a port that is no number', { PORT: 'http' }, /^PORT must be a number/],
  ['a port beyond 65535', { PORT: '70000' }, /^PORT must be a number/],
  ['the demo on an address that others reach', { HOST: '0.0.0.0' }, /^HOST must be 127\.0\.0\.1/],
  [
    'a database that is not PostgreSQL',
    { ...external, DATABASE_URL: 'mysql://db/prm' },
    /^DATABASE_URL must look like/,
  ],
  [
    'a public address with a path',
    { OPENPRM_PUBLIC_URL: 'https://example.org/prm' },
    /^OPENPRM_PUBLIC_URL must be an address without a path/,
  ],
  ['a mail server that is an address of the web', { SMTP_URL: 'https://mail.example' }, /^SMTP_URL must look like/],
  ['a sender that is a name', { OPENPRM_MAIL_FROM: 'Clinic' }, /^OPENPRM_MAIL_FROM must be an e-mail address/],
];
for (const [what, env, message] of refused) {
  test(`refuses ${what}`, () => assert.match(problemsOf(env)[0] ?? '', message));
}

test('tells everything that is missing for production at once', () => {
  assert.deepEqual(
    problemsOf({ DATABASE_URL: external.DATABASE_URL }).map((line) => line.split(' ')[0]),
    ['OPENPRM_PUBLIC_URL', 'SMTP_URL', 'OPENPRM_KEY_FILE'],
  );
});

test('no message repeats a password', () => {
  const lines = problemsOf({ DATABASE_URL: 'mysql://prm:hunter2@db/prm', SMTP_URL: 'http://u:hunter2@mail' });
  assert.equal(
    lines.some((line) => line.includes('hunter2')),
    false,
  );
});
