import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testDatabase } from './clinic.fixture.ts';

/**
 * Proves that the safety tests can fail: each rule of the house is taken out of a copy of the sources, and a test must turn red for it.
 * A text that is not found fails too, so that a rule which moved is planted anew.
 */
interface Defect {
  /** The rule that is taken out. */
  readonly rule: string;
  readonly changes: readonly { readonly file: string; readonly find: string; readonly replace: string }[];
  /** The test that guards it: file, and part of its name. */
  readonly test: readonly [file: string, name: string];
  /** Two locks guard one door: with one of them gone, the test must stay green. */
  readonly stays?: 'green';
  /** Only several connections at once can show it. */
  readonly needs?: 'postgres';
}

const migration = 'core/database/migrations/0001-house.ts';
const holds = 'core/features/holds/hold-repository.ts';
const seats = 'core/features/holds/seat-repository.ts';
const booking = 'core/features/appointments/booking.test.ts';
const constraints = 'core/features/holds/constraints.test.ts';
const idempotency = 'core/http/idempotency.ts';
const http = 'core/http/http.test.ts';
const schema = 'core/database/schema.test.ts';

const exclusion = {
  file: migration,
  find: `,
    constraint allocation_no_double_booking
      exclude using gist (tenant_id with =, resource_id with =, during with &&, claim_id with <>)`,
  replace: '',
};
const rowSecurity = { file: migration, find: '`alter table ${table} enable row level security`,', replace: '' };
const tenantFilter = {
  file: 'core/features/appointments/appointment-repository.ts',
  find: ".where('appointment.tenant_id', '=', tenantId)",
  replace: '.where(sql<boolean>`${tenantId}::text is not null`)',
};

const defects: readonly Defect[] = [
  { rule: 'the exclusion constraint', changes: [exclusion], test: [constraints, 'refuses a second session'] },
  {
    rule: 'the exclusion constraint, in a race',
    changes: [exclusion],
    test: [constraints, 'that many want at once'],
    needs: 'postgres',
  },
  {
    rule: 'the tenant in the exclusion constraint',
    changes: [{ ...exclusion, find: 'gist (tenant_id with =, resource_id', replace: 'gist (resource_id' }],
    test: [schema, 'has the tenant in every primary key'],
  },
  {
    rule: 'the tenant in a unique constraint',
    changes: [
      {
        file: migration,
        find: 'unique (tenant_id, practitioner_id, location_id)',
        replace: 'unique (practitioner_id, location_id)',
      },
    ],
    test: [schema, 'has the tenant in every primary key'],
  },
  {
    rule: 'row-level security',
    changes: [rowSecurity],
    test: [schema, 'shows a transaction of one tenant no row of another'],
  },
  {
    rule: 'the tenant filter alone',
    changes: [tenantFilter],
    test: [booking, 'nobody but its patient'],
    stays: 'green',
  },
  {
    rule: 'row-level security alone',
    changes: [rowSecurity],
    test: [booking, 'nobody but its patient'],
    stays: 'green',
  },
  {
    rule: 'the tenant filter and row-level security',
    changes: [tenantFilter, rowSecurity],
    test: [booking, 'nobody but its patient'],
  },
  {
    rule: "a hold's expiry",
    changes: [
      {
        file: holds,
        find: '${await hashSecret(secret)} and expires_at > clock_timestamp()\n    for update',
        replace: '${await hashSecret(secret)}\n    for update',
      },
    ],
    test: [booking, 'refuses a hold that is over'],
  },
  {
    rule: "a hold's secret",
    changes: [
      {
        file: holds,
        find: 'and secret_hash = ${await hashSecret(secret)} and expires_at > clock_timestamp()\n    for update',
        replace: 'and ${secret}::text is not null and expires_at > clock_timestamp()\n    for update',
      },
    ],
    test: [booking, 'refuses a hold that is over'],
  },
  {
    rule: 'the lock of hold -> booked',
    changes: [
      {
        file: holds,
        find: 'and expires_at > clock_timestamp()\n    for update',
        replace: 'and expires_at > clock_timestamp()',
      },
      {
        file: 'core/features/appointments/service.ts',
        find: 'await handOverSeat(context, hold.id, appointmentId);\n  await deleteHold',
        replace: 'await handOverSeat(context, hold.id, appointmentId);\n  if (appointmentId === "") await deleteHold',
      },
    ],
    test: [booking, 'books a hold once'],
  },
  {
    rule: 'the seat within the capacity',
    changes: [
      {
        file: migration,
        find: 'seat integer not null check (seat between 1 and capacity)',
        replace: 'seat integer not null',
      },
    ],
    test: [constraints, 'refuses a seat beyond the capacity'],
  },
  {
    rule: 'the daily cap',
    changes: [
      {
        file: seats,
        find: 'where ${dailyCap}::integer is null or counted.n < ${dailyCap}::integer',
        replace: 'where ${dailyCap}::integer is null or true',
      },
    ],
    test: [booking, 'keeps a daily cap'],
    needs: 'postgres',
  },
  {
    rule: 'the appointment that has its time',
    changes: [
      {
        file: migration,
        find: "constraint appointment_has_its_time check ((status in ('booked', 'arrived', 'fulfilled', 'noshow', 'checked-in')) = (session_id is not null)),",
        replace: '',
      },
    ],
    test: [constraints, 'refuses an appointment that is booked without a time'],
  },
  {
    rule: 'the comparison of bodies under one Idempotency-Key',
    changes: [
      { file: idempotency, find: 'if (!isEqual(known.body_hash, bodyHash))', replace: 'if (bodyHash.length === 0)' },
    ],
    test: ['core/http/idempotency.test.ts', 'refuses the same key with another body'],
  },
  {
    rule: 'the savepoint around an effect',
    changes: [{ file: idempotency, find: 'await sql`rollback to savepoint effect`.execute(tx);', replace: '' }],
    test: ['core/http/idempotency.test.ts', 'undoes what a refused effect had begun'],
  },
  {
    rule: 'the idempotency row in the same transaction as the effect',
    changes: [
      {
        file: 'core/http/mount.ts',
        find: 'idempotencyKey === undefined\n            ?',
        replace: 'idempotencyKey !== null\n            ?',
      },
    ],
    test: [booking, 'answers a repeated booking with the first answer'],
  },
  {
    rule: 'the allowed origins of a publishable key',
    changes: [
      {
        file: 'core/http/authenticate.ts',
        find: 'if (principal.origins.includes(origin)',
        replace: 'if (origin !== "" || principal.origins.includes(origin)',
      },
    ],
    test: [http, 'from the clinic'],
  },
  {
    rule: 'the policy of a row',
    changes: [
      {
        file: 'core/http/mount.ts',
        find: 'if (!row.access.includes(principal.kind))',
        replace: 'if (row.access.length === 0)',
      },
    ],
    test: [http, 'by the principals that its row names'],
  },
  {
    rule: 'the order in which events are numbered once',
    changes: [
      { file: 'core/journal/sequencer.ts', find: 'if (lock.rows[0]?.locked !== true) return 0;', replace: '' },
      {
        file: 'core/journal/sequencer.ts',
        find: 'head.event_position + row_number()',
        replace: '1 + head.event_position + row_number()',
      },
    ],
    test: ['core/journal/sequencer.test.ts', 'numbers what has committed'],
  },
  {
    rule: 'what a log may say',
    changes: [{ file: 'core/http/request-log.ts', find: 'route: routePath(c, -1),', replace: 'route: c.req.url,' }],
    test: [http, 'writes one line for each request'],
  },
];

