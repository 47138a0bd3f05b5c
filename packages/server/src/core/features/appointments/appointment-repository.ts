import type { EndpointAnswer, getAppointment } from '@openprm/contract';
import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import type { SortKey } from '../../http/cursor.ts';
import { toInstant } from '../../scheduling/openings.ts';
import { formatAddress } from '../calendar/visit-place.ts';
import { wrappedKey } from '../patients/wrapped-key.ts';
import { readablePatient } from '../persons/readable-patient.ts';
import { isOfCurrentDay } from './current-day.ts';

/** The rows of appointments with everything that one is shown with. */
function appointmentRows({ tx, tenantId }: RequestContext) {
  return tx
    .selectFrom('appointment')
    .innerJoin('healthcare_service as service', (on) =>
      on
        .onRef('service.tenant_id', '=', 'appointment.tenant_id')
        .onRef('service.id', '=', 'appointment.healthcare_service_id'),
    )
    .innerJoin('practitioner', (on) =>
      on
        .onRef('practitioner.tenant_id', '=', 'appointment.tenant_id')
        .onRef('practitioner.id', '=', 'appointment.practitioner_id'),
    )
    .innerJoin('location', (on) =>
      on.onRef('location.tenant_id', '=', 'appointment.tenant_id').onRef('location.id', '=', 'appointment.location_id'),
    )
    .innerJoin('organization', (on) =>
      on
        .onRef('organization.tenant_id', '=', 'location.tenant_id')
        .onRef('organization.id', '=', 'location.organization_id'),
    )
    .innerJoin('patient', (on) =>
      on.onRef('patient.tenant_id', '=', 'appointment.tenant_id').onRef('patient.id', '=', 'appointment.patient_id'),
    )
    .where('appointment.tenant_id', '=', tenantId)
    .select([
      'appointment.id',
      'appointment.status',
      'appointment.session_id',
      'appointment.healthcare_service_id',
      'appointment.location_id',
      'appointment.practitioner_id',
      'appointment.patient_id',
      'appointment.start_at',
      'appointment.end_at',
      'appointment.sequence',
      'appointment.link_version',
      'appointment.cancellation_reason',
      'appointment.created_at',
      'service.name as service_name',
      'service.mode',
      'service.preparation',
      'practitioner.name as practitioner_name',
      'location.name as location_name',
      'location.address',
      'location.telephone as location_telephone',
      'location.time_zone',
      'organization.name as organization_name',
      'organization.telephone as organization_telephone',
      'organization.email as organization_email',
      'patient.sealed',
      'patient.erased_at',
      'patient.identity_version',
      'patient.language as patient_language',
    ])
    .select(wrappedKey);
}

/** One such row. */
export type AppointmentRow = Awaited<ReturnType<ReturnType<typeof appointmentRows>['executeTakeFirstOrThrow']>>;

/** Reads one appointment, or undefined. */
export const findAppointment = (context: RequestContext, id: string): Promise<AppointmentRow | undefined> =>
  appointmentRows(context).where('appointment.id', '=', id).executeTakeFirst();

/** Locks an appointment before it is changed, so that of two changes the second sees what the first has done. */
export async function lockAppointment({ tx, tenantId }: RequestContext, id: string): Promise<void> {
  await tx
    .selectFrom('appointment')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
}

/** Which appointments a list shows. */
export interface AppointmentFilter {
  /** A local date at each appointment's location. */
  readonly date?: string | undefined;
  readonly locationId?: string | undefined;
  /** Only this patient's; null for nobody's. Left out: everybody's. */
  readonly patientId?: string | null;
  /** Only this one. */
  readonly id?: string;
  /** Only those of the present day. */
  readonly isOfCurrentDay?: true;
}

/** Reads appointments in order of start, then id. */
export function listAppointmentRows(
  context: RequestContext,
  filter: AppointmentFilter,
  after: SortKey | undefined,
  limit: number,
) {
  let query = appointmentRows(context).orderBy('appointment.start_at').orderBy('appointment.id').limit(limit);
  if (filter.patientId === null) return Promise.resolve([]);
  if (filter.patientId !== undefined) query = query.where('appointment.patient_id', '=', filter.patientId);
  if (filter.id !== undefined) query = query.where('appointment.id', '=', filter.id);
  if (filter.isOfCurrentDay) query = query.where(isOfCurrentDay);
  if (filter.locationId !== undefined) query = query.where('appointment.location_id', '=', filter.locationId);
  if (filter.date !== undefined) {
    const noon = Date.parse(`${filter.date}T12:00:00Z`);
    const reach = 27 * 3_600_000;
    query = query
      // coarse, for the index; every zone's date lies within
      .where('appointment.start_at', '>=', new Date(noon - reach))
      .where('appointment.start_at', '<', new Date(noon + reach))
      .where(sql<boolean>`(appointment.start_at at time zone location.time_zone)::date = ${filter.date}::date`);
  }
  if (after !== undefined) {
    query = query.where(sql<boolean>`(appointment.start_at, appointment.id) > (${after[0]}::timestamptz, ${after[1]})`);
  }
  return query.execute();
}

/** A row as the wire has it, with the patient's identity opened. */
export async function toAppointment(
  context: RequestContext,
  row: AppointmentRow,
): Promise<EndpointAnswer<typeof getAppointment>> {
  return {
    id: row.id,
    status: row.status,
    healthcareServiceId: row.healthcare_service_id,
    locationId: row.location_id,
    practitionerId: row.practitioner_id,
    start: toInstant(row.start_at.getTime(), row.time_zone),
    end: toInstant(row.end_at.getTime(), row.time_zone),
    timeZone: row.time_zone,
    mode: row.mode,
    sequence: row.sequence,
    createdAt: row.created_at.toISOString(),
    cancellationReason: row.cancellation_reason,
    display: {
      organization: row.organization_name,
      healthcareService: row.service_name,
      practitioner: row.practitioner_name,
      location: row.location_name,
      address: formatAddress(row.address),
      telephone: row.location_telephone ?? row.organization_telephone,
      preparation: row.preparation,
    },
    patient: await readablePatient(context, row),
  };
}
