import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type EndpointRow, endpointRows } from '@openprm/contract/policies';
import { sql } from 'kysely';
import { type TestServer, testDatabase } from '../clinic.fixture.ts';
import type { Actor } from './actors.fixture.ts';
import { type ChangedPolicy, changedPolicies } from './changed-policies.fixture.ts';
import { type Cell, type Stage, openMatrixServer, openStage, runMatrix } from './run-matrix.fixture.ts';

const isProof = process.env['OPENPRM_MATRIX'] === 'whole';
/** All cells, and the variants without a lock, take minutes: the proof `matrix` runs them, on PostgreSQL, and `npm test` that proof. */
const skip = !isProof;
/** That a cell is seen which is not as declared is shown on the other database too. */
const skipTwice = testDatabase === 'postgres' && !isProof;

const wrong = (cells: readonly Cell[]) =>
  cells.flatMap(({ endpoint, actor, wrong: what }) => (what === undefined ? [] : [`${endpoint} as ${actor}: ${what}`]));

describe(`the matrix of endpoints and principals on ${testDatabase}`, { skip: skipTwice }, () => {
  let server: TestServer;
  let stage: Stage;
  before(async () => {
    server = await openMatrixServer();
    stage = await openStage(server);
  });
  after(() => server.close());

  it('has every cell as its row declares', { skip, timeout: 600_000 }, async (context) => {
    const cells = await runMatrix(server, { stage });
    const count = (answer: Cell['declared']) => cells.filter(({ declared }) => declared === answer).length;
    context.diagnostic(
      `matrix ${JSON.stringify({ cells: cells.length, refused: count('refused'), absent: count('absent'), success: count('success'), over: count('over'), wrong: wrong(cells).length })}`,
    );
    assert.ok(cells.length > endpointRows.length * 85);
    assert.deepEqual(wrong(cells), []);
  });

  it('shows the cells that are not as declared', { timeout: 600_000 }, async () => {
    const changes = Object.values(changedPolicies).flat();
    const rows = changes.map(({ row: name }) => endpointRows.find((row) => row.name === name) ?? assert.fail(name));
    assert.equal(new Set(rows).size, rows.length);
    const asServed = rows.map((row) => ({ ...row }));
    const policies = Object.fromEntries(
      changes.map(({ row, declared }, at) => [row, { ...rows[at], ...declared } as EndpointRow]),
    );
    for (const [at, row] of rows.entries()) Object.assign(row, changes[at]?.served);
    try {
      const callers = ({ name }: Actor) => name === 'secret key' || changes.some(({ as }) => as === name);
      const only = rows as unknown as typeof endpointRows;
      const found = wrong(await runMatrix(server, { stage, policies, only, callers }));
      const isShown = ({ row, as, shows }: ChangedPolicy) =>
        found.some(
          (line) => line.startsWith(`${row} as ${as}: `) && shows.test(line.slice(`${row} as ${as}: `.length)),
        );
      const unseen = changes.filter((change) => !isShown(change));
      const linesOf = ({ row }: ChangedPolicy) => found.filter((line) => line.startsWith(`${row} as `)).slice(0, 4);
      assert.deepEqual(
        unseen.map((change) => [change, linesOf(change)]),
        [],
      );
    } finally {
      for (const [at, row] of rows.entries()) {
        for (const key of Object.keys(row)) Reflect.deleteProperty(row, key);
        Object.assign(row, asServed[at]);
      }
    }
  });
});

describe(`the matrix without row-level security on ${testDatabase}`, { skip }, () => {
  let server: TestServer;
  before(async () => {
    server = await openMatrixServer();
    const { rows } = await sql<{
      name: string;
    }>`select oid::regclass::text as name from pg_class where relrowsecurity`.execute(server.open.database);
    for (const { name } of rows)
      await sql`alter table ${sql.raw(name)} disable row level security`.execute(server.open.database);
  });
  after(() => server.close());

  it('still has every cell as declared, by the tenant filter', { timeout: 600_000 }, async () => {
    assert.deepEqual(wrong(await runMatrix(server)), []);
  });
});
