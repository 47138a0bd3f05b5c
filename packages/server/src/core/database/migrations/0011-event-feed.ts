import { type Kysely, sql } from 'kysely';

/**
 * The feed of events: whose chart an event is about, and word to every process of what took somebody's access away.
 *
 * The word is sent by the database itself, in the transaction of the change, so that no feature and no command can forget it. It names a tenant and the id of a
 * row, nothing else. A notification makes commits wait for one another for a moment (PostgreSQL orders them); signing out is rare enough.
 */
const statements = [
  `alter table event add column patient_id text`,
  `update event set patient_id = appointment.patient_id from appointment
    where appointment.tenant_id = event.tenant_id and appointment.id = event.resource_id`,

  `create function tell_access_changed() returns trigger language plpgsql as $$
  begin
    perform pg_notify('openprm_access', old.tenant_id || ' ' || old.id);
    return null;
  end $$`,

  // That a session was used changes nobody's access; that it was linked to a chart changes what it sees.
  `create trigger access_changed after update of ended_at, expires_at, person_id, patient_id, identity_index on patient_session
    for each row execute function tell_access_changed()`,
  `create trigger access_changed after update of revoked_at, start_date, end_date, patient_id, identity_index, may_change on related_person
    for each row execute function tell_access_changed()`,
  `create trigger access_changed after update of expires_at, staff_id on staff_session
    for each row execute function tell_access_changed()`,
  `create trigger access_changed after update of role, status on staff for each row execute function tell_access_changed()`,
  `create trigger access_changed after update of revoked_at, scopes on api_key for each row execute function tell_access_changed()`,
  ...['patient_session', 'related_person', 'staff_session', 'staff', 'api_key'].map(
    (table) =>
      `create trigger access_removed after delete on ${table} for each row execute function tell_access_changed()`,
  ),
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
