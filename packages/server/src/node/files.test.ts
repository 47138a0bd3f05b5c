import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type FileName, type Files, type FilesError, createMemoryFiles } from '../core/index.ts';
import { type TestS3, startS3 } from '../testing/s3-server.fixture.ts';
import { createFolderFiles } from './files-folder.ts';
import { createS3Files } from './files-s3.ts';
import { openFiles, readFilesSetting } from './open-files.ts';

let s3: TestS3;
let parent: string;
before(async () => {
  s3 = await startS3();
  parent = await mkdtemp(path.join(tmpdir(), 'openprm-files-'));
});
after(async () => {
  await s3.close();
  await rm(parent, { recursive: true });
});

const bytes = (length: number) => new Uint8Array(randomBytes(length));
let last = 0;
const newName = (tenantId = 'ten_north'): FileName => ({ tenantId, id: `fil_${(last += 1)}` });
const isFilesError = (code: FilesError['code'], message: RegExp) => (error: unknown) =>
  error instanceof Error &&
  error.name === 'FilesError' &&
  (error as FilesError).code === code &&
  message.test(error.message);

const adapters: Readonly<Record<string, () => Files>> = {
  'a folder': () => createFolderFiles(path.join(parent, 'shared')),
  'an S3-compatible storage': () => createS3Files(s3.settings),
  memory: createMemoryFiles,
};
for (const [what, create] of Object.entries(adapters)) {
  describe(`files in ${what}`, () => {
    let files: Files;
    before(() => {
      files = create();
    });

    it('gives back what was put, to the byte', async () => {
      for (const length of [0, 1, 1000, 3_000_000]) {
        const [name, content] = [newName(), bytes(length)];
        await files.put(name, content);
        const found = await files.get(name);
        assert.equal(found !== undefined && Buffer.compare(found, content), 0, `${length} bytes`);
      }
    });

    it('puts in place of what was there, and keeps tenants apart', async () => {
      const name = newName();
      const [first, second, others] = [bytes(50), bytes(20), bytes(30)];
      await files.put(name, first);
      await files.put({ ...name, tenantId: 'ten_south' }, others);
      await files.put(name, second);
      assert.deepEqual(await files.get(name), second);
      await files.delete(name);
      assert.equal(await files.get(name), undefined);
      assert.deepEqual(await files.get({ ...name, tenantId: 'ten_south' }), others);
    });

    it('finds nothing where nothing is, and deletes it', async () => {
      const name = newName('ten_nobody');
      assert.equal(await files.get(name), undefined);
      await files.delete(name);
      await files.delete(name);
    });

    it('of many who put at once gives one of them, whole', async () => {
      const name = newName();
      const contents = Array.from({ length: 8 }, () => bytes(200_000));
      await Promise.all(contents.map((content) => files.put(name, content)));
      const found = await files.get(name);
      assert.ok(found && contents.some((content) => Buffer.compare(content, found) === 0));
    });

    it('takes no name that could lead anywhere else', async () => {
      for (const bad of ['..', '.', '', 'a/b', 'a\\b', '../../etc/passwd', 'a%2fb', 'a b', 'ä', 'x'.repeat(81)]) {
        for (const name of [
          { tenantId: 'ten_north', id: bad },
          { tenantId: bad, id: 'fil_1' },
        ]) {
          await assert.rejects(files.put(name, bytes(1)), RangeError);
          await assert.rejects(files.get(name), RangeError);
          await assert.rejects(files.delete(name), RangeError);
        }
      }
    });
  });
}

