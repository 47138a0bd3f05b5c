import type { SealingPublicKey } from '@openprm/contract';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type Bytes = ColumnType<Uint8Array, Uint8Array, Uint8Array>;
type Stamp = ColumnType<Date, Date | undefined, never>;

/** The tables of migration 0007: what opens envelopes of devices, and what stands in object storage. */
export interface StorageTables {
  sealing_key: {
    tenant_id: string;
    id: string;
    public_key: JSONColumnType<SealingPublicKey>;
    sealed: Bytes;
    created_at: Stamp;
  };
  stored_file: {
    tenant_id: string;
    id: string;
    patient_id: string;
    status: Generated<StoredFileStatus>;
    /** Of the content, before it was sealed. */
    bytes: number;
    created_at: Stamp;
    /** SHA-256 of the content that is put or was, sealed with the patient's key; null before. */
    content_hash: Bytes | null;
    /** Since when somebody may be putting the object there. */
    put_since: ColumnType<Date | null, never, Date | null>;
  };
  /** How much a patient has said they send, for a day. */
  sent_file: { tenant_id: string; id: string; patient_id: string; bytes: number; sent_at: Stamp };
}

/** `writing`: perhaps there. `stored`: there, whole. `doomed`: to be deleted; nobody reads it any more. */
export type StoredFileStatus = 'writing' | 'stored' | 'doomed';
