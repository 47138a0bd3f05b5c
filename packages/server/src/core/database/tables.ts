import type {
  Address,
  AppointmentStatus,
  CancellationReason,
  HealthcareService,
  ScheduleException,
  WeeklyHours,
} from '@openprm/contract';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** A `timestamptz`: read as a Date, written as a Date. */
type Instant = ColumnType<Date, Date, Date>;
type Bytes = ColumnType<Uint8Array, Uint8Array, Uint8Array>;
/** A `tstzrange`: written and read through SQL only, with `lower()` and `upper()`. */
type Range = ColumnType<never, never, never>;
/** Set by the database when the row is written. */
type Stamp = ColumnType<Date, Date | undefined, never>;

/** What every table begins with. */
export interface InTenant {
  tenant_id: string;
}
type Known<Code> = Exclude<Code, 'unknown'>;

/**
 * The schema's types, one for each table; `migrations/` has the constraints and the reasons.
 * Every primary key, unique constraint, exclusion constraint and foreign key includes `tenant_id`.
 */
export interface Tables {
  tenant: InTenant & { name: string; created_at: Stamp };
  api_key: InTenant & {
    id: string;
    kind: 'publishable' | 'secret';
    key_hash: Bytes;
    origins: string[];
    created_at: Stamp;
    revoked_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  organization: InTenant & {
    id: string;
    name: string;
    telephone: string | null;
    email: string | null;
    active: Generated<boolean>;
  };
  location: InTenant & {
    id: string;
    organization_id: string;
    name: string;
    address: JSONColumnType<Address>;
    telephone: string | null;
    time_zone: string;
    active: Generated<boolean>;
  };
  practitioner: InTenant & { id: string; name: string; active: Generated<boolean> };
  practitioner_role: InTenant & {
    id: string;
    practitioner_id: string;
    organization_id: string;
    location_id: string;
    specialty: string | null;
    active: Generated<boolean>;
  };
  healthcare_service: InTenant & {
    id: string;
    organization_id: string;
    name: string;
    description: string | null;
    preparation: string | null;
    mode: Known<HealthcareService['mode']>;
    duration_minutes: number;
    slot_interval_minutes: number;
    buffer_before_minutes: number;
    buffer_after_minutes: number;
    minimum_notice_minutes: number;
    horizon_days: number;
    capacity: number;
    active: Generated<boolean>;
  };
  schedule: InTenant & {
    id: string;
    practitioner_role_id: string;
    weekly_hours: JSONColumnType<WeeklyHours[]>;
    exceptions: JSONColumnType<ScheduleException[]>;
    daily_cap: number | null;
    start_date: string | null;
    end_date: string | null;
    active: Generated<boolean>;
  };
  schedule_service: InTenant & { schedule_id: string; healthcare_service_id: string };
  busy_time: InTenant & { external_id: string; practitioner_id: string; during: Range };
  session: InTenant & {
    id: string;
    schedule_id: string;
    healthcare_service_id: string;
    start_at: Instant;
    end_at: Instant;
    /** The local date at the location, for the daily cap. */
    date: string;
    capacity: number;
  };
  allocation: InTenant & { session_id: string; resource_id: string; during: Range; claim_id: string };
  seat: InTenant & {
    session_id: string;
    seat: number;
    capacity: number;
    hold_id: string | null;
    appointment_id: string | null;
    counted: Generated<boolean>;
  };
  hold: InTenant & {
    id: string;
    session_id: string;
    secret_hash: Bytes;
    expires_at: Instant;
    created_at: Stamp;
    replaces_appointment_id: string | null;
  };
  daily_count: InTenant & { schedule_id: string; date: string; n: number };
  patient: InTenant & {
    id: string;
    sealed: Bytes;
    language: string | null;
    verified: Generated<boolean>;
    created_at: Stamp;
  };
  appointment: InTenant & {
    id: string;
    status: Known<AppointmentStatus>;
    session_id: string | null;
    schedule_id: string;
    healthcare_service_id: string;
    practitioner_id: string;
    location_id: string;
    patient_id: string;
    start_at: Instant;
    end_at: Instant;
    sequence: Generated<number>;
    link_version: Generated<number>;
    cancellation_reason: CancellationReason | null;
    created_at: Stamp;
  };
  mail: InTenant & {
    id: string;
    appointment_id: string;
    /** The appointment's sequence that this mail tells of. */
    sequence: number;
    kind: 'booked' | 'rescheduled' | 'cancelled';
    recipient: 'patient' | 'organization';
    status: Generated<'queued' | 'accepted' | 'refused' | 'superseded'>;
    attempts: Generated<number>;
    accepted_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    created_at: Stamp;
  };
  outbox_mail: InTenant & { id: string; sealed: Bytes; accepted_at: Stamp };
  event: InTenant & {
    id: string;
    position: ColumnType<number | null, never, number>;
    type: string;
    resource_id: string;
    occurred_at: Stamp;
  };
  audit_event: InTenant & {
    id: string;
    position: ColumnType<number | null, never, number>;
    action: string;
    principal: string;
    resource_id: string | null;
    request_id: string;
    occurred_at: Stamp;
    hash: ColumnType<Uint8Array | null, never, Uint8Array>;
  };
  journal_head: InTenant & {
    event_position: number;
    audit_position: number;
    audit_hash: Bytes;
  };
  idempotency_key: InTenant & {
    principal: string;
    route: string;
    key: string;
    body_hash: Bytes;
    status: ColumnType<number | null, number | null | undefined, number>;
    answer: ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array>;
    created_at: Stamp;
  };
}

/** The name of a table. */
export type TableName = keyof Tables;
