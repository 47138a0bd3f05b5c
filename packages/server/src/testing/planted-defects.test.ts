import { type Defect, plantDefects } from './plant-defects.fixture.ts';

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
        find: 'idempotencyKey === undefined\n              ?',
        replace: 'idempotencyKey !== null\n              ?',
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
        file: 'core/http/check-access.ts',
        find: 'if (!kinds.includes(principal.kind))',
        replace: 'if (kinds.length === 0)',
      },
    ],
    test: [http, 'by the principals that its row names'],
  },
  {
    rule: 'the scope of a row',
    changes: [
      {
        file: 'core/http/check-access.ts',
        find: 'if (scope !== undefined && !holdsScope(principal, scope))',
        replace: 'if (scope !== undefined && holdsScope(principal, scope) === undefined)',
      },
    ],
    test: ['core/http/check-access.test.ts', 'opens exactly the rows that need it'],
  },
  {
    rule: 'the order in which events are numbered once',
    changes: [
      {
        file: 'core/journal/sequencer.ts',
        find: 'if (lock.rows[0]?.locked !== true) return { numbered: 0, heads: [] };',
        replace: '',
      },
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

plantDefects('planted defects', defects);
