import { type Kysely, sql } from 'kysely';

/**
 * What keeps strangers from filling somebody's mailbox, or from shutting them out of codes: whose acts a mail tells of, from where a code was asked for, and whose
 * codes the demo's outbox keeps. Besides, a key for each person who signs in, and the scope of signing in as somebody apart from that of changing them.
 */
const statements = [
  // Whether whoever caused the mail has not shown that the address is theirs: such mails are counted, and withheld beyond a limit.
  `alter table mail add column counted boolean not null default false`,
  `alter table mail drop constraint mail_status_check`,
  `alter table mail add constraint mail_status_check check (status in ('queued', 'accepted', 'refused', 'superseded', 'withheld'))`,

  // A keyed hash of the address that asked for the code; null for a call within the process.
  `alter table sign_in_code add column visitor bytea check (octet_length(visitor) = 32)`,
  // The link of its mail is good once, too.
  `alter table sign_in_code add column link_used_at timestamptz`,

  // Whose code a kept mail holds, so that erasing them finds it. Which of those that are kept already are codes, nobody can tell any more.
  `delete from outbox_mail where patient_id is null and format = 2`,
  `alter table outbox_mail add column contact_index bytea check (octet_length(contact_index) = 32)`,

  // Who signs in has a key of their own now, so that an old backup does not open their address once they are erased. Everybody signs in once more.
  `delete from person`,

  // Keys that could both read patients and make links for them go on to: the others read nobody from now on.
  `update api_key set scopes = array_append(scopes, 'sign-in:write')
    where 'patients:write' = any(scopes) and 'patients:read' = any(scopes) and 'appointments:read' = any(scopes)`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