const source = fileURLToPath(new URL('..', import.meta.url));
const packageFolder = path.dirname(path.resolve(source));

describe(`planted defects on ${testDatabase}`, { concurrency: 2 }, () => {
  let folder: string;
  before(() => {
    mkdirSync(path.join(packageFolder, '.cache'), { recursive: true });
    folder = mkdtempSync(path.join(packageFolder, '.cache', 'planted-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const relevant = defects.filter(({ needs }) => needs === undefined || needs === testDatabase);
  for (const [index, defect] of relevant.entries()) {
    const colour = defect.stays ?? 'red';
    it(`without ${defect.rule}, "${defect.test[1]}" is ${colour}`, async () => {
      const copy = path.join(folder, String(index));
      cpSync(source, path.join(copy, 'src'), { recursive: true });
      cpSync(path.join(packageFolder, 'package.json'), path.join(copy, 'package.json'));
      for (const { file, find, replace } of defect.changes) {
        const place = path.join(copy, 'src', file);
        const text = readFileSync(place, 'utf8');
        assert.ok(text.includes(find), `${file} does not hold the text of this rule any more`);
        writeFileSync(place, text.replaceAll(find, replace));
      }
      const { passed, failed, output } = await runTest(path.join(copy, 'src', defect.test[0]), defect.test[1]);
      assert.equal(passed + failed, 1, `exactly one test must have run:\n${output}`);
      assert.equal(failed === 1 ? 'red' : 'green', colour, output);
    });
  }
});

/** Runs the one test whose name holds some words, in a process of its own. */
async function runTest(file: string, name: string): Promise<{ passed: number; failed: number; output: string }> {
  const { NODE_TEST_CONTEXT: _ours, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--conditions=openprm-source', '--test', '--test-reporter=tap', `--test-name-pattern=${name}`, file],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  // the suite's own line stands one step further out
  const lines = output
    .split('\n')
    .filter((line) => /^ {4,8}(not )?ok \d+ - /.test(line) && line.includes(name) && !/# SKIP/.test(line));
  return {
    passed: lines.filter((line) => /^ +ok/.test(line)).length,
    failed: lines.filter((line) => /^ +not ok/.test(line)).length,
    output,
  };
}
