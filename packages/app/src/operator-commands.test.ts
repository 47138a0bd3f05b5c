import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { KeyError } from '@openprm/server/core';
import { KeyFileError } from '@openprm/server/node';
import { readAuditRequest, toAuditProblem } from './audit-command.ts';
import { describeKeys, readKeysRequest } from './keys-command.ts';
import { readEraseRequest } from './erase-command.ts';
import { readOwnerRequest } from './owner-command.ts';
import { readRootKeyRequest } from './root-key-command.ts';
import { StartupProblem } from './startup-problem.ts';

const env = {
  DATABASE_URL: 'postgres://prm:secret@db.example/prm',
  OPENPRM_KEY_FILE: 'root.key',
  OPENPRM_PUBLIC_URL: 'https://booking.north.example/',
};
const settings = { databaseUrl: env.DATABASE_URL, keyFile: path.resolve('root.key') };
const tenant = ['--tenant', 'ten_north'];

const isRefusal = (message: RegExp) => (error: unknown) =>
  error instanceof StartupProblem && error.code === 'config-invalid' && message.test(error.message);

describe('npm run keys', () => {
  test('reads each act', () => {
    const read = (...args: string[]) => readKeysRequest([...args, ...tenant], env);
    const base = { ...settings, tenantId: 'ten_north' };
    assert.deepEqual(read('list'), { ...base, act: 'list' });
    assert.deepEqual(read('revoke', '--key', 'key_1'), { ...base, act: 'revoke', keyId: 'key_1' });
    assert.deepEqual(
      read('create', '--kind', 'secret', '--name', 'sync', '--scope', 'clinic:read', '--scope', 'clinic:write'),
      {
        ...base,
        act: 'create',
        create: {
          tenantId: 'ten_north',
          kind: 'secret',
          name: 'sync',
          scopes: ['clinic:read', 'clinic:write'],
          origins: [],
        },
      },
    );
    assert.deepEqual(read('add-origin', '--key', 'key_1', '--origin', 'https://a.example'), {
      ...base,
      act: 'add-origin',
      keyId: 'key_1',
      origin: 'https://a.example',
    });
  });

  const refused: readonly (readonly [string, string[], Record<string, string>, RegExp])[] = [
    ['nothing', [...tenant], env, /Say what to do\.[^]*npm run keys -- list/],
    ['an act that does not exist', ['rotate', ...tenant], env, /There is no rotate/],
    ['no tenant', ['list'], env, /--tenant/],
    ['a key without a kind', ['create', '--name', 'x', ...tenant], env, /--kind/],
    ['an origin without a key', ['add-origin', '--origin', 'https://a.example', ...tenant], env, /--key/],
    ['an option that does not exist', ['list', '--nmae', 'x', ...tenant], env, /--nmae/],
    ['no database', ['list', ...tenant], { OPENPRM_KEY_FILE: 'x' }, /Set DATABASE_URL/],
    ['no key file', ['list', ...tenant], { DATABASE_URL: env.DATABASE_URL }, /Set OPENPRM_KEY_FILE/],
  ];
  for (const [what, args, environment, message] of refused) {
    test(`${what} is refused in words`, () => {
      assert.throws(() => readKeysRequest(args, environment), isRefusal(message));
    });
  }

  test('shows keys in columns', () => {
    const key = { origins: [], createdOn: '2026-11-22', isLive: true } as const;
    assert.equal(
      describeKeys([
        { ...key, id: 'key_1', kind: 'secret', name: 'first', scopes: ['all'], lastUsedOn: null },
        {
          ...key,
          id: 'key_22',
          kind: 'publishable',
          name: 'site',
          scopes: ['all'],
          origins: ['https://a.example'],
          lastUsedOn: '2026-11-22',
          isLive: false,
        },
      ]),
      [
        'key     kind         state    created     last used   name   scopes or origins',
        'key_1   secret       live     2026-11-22  never       first  all',
        'key_22  publishable  revoked  2026-11-22  2026-11-22  site   https://a.example',
      ].join('\n'),
    );
  });
});

