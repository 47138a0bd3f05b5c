import { type Kysely, sql } from 'kysely';
import { secureTenantTable, tenantColumn } from './tenant-table.ts';

/** Who is asked by mail, when, and what patients have decided about it. */
const statements = [
  `alter table survey add column delivery jsonb,
    add constraint survey_anonymous_mails_nobody check (mode <> 'anonymous' or delivery is null)`,

  // Written by the transaction that notes the visit, so that no crash between the two loses it; it waits here until it is due.
  `create table survey_mail (
    ${tenantColumn},
    id text not null,
    survey_id text not null,
    mode text not null check (mode in ('named', 'confidential')),
    patient_id text not null,
    appointment_id text not null,
    due_at timestamptz not null,
    status text not null default 'waiting' check (status in ('waiting', 'queued', 'accepted', 'refused', 'withheld', 'superseded')),
    reason text check (reason in ('consent', 'throttle')),
    invitation_id text,
    attempts integer not null default 0,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, survey_id, mode) references survey (tenant_id, id, mode),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id),
    foreign key (tenant_id, appointment_id) references appointment (tenant_id, id),
    foreign key (tenant_id, invitation_id) references survey_invitation (tenant_id, id),
    -- a visit is asked about once, however often it is noted
    constraint survey_mail_of_visit unique (tenant_id, survey_id, appointment_id),
    constraint survey_mail_withheld_for_a_reason check ((status = 'withheld') = (reason is not null))
  )`,
  `create index survey_mail_due on survey_mail (due_at) where status = 'waiting'`,
  `create index survey_mail_by_patient on survey_mail (tenant_id, patient_id)`,
  ...secureTenantTable('survey_mail'),

  // Nobody is asked again too soon: one row for each patient, moved on by a compare-and-set, so that of two mails at once one is withheld.
  `create table survey_throttle (
    ${tenantColumn},
    patient_id text not null,
    last_asked_at timestamptz not null,
    primary key (tenant_id, patient_id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id)
  )`,
  ...secureTenantTable('survey_throttle'),

  `create table consent (
    ${tenantColumn},
    id text not null,
    patient_id text not null,
    category text not null check (category in ('survey-mail')),
    decision text not null check (decision in ('permit', 'deny')),
    recorded_by text not null check (recorded_by in ('patient', 'clinic')),
    recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
    primary key (tenant_id, id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id)
  )`,
  `create index consent_newest on consent (tenant_id, patient_id, category, recorded_at desc, id desc)`,
  ...secureTenantTable('consent', ['select', 'insert', 'delete']),
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
