import { type Kysely, sql } from 'kysely';

/** When a session's person has last shown who they are; and what they recognise one of their own sessions by. */
const statements = [
  // whoever was signed in at the upgrade has shown it when they signed in, not now
  `alter table staff_session add column proven_at timestamptz`,
  `update staff_session set proven_at = created_at`,
  `alter table staff_session alter column proven_at set default clock_timestamp(), alter column proven_at set not null`,

  `alter table staff_sign_in drop constraint staff_sign_in_kind_check`,
  `alter table staff_sign_in add constraint staff_sign_in_kind_check check (kind in ('sign-in', 'enrolment', 'password-change', 'proof'))`,

  // null: begun before this was noted. Whom a session acted for is an id without a key to it, as in the audit: it ends nothing when that patient is erased
  `alter table patient_session
    add column road text check (road in ('code', 'link', 'portal')),
    add column acted_for text`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
