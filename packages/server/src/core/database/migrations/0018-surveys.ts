import { type Kysely, sql } from 'kysely';
import { secureTenantTable, tenantColumn } from './tenant-table.ts';

/** Forms, how they are asked, who is asked, what was answered, and what is to be done because of it. */
const statements = [
  // The form as it came: JSON as text, since jsonb orders keys and drops what it takes for a repeat.
  `create table questionnaire (
    ${tenantColumn},
    id text not null,
    url text not null,
    version text not null,
    status text not null check (status in ('draft', 'active', 'retired')),
    title text,
    content text not null check (octet_length(content) <= 1100000),
    created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
    primary key (tenant_id, id),
    constraint questionnaire_once unique (tenant_id, url, version)
  )`,
  // What was published is what people have answered: whoever owns the tables may not change it by mistake, either.
  `create function keep_published_questionnaire() returns trigger language plpgsql as $$
  begin
    if old.status <> 'draft' and (new.content, new.url, new.version) is distinct from (old.content, old.url, old.version)
      or old.status = 'active' and new.status = 'draft' or old.status = 'retired' and new.status <> 'retired' then
      raise exception 'a published questionnaire is not changed' using errcode = 'check_violation', constraint = 'questionnaire_published_stays';
    end if;
    return new;
  end $$`,
  `create trigger questionnaire_published_stays before update on questionnaire
    for each row execute function keep_published_questionnaire()`,
  ...secureTenantTable('questionnaire', ['select', 'insert', 'update']),

  `create table survey (
    ${tenantColumn},
    id text not null,
    organization_id text not null,
    questionnaire_id text not null,
    name text not null,
    mode text not null check (mode in ('named', 'confidential', 'anonymous')),
    readers text[] not null check (cardinality(readers) > 0),
    minutes integer not null check (minutes > 0),
    scores jsonb not null,
    safety jsonb not null,
    safety_due_minutes integer not null,
    recovery jsonb not null,
    emergency_telephone text,
    crisis_telephone text,
    active boolean not null default true,
    created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
    primary key (tenant_id, id),
    foreign key (tenant_id, organization_id) references organization (tenant_id, id),
    foreign key (tenant_id, questionnaire_id) references questionnaire (tenant_id, id),
    -- what is said of an answer carries its mode, by which the constraints below hold
    unique (tenant_id, id, mode),
    -- whom nobody knows nobody can help
    constraint survey_anonymous_watches_nothing check (mode <> 'anonymous' or (safety = '[]' and recovery = '[]')),
    -- to call somebody because of a low score would tell on them
    constraint survey_confidential_recovers_nothing check (mode <> 'confidential' or recovery = '[]')
  )`,
  ...secureTenantTable('survey', ['select', 'insert', 'update']),

  `create table survey_invitation (
    ${tenantColumn},
    id text not null,
    survey_id text not null,
    mode text not null check (mode in ('named', 'confidential')),
    patient_id text not null,
    appointment_id text,
    link_version integer not null default 1,
    expires_at timestamptz not null,
    created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
    primary key (tenant_id, id),
    foreign key (tenant_id, survey_id, mode) references survey (tenant_id, id, mode),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id),
    foreign key (tenant_id, appointment_id) references appointment (tenant_id, id),
    -- a visit is asked about once
    constraint survey_invitation_of_visit unique (tenant_id, survey_id, appointment_id)
  )`,
  `create index survey_invitation_by_patient on survey_invitation (tenant_id, patient_id)`,
  ...secureTenantTable('survey_invitation'),

  // What was answered, with its scores, is sealed: under the patient's key, or the tenant's where nobody knows whose it is.
  `create table questionnaire_response (
    ${tenantColumn},
    id text not null,
    survey_id text not null,
    mode text not null,
    status text not null default 'in-progress' check (status in ('in-progress', 'completed')),
    version integer not null default 1,
    patient_id text,
    appointment_id text,
    invitation_id text,
    secret_hash bytea,
    -- when a safety answer opened whose it is
    identity_opened_at timestamptz,
    sealed bytea not null,
    created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
    completed_at timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, survey_id, mode) references survey (tenant_id, id, mode),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id),
    foreign key (tenant_id, appointment_id) references appointment (tenant_id, id),
    foreign key (tenant_id, invitation_id) references survey_invitation (tenant_id, id),
    constraint questionnaire_response_completes_once check ((status = 'completed') = (completed_at is not null)),
    -- an anonymous one has nobody, no visit and no link, and a secret instead
    constraint questionnaire_response_anonymous check (
      (mode = 'anonymous') = (patient_id is null) and (mode = 'anonymous') = (secret_hash is not null)
      and (mode <> 'anonymous' or (appointment_id is null and invitation_id is null))),
    -- who it is is open from the beginning, or by a safety answer of a confidential one
    constraint questionnaire_response_opened check (identity_opened_at is null or mode = 'confidential'),
    constraint questionnaire_response_of_link unique (tenant_id, invitation_id)
  )`,
  // Somebody who signed in goes on with what they have begun.
  `create unique index questionnaire_response_begun_once on questionnaire_response (tenant_id, survey_id, patient_id)
    where status = 'in-progress' and invitation_id is null`,
  `create index questionnaire_response_in_order on questionnaire_response (tenant_id, survey_id, created_at, id)`,
  `create index questionnaire_response_by_patient on questionnaire_response (tenant_id, patient_id)`,
  ...secureTenantTable('questionnaire_response'),

  // Why, and what was noted, is sealed under the patient's key. \`rule\` says which rule of the survey by its place in it.
  `create table task (
    ${tenantColumn},
    id text not null,
    code text not null check (code in ('safety', 'recovery')),
    status text not null default 'requested' check (status in ('requested', 'in-progress', 'completed', 'cancelled')),
    version integer not null default 1,
    survey_id text not null,
    questionnaire_response_id text,
    rule text not null,
    patient_id text not null,
    appointment_id text,
    owner_id text,
    due_at timestamptz not null,
    outcome text check (outcome in ('helped', 'referred', 'not-reached', 'declined', 'no-action-needed')),
    sealed bytea,
    created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
    contacted_at timestamptz,
    closed_at timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, survey_id) references survey (tenant_id, id),
    foreign key (tenant_id, questionnaire_response_id) references questionnaire_response (tenant_id, id) on delete set null (questionnaire_response_id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id),
    foreign key (tenant_id, appointment_id) references appointment (tenant_id, id),
    foreign key (tenant_id, owner_id) references staff (tenant_id, id),
    -- each rule opens one task for each response, however often an answer is saved
    constraint task_once unique (tenant_id, questionnaire_response_id, rule),
    constraint task_closes_with_outcome check ((status in ('completed', 'cancelled')) = (closed_at is not null) and (status <> 'completed' or outcome is not null)),
    constraint task_contact_after_making check (contacted_at >= created_at)
  )`,
  `create index task_by_due on task (tenant_id, due_at, id)`,
  `create index task_by_patient on task (tenant_id, patient_id)`,
  ...secureTenantTable('task', ['select', 'insert', 'update']),

  // To the clinic: that there is something to look at at once, and no more.
  `create table task_mail (
    ${tenantColumn},
    id text not null,
    task_id text not null,
    status text not null default 'queued' check (status in ('queued', 'accepted', 'refused', 'superseded')),
    attempts integer not null default 0,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, task_id) references task (tenant_id, id)
  )`,
  `create index task_mail_by_task on task_mail (tenant_id, task_id)`,
  ...secureTenantTable('task_mail', ['select', 'insert', 'update']),
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
