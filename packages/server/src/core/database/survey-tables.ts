import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { SafetyRule, ScoreRule } from '@openprm/questionnaire/scores';
import type { StoredDelivery } from '../features/surveys/delivery.ts';
import type { StoredRecoveryRule } from '../features/surveys/recovery-rule.ts';

type Instant = ColumnType<Date, Date, Date>;
type Later = ColumnType<Date | null, Date | null | undefined, Date | null>;
type Stamp = ColumnType<Date, Date | undefined, never>;
type Bytes = ColumnType<Uint8Array, Uint8Array, Uint8Array>;
/** What the database itself writes. */
type Kept<Value> = ColumnType<Value | null, never, never>;
type Mode = 'named' | 'confidential' | 'anonymous';

/** The tables of migrations 0018 to 0020, 0023, 0029, 0031 and 0036: forms, how they are asked, who is asked by which mail, what was answered and is told together, what is to be done because of it, and what patients decided. */
export interface SurveyTables {
  questionnaire: {
    tenant_id: string;
    id: string;
    url: string;
    version: string;
    status: 'draft' | 'active' | 'retired';
    title: string | null;
    /** JSON, as it came. */
    content: string;
    created_at: Stamp;
  };
  survey: {
    tenant_id: string;
    id: string;
    organization_id: string;
    questionnaire_id: string;
    name: string;
    mode: Mode;
    /** Roles of staff. */
    readers: ('owner' | 'clinician')[];
    minutes: number;
    scores: JSONColumnType<ScoreRule[], string, never>;
    safety: JSONColumnType<SafetyRule[], string, never>;
    safety_due_minutes: number;
    recovery: JSONColumnType<StoredRecoveryRule[], string, never>;
    emergency_telephone: string | null;
    crisis_telephone: string | null;
    delivery: JSONColumnType<StoredDelivery | null, string | null, string | null>;
    active: Generated<boolean>;
    created_at: Stamp;
  };
  survey_invitation: {
    tenant_id: string;
    id: string;
    survey_id: string;
    mode: Exclude<Mode, 'anonymous'>;
    patient_id: string;
    appointment_id: string | null;
    link_version: Generated<number>;
    expires_at: Instant;
    created_at: Stamp;
  };
  questionnaire_response: {
    tenant_id: string;
    id: string;
    survey_id: string;
    mode: Mode;
    status: Generated<'in-progress' | 'completed'>;
    /** Counts the saves. */
    version: Generated<number>;
    /** Null exactly of an anonymous one. */
    patient_id: string | null;
    appointment_id: string | null;
    invitation_id: string | null;
    /** Who began it in a session (`per_…`); null of one by a link, and of an anonymous one. */
    begun_by: ColumnType<string | null, string | null, never>;
    /** Of an anonymous one. */
    secret_hash: ColumnType<Uint8Array | null, Uint8Array | null, never>;
    identity_opened_at: Later;
    /** The resource with its scores, under the patient's key; of an anonymous one under the tenant's. */
    sealed: Bytes;
    created_at: Stamp;
    completed_at: Later;
    /** Where the visit was, and when it ended, as it was completed: the database writes it down. Null of one that is about no visit, or not complete. */
    visit_end_at: Kept<Date>;
    visit_location_id: Kept<string>;
    visit_practitioner_id: Kept<string>;
    visit_healthcare_service_id: Kept<string>;
  };
  response_attachment: {
    tenant_id: string;
    /** Of its `stored_file`. */
    id: string;
    questionnaire_response_id: string;
    /** Of the media type that was said, which is a text of who sends. Null: said to an earlier version. */
    content_type_mac: Uint8Array | null;
  };
  task: {
    tenant_id: string;
    id: string;
    code: 'safety' | 'recovery';
    status: Generated<'requested' | 'in-progress' | 'completed' | 'cancelled'>;
    version: Generated<number>;
    survey_id: string;
    /** Null once the patient was erased. */
    questionnaire_response_id: string | null;
    /** `safety/0`: the first safety rule of its survey. */
    rule: string;
    /** Which task of its rule and response: another is opened when somebody was done with the one before. */
    occurrence: Generated<number>;
    patient_id: string;
    appointment_id: string | null;
    owner_id: string | null;
    due_at: Instant;
    outcome: 'helped' | 'referred' | 'not-reached' | 'declined' | 'no-action-needed' | null;
    /** Why, under the patient's key. Null once they were erased. */
    sealed: ColumnType<Uint8Array | null, Uint8Array, Uint8Array | null>;
    created_at: Stamp;
    /** When the clinic was told again, of a worse answer. */
    told_at: Later;
    /** When somebody first tried to reach the patient, and when they first did. */
    tried_at: Later;
    contacted_at: Later;
    closed_at: Later;
  };
  task_note: {
    tenant_id: string;
    id: string;
    task_id: string;
    patient_id: string;
    /** Who wrote it; null for the clinic's own server. */
    author_id: string | null;
    /** The text, under the patient's key. */
    sealed: Bytes;
    created_at: Stamp;
  };
  task_mail: {
    tenant_id: string;
    id: string;
    task_id: string;
    status: Generated<'queued' | 'accepted' | 'refused' | 'superseded'>;
    attempts: Generated<number>;
    created_at: Stamp;
  };
  survey_mail: {
    tenant_id: string;
    id: string;
    survey_id: string;
    mode: Exclude<Mode, 'anonymous'>;
    patient_id: string;
    appointment_id: string;
    due_at: Instant;
    status: Generated<'waiting' | 'queued' | 'accepted' | 'refused' | 'withheld' | 'superseded'>;
    /** Why it was withheld. */
    reason: ColumnType<'consent' | 'throttle' | null, undefined, 'consent' | 'throttle'>;
    /** Made when it is sent first. */
    invitation_id: ColumnType<string | null, undefined, string>;
    attempts: Generated<number>;
    created_at: Stamp;
  };
  /** Five answers of five people that are told together. */
  survey_batch: {
    tenant_id: string;
    survey_id: string;
    /** What is measured by them, as `summarize.ts` names it. */
    measure: string;
    /** From 0, of this survey and measure. */
    number: number;
    response_ids: string[];
  };
  survey_throttle: { tenant_id: string; patient_id: string; last_asked_at: Instant };
  consent: {
    tenant_id: string;
    id: string;
    patient_id: string;
    category: 'survey-mail';
    decision: 'permit' | 'deny';
    recorded_by: 'patient' | 'clinic';
    recorded_at: Stamp;
  };
}
