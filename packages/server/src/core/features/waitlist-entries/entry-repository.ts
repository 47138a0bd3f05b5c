import type { EndpointAnswer, WaitlistStatus, getWaitlistEntry } from '@openprm/contract';
import { sql } from 'kysely';
import type { RequestContext, TenantScope } from '../../http/context.ts';
import type { SortKey } from '../../http/cursor.ts';
import { notFound } from '../../problem.ts';
import { toInstant } from '../../scheduling/openings.ts';
import { encodeSlotId } from '../../scheduling/slot-id.ts';
import { formatAddress } from '../calendar/visit-place.ts';
import { wrappedKey } from '../patients/wrapped-key.ts';
import { readablePatient } from '../persons/readable-patient.ts';

/** The rows of entries with everything that one is shown with, but its offer. */
function entryRows({ tx, tenantId }: TenantScope) {
  return tx
    .selectFrom('waitlist_entry as entry')
    .innerJoin('healthcare_service as service', (on) =>
      on.onRef('service.tenant_id', '=', 'entry.tenant_id').onRef('service.id', '=', 'entry.healthcare_service_id'),
    )
    .innerJoin('organization', (on) =>
      on
        .onRef('organization.tenant_id', '=', 'service.tenant_id')
        .onRef('organization.id', '=', 'service.organization_id'),
    )
    .innerJoin('patient', (on) =>
      on.onRef('patient.tenant_id', '=', 'entry.tenant_id').onRef('patient.id', '=', 'entry.patient_id'),
    )
    .leftJoin('location', (on) =>
      on.onRef('location.tenant_id', '=', 'entry.tenant_id').onRef('location.id', '=', 'entry.location_id'),
    )
    .leftJoin('practitioner', (on) =>
      on.onRef('practitioner.tenant_id', '=', 'entry.tenant_id').onRef('practitioner.id', '=', 'entry.practitioner_id'),
    )
    .where('entry.tenant_id', '=', tenantId)
    .select([
      'entry.id',
      'entry.status',
      'entry.patient_id',
      'entry.healthcare_service_id',
      'entry.location_id',
      'entry.practitioner_id',
      'entry.start_date',
      'entry.end_date',
      'entry.available_time',
      'entry.replaces_appointment_id',
      'entry.appointment_id',
      'entry.created_at',
      'service.name as service_name',
      'service.mode',
      'organization.name as organization_name',
      'organization.telephone as organization_telephone',
      'location.name as location_name',
      'location.telephone as location_telephone',
      'practitioner.name as practitioner_name',
      'patient.sealed',
      'patient.erased_at',
      'patient.identity_version',
    ])
    .select(wrappedKey);
}

/** One such row. */
export type EntryRow = Awaited<ReturnType<ReturnType<typeof entryRows>['executeTakeFirstOrThrow']>>;

/** Reads one entry. @throws Problem `not-found` */
export async function requireEntry(scope: TenantScope, id: string): Promise<EntryRow> {
  const row = await entryRows(scope).where('entry.id', '=', id).executeTakeFirst();
  if (row === undefined) throw notFound('waitlist entry');
  return row;
}

/** Which entries a list shows. */
export interface EntryFilter {
  readonly status?: Exclude<WaitlistStatus, 'unknown'> | undefined;
  readonly healthcareServiceId?: string | undefined;
  /** Null: nobody's. */
  readonly patientId?: string | null | undefined;
}

/** Reads entries in the order in which they were made. */
export function listEntryRows(scope: TenantScope, filter: EntryFilter, after: SortKey | undefined, limit: number) {
  let query = entryRows(scope).orderBy('entry.created_at').orderBy('entry.id').limit(limit);
  if (filter.status !== undefined) query = query.where('entry.status', '=', filter.status);
  if (filter.healthcareServiceId !== undefined)
    query = query.where('entry.healthcare_service_id', '=', filter.healthcareServiceId);
  if (filter.patientId !== undefined) query = query.where('entry.patient_id', '=', filter.patientId ?? '');
  if (after !== undefined)
    query = query.where(sql<boolean>`(entry.created_at, entry.id) > (${after[0]}::timestamptz, ${after[1]})`);
  return query.execute();
}

