import type { StaffRole } from '@openprm/contract';
import type { ColumnType, Generated } from 'kysely';

type Bytes = ColumnType<Uint8Array, Uint8Array, Uint8Array>;
type Instant = ColumnType<Date, Date, Date>;
type Stamp = ColumnType<Date, Date | undefined, never>;
/** Null unless it was given. */
type Maybe<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** Whether somebody can sign in: not yet, now, or not any more. */
export type StaffStatus = 'invited' | 'active' | 'suspended';

/** The tables of migration 0004: who works at a clinic, and how they sign in. */
export interface StaffTables {
  staff: {
    tenant_id: string;
    id: string;
    email_index: Bytes;
    sealed: Bytes;
    role: StaffRole;
    status: Generated<StaffStatus>;
    password_hash: Maybe<string>;
    second_factor: Maybe<'totp' | 'mail'>;
    totp_sealed: Maybe<Uint8Array>;
    totp_step: Generated<number>;
    invitation_hash: Maybe<Uint8Array>;
    invitation_expires_at: Maybe<Date>;
    created_at: Stamp;
  };
  staff_recovery_code: { tenant_id: string; staff_id: string; code_hash: Bytes };
  staff_sign_in: {
    tenant_id: string;
    id: string;
    staff_id: string;
    kind: 'sign-in' | 'enrolment' | 'password-change' | 'proof';
    secret_hash: Bytes;
    code_hash: Maybe<Uint8Array>;
    totp_sealed: Maybe<Uint8Array>;
    /** Of a password that is about to be the new one. */
    password_hash: Maybe<string>;
    tries: Generated<number>;
    expires_at: Instant;
  };
  staff_session: {
    tenant_id: string;
    id: string;
    staff_id: string;
    secret_hash: Bytes;
    created_at: Stamp;
    last_seen_at: Generated<Date>;
    /** When its person has last shown their second factor. */
    proven_at: Generated<Date>;
    expires_at: Instant;
  };
  staff_attempt: { tenant_id: string; subject: Bytes; window_start: Instant; n: number };
  staff_mail: { tenant_id: string; id: string; staff_id: string; sealed: Bytes; created_at: Stamp };
}
