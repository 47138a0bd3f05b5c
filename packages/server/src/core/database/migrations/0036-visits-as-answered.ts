import { type Kysely, sql } from 'kysely';

/**
 * Where a visit was, and when it ended, as its survey was completed: results are told by that. Told by the visit as it is now, they would change as it is moved, and so say who has answered in
 * confidence. The database writes it down itself, so that no way of completing a response can forget it.
 */
const statements = [
  `alter table questionnaire_response add column visit_end_at timestamptz, add column visit_location_id text,
    add column visit_practitioner_id text, add column visit_healthcare_service_id text`,
  `update questionnaire_response as response set visit_end_at = visit.end_at, visit_location_id = visit.location_id,
      visit_practitioner_id = visit.practitioner_id, visit_healthcare_service_id = visit.healthcare_service_id
    from appointment as visit
    where response.status = 'completed' and visit.tenant_id = response.tenant_id and visit.id = response.appointment_id`,

  `create function keep_visit_as_answered() returns trigger language plpgsql as $$
  begin
    select end_at, location_id, practitioner_id, healthcare_service_id
      into new.visit_end_at, new.visit_location_id, new.visit_practitioner_id, new.visit_healthcare_service_id
      from appointment where tenant_id = new.tenant_id and id = new.appointment_id;
    return new;
  end $$`,
  `create trigger visit_kept_when_begun before insert on questionnaire_response
    for each row when (new.status = 'completed') execute function keep_visit_as_answered()`,
  `create trigger visit_kept_when_completed before update on questionnaire_response
    for each row when (new.status = 'completed' and old.status <> 'completed') execute function keep_visit_as_answered()`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
