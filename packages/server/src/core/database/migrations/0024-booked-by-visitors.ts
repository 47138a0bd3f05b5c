import { type Kysely, sql } from 'kysely';

/** Who took the time of a visit and when, where that was a visitor: a hash under a key that the database does not have, as a hold's. It is forgotten after a day. */
const statements = [
  `alter table appointment
    add column visitor bytea check (octet_length(visitor) = 32),
    add column visitor_at timestamptz,
    add constraint appointment_visitor_at check ((visitor is null) = (visitor_at is null))`,
  `create index appointment_by_visitor on appointment (tenant_id, visitor) where visitor is not null`,
  `create index appointment_by_visitor_at on appointment (visitor_at) where visitor is not null`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
