import type {
  Address,
  AppointmentStatus,
  CancellationReason,
  eligibilitySchema,
  HealthcareService,
  redFlagSchema,
  referralMethods,
  ScheduleException,
  WeeklyHours,
} from '@openprm/contract';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type * as z from 'zod/mini';
import type { StaffTables } from './staff-tables.ts';
import type { SessionTables } from './session-tables.ts';
import type { StorageTables } from './storage-tables.ts';
import type { SurveyTables } from './survey-tables.ts';
import type { WaitlistTables } from './waitlist-tables.ts';

/** A `timestamptz`: read as a Date, written as a Date. */
type Instant = ColumnType<Date, Date, Date>;
type Bytes = ColumnType<Uint8Array, Uint8Array, Uint8Array>;
/** A `tstzrange`: written and read through SQL only, with `lower()` and `upper()`. */
type Range = ColumnType<never, never, never>;
/** Set by the database when the row is written. */
type Stamp = ColumnType<Date, Date | undefined, never>;
/** 1: as the first release sealed it, which only the upgrade reads; 2: as `keys/sealed-value.ts` says. */
type SealedFormat = ColumnType<number, undefined, number>;

/** What every table begins with. */
export interface InTenant {
  tenant_id: string;
}
type Known<Code> = Exclude<Code, 'unknown'>;
type StoredEligibility = z.input<typeof eligibilitySchema>;
type StoredRedFlag = z.input<typeof redFlagSchema>;

/**
 * The schema's types, one for each table; `migrations/` has the constraints and the reasons.
 * Wrapped keys stand in a schema of their own. Every primary key, unique constraint, exclusion constraint and foreign key includes `tenant_id`.
 */
export interface Tables extends StaffTables, SessionTables, StorageTables, WaitlistTables, SurveyTables {
  tenant: InTenant & {
    name: string;
    created_at: Stamp;
    /** The newest version of its key; 0 until the first one is made. */
    key_version: Generated<number>;
    /** Whether its first key is the one that the first release derived. */
    first_release: Generated<boolean>;
  };
  'openprm_keys.tenant_key': InTenant & { version: number; root_key_id: string; wrapped: Bytes; created_at: Stamp };
  'openprm_keys.patient_key': InTenant & {
    patient_id: string;
    tenant_key_version: number;
    wrapped: Bytes;
    created_at: Stamp;
  };
  api_key: InTenant & {
    id: string;
    kind: 'publishable' | 'secret';
    key_hash: Bytes;
    origins: string[];
    name: Generated<string>;
    /** Names of scopes, or `all`. */
    scopes: Generated<string[]>;
    /** The UTC date of its last use. */
    last_used_on: ColumnType<string | null, never, string>;
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
    /** Whom to call in an emergency and in a crisis there. */
    emergency_telephone: ColumnType<string | null, string | null | undefined, string | null>;
    crisis_telephone: ColumnType<string | null, string | null | undefined, string | null>;
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
    /** Null for everybody. */
    eligibility: JSONColumnType<StoredEligibility | null, string | null, string | null>;
    /** Where there are any, a referral is needed. */
    referral_method: Generated<(typeof referralMethods)[number][]>;
    referral_instructions: ColumnType<string | null, string | null | undefined, string | null>;
    red_flags: JSONColumnType<StoredRedFlag[], string | undefined, string>;
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
    /** A keyed hash of the address that holds it; null for the clinic. */
    visitor: ColumnType<Uint8Array | null, Uint8Array | null | undefined, never>;
  };
  daily_count: InTenant & { schedule_id: string; date: string; n: number };
  patient: InTenant & {
    id: string;
    /** Null exactly when the patient was erased. */
    sealed: ColumnType<Uint8Array | null, Uint8Array, Uint8Array | null>;
    format: SealedFormat;
    language: string | null;
    /** Whether the clinic or who it is of has said who they are. */
    verified: Generated<boolean>;
    /** Whether somebody has shown its address and birth date. */
    is_shown: Generated<boolean>;
    /** One more each time that what was said of them is written over. */
    identity_version: Generated<number>;
    created_at: Stamp;
    erased_at: ColumnType<Date | null, undefined, Date>;
  };
  patient_index: InTenant & { kind: 'name-birth-date' | 'phone' | 'email'; hash: Bytes; patient_id: string };
  erasure: InTenant & { patient_id: string; erased_at: Instant };
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
    /** A keyed hash of who took its time, an address or somebody signed in, and when; null for the clinic, and after a day. */
    visitor: ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array | null>;
    /** The network from where whoever was signed in took it; of anybody else `visitor` is that. */
    network: ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array | null | undefined>;
    visitor_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    created_at: Stamp;
  };
  mail: InTenant & {
    id: string;
    appointment_id: string;
    /** The appointment's sequence that this mail tells of. */
    sequence: number;
    kind: 'booked' | 'rescheduled' | 'cancelled';
    recipient: 'patient' | 'organization';
    status: Generated<'queued' | 'accepted' | 'refused' | 'superseded' | 'withheld'>;
    /** Whether whoever caused it has not shown that the address is theirs: only so many of those go to one address. */
    counted: Generated<boolean>;
    attempts: Generated<number>;
    accepted_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    created_at: Stamp;
  };
  outbox_mail: InTenant & {
    id: string;
    sealed: Bytes;
    format: SealedFormat;
    /** Whose key it is sealed with; null for a mail that holds nothing of a patient. */
    patient_id: string | null;
    /** Keyed hash of the address of a mail with a code; null for every other mail. */
    contact_index: ColumnType<Uint8Array | null, Uint8Array | null | undefined, never>;
    accepted_at: Stamp;
  };
  event: InTenant & {
    id: string;
    position: ColumnType<number | null, never, number>;
    type: string;
    resource_id: string;
    /** Whose chart it is about: that patient is told. */
    patient_id: ColumnType<string | null, string | null | undefined, never>;
    occurred_at: Stamp;
  };
  audit_event: InTenant & {
    id: string;
    position: ColumnType<number | null, never, number>;
    action: string;
    principal: string;
    resource_id: string | null;
    /** Whose data it was, where it was a patient's. */
    patient_id: ColumnType<string | null, string | null | undefined, never>;
    /** A code of FHIR's PurposeOfUse. */
    purpose: ColumnType<string | null, string | null | undefined, never>;
    request_id: string;
    occurred_at: Stamp;
    /** Made by the process that wrote the row; null in rows of the first release. */
    mac: ColumnType<Uint8Array | null, Uint8Array, never>;
    hash: ColumnType<Uint8Array | null, never, Uint8Array>;
    /** The hash before it, which its own covers; null in rows that the first release chained. */
    previous_hash: ColumnType<Uint8Array | null, never, Uint8Array>;
  };
  journal_head: InTenant & {
    event_position: number;
    audit_position: number;
    audit_hash: Bytes;
  };
  /** What calls are counted in: a hash of who calls, and when all that they have used will have come back. */
  rate_limit: InTenant & { name: string; subject: Bytes; whole_at: Instant };
  idempotency_key: InTenant & {
    principal: string;
    route: string;
    key: string;
    body_hash: Bytes;
    status: ColumnType<number | null, number | null | undefined, number>;
    answer: ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array>;
    format: SealedFormat;
    /** Whose data the answer holds, in the order in which their keys sealed it. */
    patient_ids: ColumnType<string[], string[] | undefined, string[]>;
    created_at: Stamp;
    expires_at: Stamp;
  };
}

/** The name of a table. */
export type TableName = keyof Tables;
