import { type Kysely, sql } from 'kysely';

/** For how long each first answer is remembered: what signs somebody in is given again for minutes, everything else for 8 days. */
const statements = [
  `alter table idempotency_key add column expires_at timestamptz`,
  `update idempotency_key set expires_at = created_at + interval '8 days'`,
  `alter table idempotency_key alter column expires_at set default now() + interval '8 days', alter column expires_at set not null`,
  `drop index idempotency_key_by_age`,
  `create index idempotency_key_by_expiry on idempotency_key (expires_at)`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
