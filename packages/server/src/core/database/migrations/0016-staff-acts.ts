import { type Kysely, sql } from 'kysely';

/** Why the clinic lets somebody act for a patient; and a change of one's own password, between its two steps. */
const statements = [
  // codes only: the same stand in the audit
  `alter table related_person add column reason text, add column revocation_reason text`,

  `alter table staff_sign_in drop constraint staff_sign_in_kind_check`,
  `alter table staff_sign_in add constraint staff_sign_in_kind_check check (kind in ('sign-in', 'enrolment', 'password-change'))`,
  // the hash of the password that is the new one once the second factor was shown
  `alter table staff_sign_in add column password_hash text`,
  `alter table staff_sign_in add constraint staff_sign_in_changes_password check ((kind = 'password-change') = (password_hash is not null))`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
