import { type Kysely, sql } from 'kysely';
import { secureTenantTable, tenantColumn } from './tenant-table.ts';

/** Who waits for a time, what was offered to them, the mails of both, and which times became free. */
const statements = [
  // Who it is stands in `patient`, sealed with their own key; here are ids, dates and hours.
  `create table waitlist_entry (
    ${tenantColumn},
    id text not null,
    status text not null default 'waitlist' check (status in ('waitlist', 'booked', 'cancelled')),
    patient_id text not null,
    healthcare_service_id text not null,
    location_id text,
    practitioner_id text,
    start_date date not null,
    end_date date not null check (end_date >= start_date),
    available_time jsonb not null default '[]',
    replaces_appointment_id text,
    appointment_id text,
    link_version integer not null default 1,
    -- to the millisecond: the order of joining, as a list's cursor writes it too
    created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
    ended_at timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id),
    foreign key (tenant_id, healthcare_service_id) references healthcare_service (tenant_id, id),
    foreign key (tenant_id, location_id) references location (tenant_id, id),
    foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
    foreign key (tenant_id, replaces_appointment_id) references appointment (tenant_id, id),
    foreign key (tenant_id, appointment_id) references appointment (tenant_id, id),
    constraint waitlist_entry_ends_once check ((status = 'waitlist') = (ended_at is null)),
    constraint waitlist_entry_booked_has_visit check ((status = 'booked') = (appointment_id is not null))
  )`,
  `create index waitlist_entry_in_order on waitlist_entry (tenant_id, healthcare_service_id, created_at, id) where status = 'waitlist'`,
  `create index waitlist_entry_by_patient on waitlist_entry (tenant_id, patient_id)`,
  // A visit waits for an earlier time once.
  `create unique index waitlist_entry_of_appointment on waitlist_entry (tenant_id, replaces_appointment_id) where status = 'waitlist'`,
  ...secureTenantTable('waitlist_entry'),

  // The time itself is held by a row of `hold`, whose secret nobody has. Which time it was stays here after the hold is gone.
  `create table waitlist_offer (
    ${tenantColumn},
    id text not null,
    entry_id text not null,
    hold_id text not null,
    status text not null default 'needs-action' check (status in ('needs-action', 'accepted', 'declined', 'expired')),
    schedule_id text not null,
    healthcare_service_id text not null,
    practitioner_id text not null,
    location_id text not null,
    start_at timestamptz not null,
    end_at timestamptz not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, entry_id) references waitlist_entry (tenant_id, id) on delete cascade,
    foreign key (tenant_id, schedule_id) references schedule (tenant_id, id),
    foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
    foreign key (tenant_id, location_id) references location (tenant_id, id),
    -- nobody is offered the same time twice
    constraint waitlist_offer_once unique (tenant_id, entry_id, schedule_id, start_at)
  )`,
  // and nobody two times at once
  `create unique index waitlist_offer_one_at_a_time on waitlist_offer (tenant_id, entry_id) where status = 'needs-action'`,
  `create index waitlist_offer_by_entry on waitlist_offer (tenant_id, entry_id, created_at)`,
  `create index waitlist_offer_by_age on waitlist_offer (tenant_id, created_at)`,
  ...secureTenantTable('waitlist_offer'),

  `create table waitlist_mail (
    ${tenantColumn},
    id text not null,
    entry_id text not null,
    offer_id text,
    status text not null default 'queued' check (status in ('queued', 'accepted', 'refused', 'superseded', 'withheld')),
    attempts integer not null default 0,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, entry_id) references waitlist_entry (tenant_id, id) on delete cascade,
    foreign key (tenant_id, offer_id) references waitlist_offer (tenant_id, id) on delete cascade
  )`,
  `create index waitlist_mail_by_entry on waitlist_mail (tenant_id, entry_id, created_at)`,
  ...secureTenantTable('waitlist_mail'),

  // A stretch of a practitioner's time that was taken and is free again. The row is written by the transaction that frees it and is gone once it was
  // offered to all who wait, so that no crash between the two loses it.
  `create table freed_time (
    ${tenantColumn},
    id text not null default gen_random_uuid()::text,
    practitioner_id text not null,
    start_at timestamptz not null,
    end_at timestamptz not null check (end_at > start_at),
    created_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, id),
    foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id)
  )`,
  `create index freed_time_in_order on freed_time (tenant_id, created_at, id)`,
  ...secureTenantTable('freed_time'),
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
