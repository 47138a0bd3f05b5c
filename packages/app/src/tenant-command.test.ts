import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StartupProblem } from './startup-problem.ts';
import { readTenantRequest } from './tenant-command.ts';

const env = { DATABASE_URL: 'postgres://prm:secret@db.example/prm' };

test('reads a name and several origins', () => {
  const args = ['--name', 'North Clinic', '--origin', 'https://north.example', '--origin', 'https://www.north.example'];
  assert.deepEqual(readTenantRequest(args, env), {
    databaseUrl: env.DATABASE_URL,
    name: 'North Clinic',
    origins: ['https://north.example', 'https://www.north.example'],
  });
});

const refused: readonly (readonly [string, string[], Record<string, string>, RegExp])[] = [
  ['no name', ['--origin', 'https://north.example'], env, /needs a name/],
  ['no origin', ['--name', 'North Clinic'], env, /at least one origin/],
  ['an option that does not exist', ['--nmae', 'North Clinic'], env, /--nmae[^]*Usage:/],
  ['no database', ['--name', 'North Clinic', '--origin', 'https://north.example'], {}, /Set DATABASE_URL/],
  [
    'another kind of database',
    ['--name', 'N', '--origin', 'https://n.example'],
    { DATABASE_URL: 'mysql://db/prm' },
    /must look like/,
  ],
];
for (const [what, args, environment, message] of refused) {
  test(`${what} is refused in words`, () => {
    assert.throws(
      () => readTenantRequest(args, environment),
      (error) => error instanceof StartupProblem && error.code === 'config-invalid' && message.test(error.message),
    );
  });
}
