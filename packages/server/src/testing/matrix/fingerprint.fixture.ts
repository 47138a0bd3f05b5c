import { sql } from 'kysely';
import type { Side } from './side.fixture.ts';

/** A number that changes with anything that a clinic has; what is counted, logged or remembered about calls is left out. */
export async function fingerprint({ server, clinic }: Side): Promise<string> {
  const sums = domainTables.map(
    (table) =>
      sql`select coalesce(sum(hashtextextended(t::text, 0)), 0) as sum from ${sql.table(table)} t where tenant_id = ${clinic.tenantId}`,
  );
  // whose use changes with each call
  const ended = sql`select count(ended_at) as sum from patient_session where tenant_id = ${clinic.tenantId}`;
  const { rows } = await sql<{ sum: string }>`${sql.join([...sums, ended], sql` union all `)}`.execute(
    server.open.database,
  );
  return JSON.stringify(rows);
}

const domainTables = [
  'organization',
  'location',
  'practitioner',
  'practitioner_role',
  'healthcare_service',
  'schedule',
  'schedule_service',
  'busy_time',
  'session',
  'allocation',
  'seat',
  'hold',
  'daily_count',
  'patient',
  'appointment',
  'mail',
  'waitlist_entry',
  'waitlist_offer',
  'waitlist_mail',
  'related_person',
  'questionnaire',
  'survey',
  'survey_invitation',
  'questionnaire_response',
  'task',
  'task_note',
  'task_mail',
  'survey_mail',
  'survey_throttle',
  'survey_batch',
  'consent',
] as const;