describe('files in a folder', () => {
  it('are readable by this user only, and nothing half written stays', async () => {
    const folder = path.join(parent, 'modes');
    const files = createFolderFiles(folder);
    const name = newName();
    await files.put(name, bytes(10));
    const file = path.join(folder, 'objects', name.tenantId, name.id);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(path.dirname(file))).mode & 0o777, 0o700);
    assert.deepEqual(await readdir(path.join(folder, 'parts')), []);
  });

  it('say what to do when the folder refuses', async () => {
    const folder = path.join(parent, 'a-file');
    await writeFile(folder, '');
    await assert.rejects(
      openFiles({ kind: 'folder', folder }),
      isFilesError('files-refused', /a-file refused .*\(ENOTDIR\)\. Check that it is there/),
    );
  });

  it('lose what a process that died has left half written, a day later', async () => {
    const folder = path.join(parent, 'leftovers');
    await mkdir(path.join(folder, 'parts'), { recursive: true });
    const [old, young] = ['old', 'young'].map((part) => path.join(folder, 'parts', part));
    assert.ok(old && young);
    await writeFile(old, 'x');
    await writeFile(young, 'x');
    const yesterday = Date.now() / 1000 - 90_000;
    await utimes(old, yesterday, yesterday);
    await openFiles({ kind: 'folder', folder });
    assert.deepEqual(await readdir(path.join(folder, 'parts')), ['young']);
  });

  it('leave the one before when a new one cannot be written', async () => {
    const folder = path.join(parent, 'kept');
    const files = createFolderFiles(folder);
    const [name, content] = [newName(), bytes(3)];
    await files.put(name, content);
    await rm(path.join(folder, 'parts'), { recursive: true });
    await writeFile(path.join(folder, 'parts'), '');
    await assert.rejects(files.put(name, bytes(4)), isFilesError('files-refused', /\(EEXIST|\(ENOTDIR/));
    assert.deepEqual(await files.get(name), content);
  });
});

describe('files in an S3-compatible storage', () => {
  beforeEach(() => {
    s3.faults.length = 0;
    s3.requests.length = 0;
  });

  it('stand in the bucket by path, under the prefix', async () => {
    const name = newName();
    await createS3Files(s3.settings).put(name, bytes(5));
    assert.deepEqual(s3.requests, [`PUT /openprm-test/clinics/north/ten_north/${name.id}`]);
    assert.ok(s3.objects.has(`clinics/north/ten_north/${name.id}`));
  });

  it('are read no further than anything was ever written', async () => {
    const files = createS3Files(s3.settings);
    s3.faults.push('flood');
    await assert.rejects(files.get(newName()), isFilesError('files-refused', /sends more than was ever stored/));
    assert.equal(s3.requests.length, 1, 'it is not tried again');
  });

  it('are missing, and deleted, where the storage says so, and not where a page between them does', async () => {
    const files = createS3Files(s3.settings);
    const [name, content] = [newName(), bytes(9)];
    await files.put(name, content);
    for (const act of [files.get, files.delete]) {
      s3.faults.push({ status: 404, code: 'Nothing' });
      await assert.rejects(act(name), isFilesError('files-refused', /404 \(Nothing\)/));
    }
    assert.deepEqual(await files.get(name), content);
    s3.faults.push({ status: 404, code: 'NoSuchKey' });
    await files.delete(name);
  });

  it('are tried again when no answer comes, or one that may pass, and then are given up', async () => {
    const files = createS3Files(s3.settings);
    const [name, content] = [newName(), bytes(9)];
    s3.faults.push({ status: 503, code: 'SlowDown' });
    await files.put(name, content);
    s3.faults.push('cut');
    assert.deepEqual(await files.get(name), content);
    s3.faults.push('cut', 'cut');
    await assert.rejects(files.get(name), isFilesError('files-unreachable', /Check the endpoint in OPENPRM_FILES/));
    s3.faults.push({ status: 500, code: 'InternalError' }, { status: 503, code: 'SlowDown' });
    await assert.rejects(files.delete(name), isFilesError('files-unreachable', /503 \(SlowDown\)/));
    assert.deepEqual(s3.faults, []);
  });

  it('that hang are given up, twice', async () => {
    const files = createS3Files({ ...s3.settings, timeoutMilliseconds: 20 });
    s3.faults.push('hang', 'hang');
    await assert.rejects(files.put(newName(), bytes(9)), isFilesError('files-unreachable', /Cannot reach/));
    assert.deepEqual([s3.faults.length, s3.requests.length], [0, 2]);
  });

  it('are not tried again when they are refused, which is told with what to do and without a secret', async () => {
    const { settings } = s3;
    const wrong = 'another-planted-secret';
    const refusals: readonly (readonly [Partial<typeof settings>, RegExp])[] = [
      [{ accessKeyId: 'AKIDOTHER' }, /403 \(InvalidAccessKeyId\).*AWS_ACCESS_KEY_ID/],
      [{ secretAccessKey: wrong }, /403 \(SignatureDoesNotMatch\).*AWS_SECRET_ACCESS_KEY/],
      [{ bucket: 'no-such' }, /404 \(NoSuchBucket\).*Create it/],
      [{ region: 'other-2' }, /400 \(AuthorizationHeaderMalformed\).*region/],
    ];
    for (const [change, message] of refusals) {
      s3.requests.length = 0;
      await assert.rejects(openFiles({ kind: 's3', s3: { ...settings, ...change } }), (error: unknown) => {
        assert.ok(isFilesError('files-refused', message)(error), String(error));
        assert.doesNotMatch(`${String(error)}${JSON.stringify(error)}`, /planted/);
        return true;
      });
      assert.equal(s3.requests.length, 1);
    }
    const files = createS3Files({ ...settings, bucket: 'no-such' });
    await assert.rejects(files.get(newName()), isFilesError('files-refused', /NoSuchBucket/));
    await assert.rejects(files.delete(newName()), isFilesError('files-refused', /NoSuchBucket/));
    s3.faults.push({ status: 403, code: 'RequestTimeTooSkewed' });
    await assert.rejects(createS3Files(settings).get(newName()), isFilesError('files-refused', /clock/));
    s3.faults.push({ status: 301, code: 'PermanentRedirect' });
    await assert.rejects(createS3Files(settings).get(newName()), isFilesError('files-refused', /another region/));
  });

  it('are signed with a session token where there is one', async () => {
    const name = newName();
    await createS3Files({ ...s3.settings, sessionToken: 'token+of/a=session' }).put(name, bytes(2));
    assert.deepEqual((await createS3Files(s3.settings).get(name))?.length, 2);
  });

  it('are tried at the start, and nothing of that stays', async () => {
    const before = s3.objects.size;
    await openFiles({ kind: 's3', s3: s3.settings });
    assert.equal(s3.objects.size, before);
  });
});