describe('npm run owner', () => {
  const who = ['--name', 'Olive Marsh', '--email', 'olive@north.example'];
  test('reads who and where', () => {
    assert.deepEqual(readOwnerRequest([...tenant, ...who], env), {
      ...settings,
      invite: { tenantId: 'ten_north', name: 'Olive Marsh', email: 'olive@north.example' },
      publicUrl: 'https://booking.north.example',
    });
  });

  test('refuses in words', () => {
    assert.throws(() => readOwnerRequest(tenant, env), isRefusal(/a name and an e-mail address/));
    const { OPENPRM_PUBLIC_URL: _url, ...rest } = env;
    assert.throws(() => readOwnerRequest([...tenant, ...who], rest), isRefusal(/OPENPRM_PUBLIC_URL/));
  });
});

describe('npm run root-key', () => {
  test('reads each act', () => {
    for (const act of ['status', 'add', 'rotate', 'retire']) {
      assert.deepEqual(readRootKeyRequest([act], env), { ...settings, act });
    }
  });

  test('refuses no act, an unknown one, and two', () => {
    for (const args of [[], ['forget'], ['add', 'rotate'], ['--force']]) {
      assert.throws(() => readRootKeyRequest(args, env), isRefusal(/Usage, with the settings/));
    }
    assert.throws(() => readRootKeyRequest(['status'], {}), isRefusal(/Set DATABASE_URL/));
  });
});

describe('npm run erase', () => {
  test('reads whom to erase', () => {
    const args = [...tenant, '--patient', 'pat_dana'];
    const base = { ...settings, tenantId: 'ten_north', patientId: 'pat_dana' };
    assert.deepEqual(readEraseRequest(args, env), { ...base, erasureFile: undefined });
    const erasureFile = path.resolve('gone.jsonl');
    assert.deepEqual(readEraseRequest(args, { ...env, OPENPRM_ERASURE_FILE: 'gone.jsonl' }), { ...base, erasureFile });
  });

  test('refuses half of it', () => {
    for (const args of [tenant, ['--patient', 'pat_dana'], ['--tenant', 'pat_dana', '--patient', 'ten_north']]) {
      assert.throws(() => readEraseRequest(args, env), isRefusal(/Say whom to erase/));
    }
  });
});

describe('npm run verify-audit', () => {
  test('reads which clinics were meant to go', () => {
    const args = ['--removed', 'ten_north', '--removed', 'ten_south'];
    assert.deepEqual(readAuditRequest(args, env).removed, new Set(['ten_north', 'ten_south']));
    assert.deepEqual(readAuditRequest([], env).removed, new Set());
    assert.throws(() => readAuditRequest(['--removed', 'pat_dana'], env), isRefusal(/--removed takes a clinic/));
  });

  const problemOf = (error: unknown) => {
    const request = readAuditRequest([], env);
    const problem = toAuditProblem(error, request);
    return problem instanceof StartupProblem ? `${problem}` : problem;
  };

  test('says what to do when the record or the key file is lost, and when a key opens nothing', async () => {
    const lost = await readFile('no-such-folder/audit-record.jsonl').catch((error: unknown) => error);
    assert.match(String(problemOf(lost)), /^\[config-invalid\] There is no record .*audit-record\.jsonl\. Put it back/);
    assert.match(String(problemOf(new KeyFileError('key-file-missing', 'Put it back.'))), /^\[key-file-missing\]/);
    assert.match(String(problemOf(new KeyError('root-key-unknown', 'ten_north'))), /^\[keys-unusable\].*Put back/);
    const unreachable = Object.assign(new Error('connect'), { code: 'ENOENT', syscall: 'connect', path: '/run/pg' });
    assert.match(String(problemOf(unreachable)), /^\[database-unreachable\]/);
    const unforeseen = new Error('unforeseen');
    assert.equal(problemOf(unforeseen), unforeseen);
  });
});
