import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type PrincipalKind, endpointRows } from '@openprm/contract/policies';
import { type TestServer, testDatabase } from '../clinic.fixture.ts';
import { type Cell, openMatrixServer, runMatrix } from './run-matrix.fixture.ts';

/** A part of the matrix by itself, small enough that planted defects can be looked for with it, on the database on which they are. On the other one the whole matrix has these cells. */
describe(`cells of the matrix on ${testDatabase}`, { skip: testDatabase !== 'postgres' }, () => {
  let server: TestServer;
  before(async () => {
    server = await openMatrixServer();
  });
  after(() => server.close());

  const wrong = (cells: readonly Cell[]) => cells.filter((cell) => cell.wrong !== undefined);
  const rows = (isWanted: (row: (typeof endpointRows)[number]) => boolean) =>
    endpointRows.filter(isWanted) as unknown as typeof endpointRows;

  it('of a visitor: has what is another’s as what is not there', async () => {
    const only = rows(({ access }) => (access as readonly PrincipalKind[]).includes('publishable'));
    const cells = await runMatrix(server, { only, callers: ({ names }) => names !== undefined });
    const absent = cells.filter(({ declared }) => declared === 'absent').map(({ endpoint }) => endpoint);
    const named = rows(
      ({ access, own }) => (access as readonly PrincipalKind[]).includes('publishable') && typeof own === 'object',
    );
    assert.ok(named.length >= 4);
    for (const { name } of named) assert.ok(absent.includes(name), name);
    for (const name of ['renewHold', 'releaseHold', 'createAppointment', 'withdrawWaitlistEntry'] as const)
      assert.ok(absent.includes(name), name);
    assert.deepEqual(wrong(cells), []);
  });

  it('of the clinic about what was answered in confidence: says of nobody that the answers are theirs', async () => {
    const only = rows(({ path }) => /^\/v1\/(questionnaire-responses|surveys\/)/.test(path));
    const cells = await runMatrix(server, { only, callers: ({ reads }) => reads !== undefined });
    assert.ok(cells.filter(({ declared }) => declared === 'success').length >= 6);
    assert.deepEqual(wrong(cells), []);
  });
});
