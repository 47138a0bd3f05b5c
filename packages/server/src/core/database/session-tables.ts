import type {
  DeviceKey,
  PortalPut,
  RelatedPersonReason,
  relatedPersonRelationships,
  sessionRoads,
} from '@openprm/contract';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type Bytes = ColumnType<Uint8Array, Uint8Array, Uint8Array>;
type Stamp = ColumnType<Date, Date | undefined, never>;
type Instant = ColumnType<Date, Date, Date>;
type LaterInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** The tables of migration 0005: how patients sign in, and for whom they may act. */
export interface SessionTables {
  person: {
    tenant_id: string;
    id: string;
    contact_index: Bytes;
    sealed: Bytes;
    match_tries: Generated<number>;
    match_window_start: Generated<Date>;
    created_at: Stamp;
  };
  sign_in_code: {
    tenant_id: string;
    id: string;
    contact_index: Bytes;
    /** By what its mail is counted: see `countedIndex`. */
    counted_index: Bytes;
    sealed: Bytes;
    tries: Generated<number>;
    used_at: LaterInstant;
    mail_status: Generated<'queued' | 'accepted' | 'refused' | 'withheld'>;
    /** 0 as long as nobody has decided whether it is sent, and for one that was withheld. */
    mail_attempts: Generated<number>;
    /** A keyed hash of the address that asked for it; null for a call within the process. */
    visitor: ColumnType<Uint8Array | null, Uint8Array | null | undefined, never>;
    /** When the link of its mail was used. */
    link_used_at: LaterInstant;
    created_at: Stamp;
    expires_at: Instant;
  };
  sign_in_link: {
    tenant_id: string;
    id: string;
    patient_id: string;
    used_at: LaterInstant;
    created_at: Stamp;
    expires_at: Instant;
  };
  portal: { tenant_id: string; issuer: string; jwks: JSONColumnType<PortalPut['jwks']> };
  portal_assertion: { tenant_id: string; jti_index: Bytes; expires_at: Instant };
  patient_session: {
    tenant_id: string;
    id: string;
    person_id: string;
    device_key: JSONColumnType<DeviceKey>;
    generation: Generated<number>;
    /** Of the verified address and the birth date that was given; null before one was given. */
    identity_index: ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array | null>;
    patient_id: ColumnType<string | null, string | null | undefined, string | null>;
    /** Whether that chart is theirs because the clinic has said so, and not by what fits. */
    chart_is_said: Generated<boolean>;
    /** By which road it began; null for one that began before that was noted. */
    road: ColumnType<SessionRoad | null, SessionRoad | null | undefined, never>;
    /** For whom else it acted last. */
    acted_for: ColumnType<string | null, string | null | undefined, string | null>;
    created_at: Stamp;
    last_used_at: Generated<Date>;
    expires_at: Instant;
    ended_at: LaterInstant;
    end_reason: ColumnType<SessionEnd | null, SessionEnd | null | undefined, SessionEnd | null>;
  };
  related_person: {
    tenant_id: string;
    id: string;
    patient_id: string;
    identity_index: Bytes;
    /** As `person.contact_index` of who signs in with the address; null in rows from before it was noted. */
    contact_index: ColumnType<Uint8Array | null, Uint8Array | null | undefined, never>;
    sealed: Bytes;
    relationship: (typeof relatedPersonRelationships)[number];
    may_change: boolean;
    /** `YYYY-MM-DD`. */
    start_date: string | null;
    end_date: string | null;
    revoked_at: LaterInstant;
    reason: ColumnType<RelatedPersonReason | null, RelatedPersonReason | null | undefined, never>;
    revocation_reason: ColumnType<
      RelatedPersonReason | null,
      RelatedPersonReason | null | undefined,
      RelatedPersonReason | null
    >;
    created_at: Stamp;
  };
}

/** By which road a session began. */
export type SessionRoad = (typeof sessionRoads)[number];

/** Why a session ended before its time. */
export type SessionEnd = 'signed-out' | 'handle-reused' | 'revoked';
