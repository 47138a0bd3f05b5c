import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import type { ActingFor } from '../../http/principal.ts';

/** Whether a row of `related_person` is in force on some clock of the earth, or will be: a day ends last at UTC-12. */
export const isNotOver = sql<boolean>`related_person.revoked_at is null
  and (related_person.end_date is null or related_person.end_date >= ((now() at time zone 'UTC') - interval '12 hours')::date)`;

/** Whether it is in force now: a day begins first at UTC+14. */
export const inForce = sql<boolean>`${isNotOver}
  and (related_person.start_date is null or related_person.start_date <= ((now() at time zone 'UTC') + interval '14 hours')::date)`;

/** In how many milliseconds a right that has a last day may end next: by the rule above at noon of UTC. */
export async function readNextRightsEnd({ tx }: Pick<TenantScope, 'tx'>): Promise<number> {
  const { rows } = await sql<{ ends_in: number }>`
    select extract(epoch from date_trunc('day', (now() at time zone 'UTC') - interval '12 hours') + interval '36 hours'
      - (now() at time zone 'UTC'))::float8 * 1000 as ends_in`.execute(tx);
  return rows[0]?.ends_in ?? 0;
}

/**
 * The chart of a row of `patient_session` as of now: one that the clinic has said to be theirs is theirs as long as that is said of it, and of no other.
 */
export const currentChart = sql<string | null>`case
  when chart_is_said and array[patient_session.patient_id] is distinct from (
    select array_agg(distinct related_person.patient_id) from related_person
    where related_person.tenant_id = patient_session.tenant_id and related_person.identity_index = patient_session.identity_index
      and relationship = 'ONESELF' and ${inForce}
  ) then null
  else patient_session.patient_id end`;

/** Whether a visit's patient was said to be the one of a session, by a right of whatever days, and the session does not have that chart now. */
export async function hasLostChart(
  { tx, tenantId }: TenantScope,
  { sessionId, appointmentId }: { readonly sessionId: string; readonly appointmentId: string },
): Promise<boolean> {
  const row = await tx
    .selectFrom('patient_session')
    .innerJoin('related_person', (on) =>
      on
        .onRef('related_person.tenant_id', '=', 'patient_session.tenant_id')
        .onRef('related_person.identity_index', '=', 'patient_session.identity_index'),
    )
    .innerJoin('appointment', (on) =>
      on
        .onRef('appointment.tenant_id', '=', 'related_person.tenant_id')
        .onRef('appointment.patient_id', '=', 'related_person.patient_id'),
    )
    .where('patient_session.tenant_id', '=', tenantId)
    .where('patient_session.id', '=', sessionId)
    .where('appointment.id', '=', appointmentId)
    .where('relationship', '=', 'ONESELF')
    .where(sql<boolean>`${currentChart} is distinct from appointment.patient_id`)
    .select('related_person.id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The rights in force of one identity. */
const rights = ({ tx, tenantId }: TenantScope, identityIndex: Uint8Array) =>
  tx
    .selectFrom('related_person')
    .where('related_person.tenant_id', '=', tenantId)
    .where('identity_index', '=', identityIndex)
    .where(inForce);

/** The right of an identity to act for one patient, or undefined. Of several the widest counts. */
export async function findRight(
  scope: TenantScope,
  identityIndex: Uint8Array,
  patientId: string,
): Promise<ActingFor | undefined> {
  const row = await rights(scope, identityIndex)
    .where('patient_id', '=', patientId)
    .where('relationship', '<>', 'ONESELF')
    .orderBy('may_change', 'desc')
    .orderBy('id')
    .select(['id', 'may_change'])
    .executeTakeFirst();
  return row && { patientId, relatedPersonId: row.id, mayChange: row.may_change };
}

/** Everybody for whom an identity may act now. */
export const listRights = (scope: TenantScope, identityIndex: Uint8Array) =>
  rights(scope, identityIndex)
    .where('relationship', '<>', 'ONESELF')
    .orderBy('related_person.id')
    .select([
      'related_person.id',
      'related_person.patient_id',
      'related_person.relationship',
      'related_person.may_change',
      'related_person.end_date',
    ])
    .execute();

/** The charts that the clinic has said to be this identity's own. */
export async function listOwnCharts(scope: TenantScope, identityIndex: Uint8Array): Promise<string[]> {
  const rows = await rights(scope, identityIndex)
    .where('relationship', '=', 'ONESELF')
    .select('patient_id')
    .distinct()
    .execute();
  return rows.map((row) => row.patient_id);
}