/** Locks an entry before it is changed, so that of two changes the second sees what the first has done. Says how it stands. */
export async function lockEntry({ tx, tenantId }: TenantScope, id: string) {
  return tx
    .selectFrom('waitlist_entry')
    .select(['id', 'status', 'patient_id'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** The newest offer of an entry. One whose time is held no more has expired, whether or not that was written down yet. */
export async function findNewestOffer({ tx, tenantId }: TenantScope, entryId: string) {
  return tx
    .selectFrom('waitlist_offer as offer')
    .innerJoin('practitioner', (on) =>
      on.onRef('practitioner.tenant_id', '=', 'offer.tenant_id').onRef('practitioner.id', '=', 'offer.practitioner_id'),
    )
    .innerJoin('location', (on) =>
      on.onRef('location.tenant_id', '=', 'offer.tenant_id').onRef('location.id', '=', 'offer.location_id'),
    )
    .leftJoin('hold', (on) => on.onRef('hold.tenant_id', '=', 'offer.tenant_id').onRef('hold.id', '=', 'offer.hold_id'))
    .where('offer.tenant_id', '=', tenantId)
    .where('offer.entry_id', '=', entryId)
    .select([
      'offer.id',
      'offer.entry_id',
      'offer.hold_id',
      'offer.status',
      'offer.schedule_id',
      'offer.healthcare_service_id',
      'offer.practitioner_id',
      'offer.location_id',
      'offer.start_at',
      'offer.end_at',
      'offer.expires_at',
      'practitioner.name as practitioner_name',
      'location.name as location_name',
      'location.address',
      'location.time_zone',
    ])
    .select(sql<boolean>`coalesce(hold.expires_at > clock_timestamp(), false)`.as('is_held'))
    .orderBy('offer.created_at', 'desc')
    .orderBy('offer.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** An offer with what it is shown with. */
export type OfferRow = NonNullable<Awaited<ReturnType<typeof findNewestOffer>>>;

/** Whether an offer can be accepted. */
export const isLiveOffer = ({ status, is_held: isHeld }: OfferRow): boolean => status === 'needs-action' && isHeld;

type Answer = EndpointAnswer<typeof getWaitlistEntry>;

/**
 * A row as the wire has it, with its newest offer and the patient's identity opened. To a mailed link an entry that has ended is nobody's: it lies in a
 * mailbox for long.
 */
export async function toWaitlistEntry(context: RequestContext, row: EntryRow): Promise<Answer> {
  const offer = await findNewestOffer(context, row.id);
  return {
    id: row.id,
    status: row.status,
    healthcareServiceId: row.healthcare_service_id,
    locationId: row.location_id,
    practitionerId: row.practitioner_id,
    requestedPeriod: { start: row.start_date, end: row.end_date },
    availableTime: row.available_time.map((hours) => ({
      ...hours,
      daysOfWeek: hours.daysOfWeek.filter((day) => day !== 'unknown'),
    })),
    replacesAppointmentId: row.replaces_appointment_id,
    appointmentId: row.appointment_id,
    createdAt: row.created_at.toISOString(),
    offer: offer === undefined ? null : toOffer(offer, row.mode),
    display: {
      organization: row.organization_name,
      healthcareService: row.service_name,
      location: row.location_name,
      practitioner: row.practitioner_name,
      telephone: row.location_telephone ?? row.organization_telephone,
    },
    patient:
      context.principal.kind === 'waitlist-link' && row.status !== 'waitlist'
        ? null
        : await readablePatient(context, row),
  };
}

const toOffer = (offer: OfferRow, mode: EntryRow['mode']): NonNullable<Answer['offer']> => ({
  id: offer.id,
  participantStatus: offer.status === 'needs-action' && !offer.is_held ? 'expired' : offer.status,
  expiresAt: offer.expires_at.toISOString(),
  slot: {
    id: encodeSlotId({
      scheduleId: offer.schedule_id,
      healthcareServiceId: offer.healthcare_service_id,
      start: offer.start_at.getTime(),
    }),
    start: toInstant(offer.start_at.getTime(), offer.time_zone),
    end: toInstant(offer.end_at.getTime(), offer.time_zone),
    healthcareServiceId: offer.healthcare_service_id,
    locationId: offer.location_id,
    practitionerId: offer.practitioner_id,
  },
  timeZone: offer.time_zone,
  mode,
  display: {
    practitioner: offer.practitioner_name,
    location: offer.location_name,
    address: formatAddress(offer.address),
  },
});
