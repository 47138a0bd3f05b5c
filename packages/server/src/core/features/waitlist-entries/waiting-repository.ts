import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import type { Opening } from '../../scheduling/rules.ts';
import type { Wish } from './fits.ts';

/** Somebody who waits and has no offer at the moment. */
export interface Waiting extends Wish {
  readonly id: string;
  readonly patientId: string;
  /** Blind indexes of their address, and of their name with their birth date. */
  readonly mailbox: string | null;
  readonly identity: string | null;
  /** Whether who joined has shown that the address is theirs, or the clinic knows the patient: what others typed takes nothing from them. */
  readonly isProved: boolean;
  /** From where somebody joined who is not proved. */
  readonly visitor: string | null;
}

/** So many offers are open at once of all that one visitor joined for, whatever addresses they typed. */
const openOffersOfVisitor = 2;

/** So many offers go to one mailbox in a day: of what its owner joined for, and of what each visitor typed. */
const offersADay = 3;

/** Those who wait for a kind of visit that a practitioner offers, those first who are proved, else in the order in which they joined. Who has an offer already is left out. */
export async function readWaiting({ tx, tenantId }: TenantScope, practitionerId: string): Promise<Waiting[]> {
  const { rows } = await sql<Omit<Waiting, 'before'> & { readonly before: Date | null }>`
    select entry.id, entry.patient_id as "patientId", entry.healthcare_service_id as "healthcareServiceId",
      entry.location_id as "locationId", entry.practitioner_id as "practitionerId",
      entry.start_date as "startDate", entry.end_date as "endDate", entry.available_time as "availableTime",
      visit.start_at as before, encode(entry.visitor, 'hex') as visitor, entry.is_proved or patient.verified as "isProved", encode(mailbox.hash, 'hex') as mailbox, encode(identity.hash, 'hex') as identity
    from waitlist_entry as entry
    join patient on patient.tenant_id = entry.tenant_id and patient.id = entry.patient_id
    left join appointment as visit on visit.tenant_id = entry.tenant_id and visit.id = entry.replaces_appointment_id
    left join patient_index as mailbox on mailbox.tenant_id = entry.tenant_id and mailbox.patient_id = entry.patient_id and mailbox.kind = 'email'
    left join patient_index as identity on identity.tenant_id = entry.tenant_id and identity.patient_id = entry.patient_id and identity.kind = 'name-birth-date'
    where entry.tenant_id = ${tenantId} and entry.status = 'waitlist' and patient.erased_at is null
      and (entry.practitioner_id is null or entry.practitioner_id = ${practitionerId})
      and (entry.replaces_appointment_id is null or visit.status = 'booked')
      and not exists (select from waitlist_offer as offer
        where offer.tenant_id = entry.tenant_id and offer.entry_id = entry.id and offer.status = 'needs-action')
      and entry.healthcare_service_id in (
        select offered.healthcare_service_id from schedule_service as offered
        join schedule on schedule.tenant_id = offered.tenant_id and schedule.id = offered.schedule_id
        join practitioner_role as role on role.tenant_id = schedule.tenant_id and role.id = schedule.practitioner_role_id
        where offered.tenant_id = ${tenantId} and role.practitioner_id = ${practitionerId})
    order by "isProved" desc, entry.created_at, entry.id`.execute(tx);
  return rows.map((row) => ({ ...row, before: row.before?.getTime() ?? null }));
}

/** Writes down which offers have run out: their time is held no more. */
export async function expireOffers({ tx, tenantId }: TenantScope): Promise<void> {
  await sql`
    update waitlist_offer as offer set status = 'expired'
    where tenant_id = ${tenantId} and status = 'needs-action' and not exists (
      select from hold where hold.tenant_id = offer.tenant_id and hold.id = offer.hold_id and hold.expires_at > clock_timestamp())`.execute(
    tx,
  );
}

/** What was offered before, by whom it was offered to. */
export interface RecentOffers {
  /** Whether somebody's mailbox got as many offers as one gets in a day, through what its owner or this visitor joined for. */
  hasEnough(entry: Waiting): boolean;
  /** Whether so much is held already for whom one visitor joined without having shown an address. */
  isVisitorFull(entry: Waiting): boolean;
  /** Whether this person was offered this time already, through whichever entry of their mailbox. */
  hadOffer(entry: Waiting, opening: Pick<Opening, 'scheduleId' | 'start'>): boolean;
}

