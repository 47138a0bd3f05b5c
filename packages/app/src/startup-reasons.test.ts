import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { prepareDataFolder } from './data-folder.ts';
import { toDatabaseStartupProblem } from './database-startup-problem.ts';
import { describeError } from './describe-error.ts';
import { StartupProblem } from './startup-problem.ts';

describe('the data folder', () => {
  test('is made for this user only', async (t) => {
    const parent = await mkdtemp(path.join(tmpdir(), 'openprm-data-'));
    t.after(() => rm(parent, { recursive: true }));
    const folder = path.join(parent, 'a/b');
    await prepareDataFolder(folder);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
  });

  test('that cannot be made is told by its path', async (t) => {
    const parent = await mkdtemp(path.join(tmpdir(), 'openprm-data-'));
    t.after(() => rm(parent, { recursive: true }));
    const file = path.join(parent, 'file');
    await writeFile(file, '');
    await assert.rejects(
      prepareDataFolder(path.join(file, 'data')),
      (error) =>
        error instanceof StartupProblem && error.code === 'data-folder-unwritable' && error.message.includes(file),
    );
  });
});

describe('a database that does not open', () => {
  const url = 'postgres://prm:hunter2@db.example:5433/clinics';
  const withCode = (code: string) => Object.assign(new Error('failed'), { code });

  const known: readonly (readonly [string, unknown, string, RegExp])[] = [
    ['nobody listens', withCode('ECONNREFUSED'), 'database-unreachable', /clinics at db\.example:5433/],
    [
      'nobody listens, on either address',
      new AggregateError([withCode('ECONNREFUSED')]),
      'database-unreachable',
      /Check that PostgreSQL runs/,
    ],
    [
      'no such machine',
      new Error('wrapped', { cause: withCode('ENOTFOUND') }),
      'database-unreachable',
      /host and port/,
    ],
    ['no answer', new Error('timeout exceeded when trying to connect'), 'database-unreachable', /firewall/],
    ['a wrong password', withCode('28P01'), 'database-refused', /password is wrong/],
    ['no such database', withCode('3D000'), 'database-refused', /createdb/],
    ['a missing right', withCode('42501'), 'database-refused', /right/],
  ];
  for (const [what, error, code, message] of known) {
    test(`${what}: told in words, without the password`, () => {
      const problem = toDatabaseStartupProblem(error, url);
      assert.ok(problem instanceof StartupProblem);
      assert.equal(problem.code, code);
      assert.match(problem.message, message);
      assert.doesNotMatch(problem.toString(), /hunter2|prm:/);
    });
  }

  test('for a reason that nobody foresaw keeps its error', () => {
    const error = withCode('XX000');
    assert.equal(toDatabaseStartupProblem(error, url), error);
  });
});

describe('files', () => {
  const open = async (setting: string, env: Record<string, string>) => {
    const { readConfig } = await import('./config.ts');
    const { openReferenceServer } = await import('./open-reference-server.ts');
    const data = await mkdtemp(path.join(tmpdir(), 'openprm-files-'));
    try {
      const config = readConfig({ OPENPRM_DATA: data, OPENPRM_FILES: setting, ...env });
      await openReferenceServer(config, { publicUrl: 'http://localhost:4870', ownOrigins: [] });
      assert.fail('it started');
    } catch (error) {
      assert.ok(error instanceof StartupProblem, String(error));
      return `[${error.code}] ${error.message}`;
    } finally {
      await rm(data, { recursive: true });
    }
  };

  test('whose place is written wrongly are told before anything is opened', async () => {
    assert.match(await open('ftp://files', {}), /^\[config-invalid\] OPENPRM_FILES must look like file:/);
    assert.match(await open('s3://bucket?region=x', {}), /^\[config-invalid\] OPENPRM_FILES needs AWS_ACCESS_KEY_ID/);
  });

  test('that cannot be kept are told with what to do', async () => {
    const { toStartupProblem } = await import('./open-reference-server.ts');
    const { FilesError } = await import('@openprm/server/node');
    const { readConfig } = await import('./config.ts');
    const problem = toStartupProblem(new FilesError('files-refused', 'Create the bucket.'), readConfig({}));
    assert.ok(problem instanceof StartupProblem);
    assert.deepEqual([problem.code, problem.message], ['files-unusable', 'Create the bucket.']);
  });
});

test('the log does not repeat the message of an unknown error', () => {
  const fields = describeError(new TypeError('Dana Reyes, born 1988-03-14'));
  assert.equal(fields.name, 'TypeError');
  assert.match(fields.at ?? '', /startup-reasons\.test/);
  assert.doesNotMatch(JSON.stringify(fields), /Dana/);
});