describe('OPENPRM_FILES', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' };

  it('names a folder', () => {
    for (const text of ['file:/var/lib/files', 'file:///var/lib/files'])
      assert.deepEqual(readFilesSetting(text, {}), { kind: 'folder', folder: '/var/lib/files' });
    assert.deepEqual(readFilesSetting('file:files', {}), { kind: 'folder', folder: path.resolve('files') });
  });

  it('names a bucket of Amazon by its region, and any other by its endpoint', () => {
    const amazon = readFilesSetting('s3://bucket/a/b/?region=eu-central-1', keys);
    assert.ok(amazon.kind === 's3');
    assert.deepEqual(
      [amazon.s3.endpoint, amazon.s3.prefix, amazon.s3.region],
      ['https://s3.eu-central-1.amazonaws.com', 'a/b/', 'eu-central-1'],
    );
    const other = readFilesSetting('s3://bucket', {
      ...keys,
      AWS_ENDPOINT_URL_S3: 'https://s3.example.org:9000/',
      AWS_SESSION_TOKEN: 't',
    });
    assert.ok(other.kind === 's3');
    assert.deepEqual(
      [other.s3.endpoint, other.s3.prefix, other.s3.region, other.s3.sessionToken],
      ['https://s3.example.org:9000', '', 'us-east-1', 't'],
    );
  });

  const refused: readonly (readonly [string, string, Record<string, string>, RegExp])[] = [
    ['nothing that is known', 'ftp://files', keys, /must look like file:\/path/],
    ['no folder', 'file:', keys, /must name a folder/],
    ['another machine’s folder', 'file://host/path', keys, /must name a folder/],
    ['credentials in it', 's3://AKID:hunter2@bucket?region=x', keys, /must not hold credentials/],
    ['no credentials', 's3://bucket?region=eu-central-1', {}, /needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/],
    ['neither region nor endpoint', 's3://bucket', keys, /must say where the bucket is/],
    ['an option that does not exist', 's3://bucket?regoin=x', keys, /has regoin/],
    ['an endpoint without encryption', 's3://bucket?endpoint=http://s3.example.org', keys, /http only on this machine/],
    ['an endpoint with a path', 's3://bucket?endpoint=https://s3.example.org/x', keys, /without a path/],
    ['a prefix with a blank', 's3://bucket/a%20b?region=x', keys, /must have a prefix/],
  ];
  for (const [what, text, env, message] of refused) {
    it(`is refused with ${what}`, () =>
      assert.throws(
        () => readFilesSetting(text, env),
        (error) => error instanceof RangeError && message.test(error.message) && !/hunter2/.test(error.message),
      ));
  }

  it('that is not set is said at each use', async () => {
    const files = await openFiles(undefined);
    await assert.rejects(files.put(newName(), bytes(1)), isFilesError('files-not-set', /Set OPENPRM_FILES/));
    await assert.rejects(files.get(newName()), isFilesError('files-not-set', /Set OPENPRM_FILES/));
  });
});