/** Reads the offers of the last day, and of times that are still to come. */
export async function readRecentOffers({ tx, tenantId }: TenantScope): Promise<RecentOffers> {
  const { rows } = await sql<{
    entryId: string;
    scheduleId: string;
    startAt: Date;
    isOfToday: boolean;
    mailbox: string | null;
    identity: string | null;
    isProved: boolean;
    isOpen: boolean;
    visitor: string | null;
  }>`
    select offer.entry_id as "entryId", offer.schedule_id as "scheduleId", offer.start_at as "startAt",
      offer.created_at > now() - interval '1 day' as "isOfToday",
      offer.status = 'needs-action' as "isOpen", encode(entry.visitor, 'hex') as visitor, entry.is_proved or patient.verified as "isProved",
      encode(mailbox.hash, 'hex') as mailbox, encode(identity.hash, 'hex') as identity
    from waitlist_offer as offer
    join waitlist_entry as entry on entry.tenant_id = offer.tenant_id and entry.id = offer.entry_id
    join patient on patient.tenant_id = entry.tenant_id and patient.id = entry.patient_id
    left join patient_index as mailbox on mailbox.tenant_id = entry.tenant_id and mailbox.patient_id = entry.patient_id and mailbox.kind = 'email'
    left join patient_index as identity on identity.tenant_id = entry.tenant_id and identity.patient_id = entry.patient_id and identity.kind = 'name-birth-date'
    where offer.tenant_id = ${tenantId} and (offer.created_at > now() - interval '1 day' or offer.start_at > now())`.execute(
    tx,
  );
  const had = new Set<string>();
  const counts = new Map<string, number>();
  const open = new Map<string, number>();
  const timeOf = (who: string, scheduleId: string, start: number) => `${who} ${scheduleId} ${start}`;
  for (const { scheduleId, startAt, isOfToday, isOpen, ...taker } of rows) {
    const { entryId, isProved, visitor } = taker;
    if (isOpen && !isProved && visitor !== null) open.set(visitor, (open.get(visitor) ?? 0) + 1);
    for (const who of [entryId, ...personsOf(taker)]) had.add(timeOf(who, scheduleId, startAt.getTime()));
    const box = boxOf({ ...taker, id: entryId });
    if (isOfToday) counts.set(box, (counts.get(box) ?? 0) + 1);
  }
  const countOf = (taker: Taker & Pick<Waiting, 'id'>) => counts.get(boxOf(taker)) ?? 0;
  return {
    hasEnough: (entry) => countOf(entry) + (entry.isProved ? 0 : countOf({ ...entry, isProved: true })) >= offersADay,
    isVisitorFull: ({ isProved, visitor }) =>
      !isProved && visitor !== null && (open.get(visitor) ?? 0) >= openOffersOfVisitor,
    hadOffer: (entry, { scheduleId, start }) =>
      [entry.id, ...personsOf(entry).slice(0, 1)].some((who) => had.has(timeOf(who, scheduleId, start))),
  };
}

type Taker = Pick<Waiting, 'identity' | 'mailbox' | 'isProved' | 'visitor'>;

/**
 * Under which name a mailbox's offers of a day are counted. What strangers typed takes nothing from its owner: neither from who has shown that it is theirs, nor from who
 * joined from another network address.
 */
const boxOf = ({ id, mailbox, isProved, visitor }: Taker & Pick<Waiting, 'id'>) =>
  `${isProved ? 'proved' : (visitor ?? '')} ${mailbox ?? id}`;

/**
 * Under which names a person's offers are known, their own first. Anybody can type another's name and birth date, so they count together with the mailbox only, which gets what is
 * offered to them; and what strangers typed with that mailbox is no offer to who has shown that it is theirs.
 */
function personsOf({ identity, mailbox, isProved }: Taker): readonly string[] {
  if (identity === null) return [];
  const typed = `${identity} ${mailbox ?? ''}`;
  return isProved ? [`proved ${typed}`, typed] : [typed];
}
