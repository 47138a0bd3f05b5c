import type { WeeklyHours } from '@openprm/contract';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type Instant = ColumnType<Date, Date, Date>;
type Stamp = ColumnType<Date, Date | undefined, never>;

/** The tables of migrations 0013 and 0014: who waits, what was offered to them, the mails of both, and which times became free. */
export interface WaitlistTables {
  waitlist_entry: {
    tenant_id: string;
    id: string;
    status: Generated<'waitlist' | 'booked' | 'cancelled'>;
    patient_id: string;
    healthcare_service_id: string;
    location_id: string | null;
    practitioner_id: string | null;
    /** First and last local date, both included. */
    start_date: string;
    end_date: string;
    /** None: any time. */
    available_time: JSONColumnType<WeeklyHours[]>;
    replaces_appointment_id: string | null;
    appointment_id: string | null;
    link_version: Generated<number>;
    /** Whether who joined has shown that the address is theirs, or is the clinic. */
    is_proved: Generated<boolean>;
    /** From where somebody joined who has not, as `hold.visitor`. */
    visitor: ColumnType<Uint8Array | null, Uint8Array | null | undefined, null>;
    created_at: Stamp;
    ended_at: ColumnType<Date | null, undefined, Date>;
  };
  waitlist_offer: {
    tenant_id: string;
    id: string;
    entry_id: string;
    /** A row of `hold`, which is gone once the offer is over. */
    hold_id: string;
    status: Generated<'needs-action' | 'accepted' | 'declined' | 'expired'>;
    schedule_id: string;
    healthcare_service_id: string;
    practitioner_id: string;
    location_id: string;
    start_at: Instant;
    end_at: Instant;
    expires_at: Instant;
    created_at: Stamp;
  };
  waitlist_mail: {
    tenant_id: string;
    id: string;
    entry_id: string;
    /** Null for the mail that tells of having joined. */
    offer_id: string | null;
    status: Generated<'queued' | 'accepted' | 'refused' | 'superseded' | 'withheld'>;
    attempts: Generated<number>;
    created_at: Stamp;
  };
  freed_time: {
    tenant_id: string;
    id: Generated<string>;
    practitioner_id: string;
    start_at: Instant;
    end_at: Instant;
    created_at: Stamp;
  };
}
