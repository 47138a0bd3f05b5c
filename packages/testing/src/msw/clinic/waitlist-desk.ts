import type {
  EndpointAnswer,
  Slot,
  WaitlistEntryCreate,
  WaitlistWish,
  createWaitlistEntry,
  getWaitlistEntry,
} from '@openprm/contract';
import { locationFixtures, organizationFixture, practitionerFixtures } from '../../fixtures/directory.ts';
import type { Principal } from '../credential.ts';
import { Problem } from '../problem.ts';
import { type Agenda, find, invalid, type StoredAppointment } from './agenda.ts';
import type { FrontDesk } from './front-desk.ts';
import { isWaitedFor } from './waited-for.ts';

/** An entry as a server keeps it. */
export type StoredEntry = EndpointAnswer<typeof getWaitlistEntry>;

type Joined = EndpointAnswer<typeof createWaitlistEntry>;

const linkPrefix = 'wll_mock-';
const undoPrefix = 'undo_mock-';
const undoMinutes = 60;
const day = 86_400_000;
/** So many days a link says how its entry ended. */
const daysAfterEnd = 7;
const nameIn = (items: readonly { readonly id: string; readonly name: string }[], id: string | null) =>
  id === null ? null : find(items, id).name;

/** Who waits, and what is held for them. Times are offered by {@link WaitlistDesk.offer}, where a server does it as they become free. */
export class WaitlistDesk {
  readonly #agenda: Agenda;
  readonly #frontDesk: FrontDesk;
  readonly #entries = new Map<string, StoredEntry>();
  /** The hold of each entry's offer. */
  readonly #holds = new Map<string, { readonly id: string; readonly secret: string }>();
  /** When each entry ended, epoch milliseconds. */
  readonly #endedAt = new Map<string, number>();
  readonly #versions = new Map<string, number>();

  constructor(agenda: Agenda, frontDesk: FrontDesk) {
    this.#agenda = agenda;
    this.#frontDesk = frontDesk;
  }

  list(): readonly StoredEntry[] {
    return [...this.#entries.keys()].map((id) => this.get(id));
  }

  /** @param chart whom it is for */
  join(
    body: WaitlistEntryCreate,
    chart: StoredAppointment['patient'],
    replaced: StoredAppointment | undefined,
  ): StoredEntry {
    const service = find(this.#agenda.healthcareServices, body.healthcareServiceId);
    if (replaced !== undefined && replaced.healthcareServiceId !== service.id)
      throw invalid('/body/healthcareServiceId', 'must be that of the appointment');
    const today = new Date(this.#agenda.now).toISOString().slice(0, 10);
    const { start = today, end = this.#lastDay(replaced, service.horizonDays) } = body.requestedPeriod ?? {};
    if (end < start) throw invalid('/body/requestedPeriod/end', 'must not be before start');
    const known = this.list().find((each) => each.status === 'waitlist' && isOf(each, replaced));
    const entry: StoredEntry = {
      id: known?.id ?? `wai_${String(this.#entries.size + 1).padStart(4, '0')}`,
      status: 'waitlist',
      healthcareServiceId: service.id,
      locationId: body.locationId ?? null,
      practitionerId: body.practitionerId ?? null,
      requestedPeriod: { start, end },
      availableTime: body.availableTime ?? [],
      replacesAppointmentId: replaced?.id ?? null,
      appointmentId: null,
      createdAt: known?.createdAt ?? new Date(this.#agenda.now).toISOString(),
      offer: known?.offer ?? null,
      display: {
        organization: organizationFixture.name,
        healthcareService: service.name,
        location: nameIn(locationFixtures, body.locationId ?? null),
        practitioner: nameIn(practitionerFixtures, body.practitionerId ?? null),
        telephone: (body.locationId ? find(locationFixtures, body.locationId) : organizationFixture).telephone,
      },
      patient: chart,
    };
    this.#entries.set(entry.id, entry);
    return entry;
  }

  /** Holds a slot for who waits, as a server does when it has become free. */
  offer(id: string, slotId: string, minutes: number): StoredEntry {
    const entry = find(this.#entries.values(), id);
    const replaces = entry.replacesAppointmentId;
    const hold = this.#frontDesk.hold({ slotId, ...(replaces === null ? {} : { replacesAppointmentId: replaces }) });
    const expiresAt = new Date(this.#agenda.now + minutes * 60_000).toISOString();
    this.#agenda.holds.set(hold.id, {
      ...hold,
      expiresAt,
      createdAt: this.#agenda.now,
      replacesAppointmentId: replaces ?? undefined,
    });
    this.#holds.set(id, hold);
    const { timeZone, mode, display } = this.#frontDesk.placeOf(hold.slot);
    const { practitioner, location, address } = display;
    return this.#keep({
      ...entry,
      offer: {
        id: `ofr_${hold.id.slice('hld_'.length)}`,
        participantStatus: 'needs-action',
        expiresAt,
        slot: hold.slot,
        timeZone,
        mode,
        display: { practitioner, location, address },
      },
    });
  }

  /** The same, because the clinic chose it. @throws {Problem} what a server refuses */
  offerByHand(id: string, slotId: string): StoredEntry {
    const { status, offer, healthcareServiceId } = this.get(id);
    if (status !== 'waitlist') throw new Problem('appointment-status-conflict');
    if (offer?.participantStatus === 'needs-action' || offer?.slot.id === slotId) throw new Problem('already-exists');
    const slot = this.#agenda.requireOpen(slotId, undefined);
    if (slot.healthcareServiceId !== healthcareServiceId)
      throw invalid('/body/slotId', 'must be a slot of the kind of visit that is waited for');
    return this.offer(id, slotId, 120);
  }

  linkTo(id: string): string {
    const version = this.#versions.get(id) ?? 1;
    return linkPrefix + find(this.#entries.values(), id).id + (version === 1 ? '' : `.${version}`);
  }

  /** Ends the mailed links to what a patient waits for; those of later mails have the next version. */
  endLinksOf(patientId: string): void {
    for (const { id, patient } of this.#entries.values())
      if (patient?.id === patientId) this.#versions.set(id, (this.#versions.get(id) ?? 1) + 1);
  }

  /** The entry of a mailed link. @throws {Problem} `credential-invalid` */
  linked(link: string): StoredEntry {
    const [id = ''] = link.slice(linkPrefix.length).split('.');
    const entry = this.#entries.get(id);
    if (entry === undefined || link !== this.linkTo(id)) throw new Problem('credential-invalid');
    const endedAt = this.#endedAt.get(entry.id) ?? Infinity;
    if (this.#agenda.now - endedAt > daysAfterEnd * day) throw new Problem('credential-invalid');
    return this.get(entry.id);
  }

  /** An entry as a principal is shown it: a mailed link, once it has ended, whose it was no more. */
  shownTo({ kind }: Principal, entry: StoredEntry): StoredEntry {
    return kind === 'waitlist-link' && entry.status !== 'waitlist' ? { ...entry, patient: null } : entry;
  }

  /** An entry that this principal may know of. @param patientId whose a person's entries are; null for a prospect */
  visibleTo({ kind, credential }: Principal, id: string, patientId: string | null): StoredEntry {
    if (kind === 'waitlist-link' && this.linked(credential).id !== id) throw new Problem('not-found');
    const entry = this.get(id);
    if (kind === 'person' && (patientId === null || entry.patient?.id !== patientId)) throw new Problem('not-found');
    return entry;
  }

  get(id: string): StoredEntry {
    const entry = find(this.#entries.values(), id);
    const { offer } = entry;
    const hold = this.#agenda.holds.get(this.#holds.get(id)?.id ?? '');
    if (offer?.participantStatus !== 'needs-action' || (hold !== undefined && this.#agenda.isLive(hold))) return entry;
    return { ...entry, offer: { ...offer, participantStatus: 'expired' } };
  }

  /** What whoever has just joined can end their entry with; null for who acts for the clinic. */
  undoOf({ kind }: Principal, { id, createdAt }: StoredEntry): Joined['undo'] {
    const until = new Date(Date.parse(createdAt) + undoMinutes * 60_000).toISOString();
    return kind === 'secret' ? null : { secret: undoPrefix + id, until };
  }

  /** Ends an entry by that. @throws {Problem} `not-found` for a secret that is wrong, or over */
  withdraw(id: string, secret: string): void {
    const { createdAt } = this.get(id);
    const isOver = this.#agenda.now > Date.parse(createdAt) + undoMinutes * 60_000;
    if (isOver || secret !== undoPrefix + id) throw new Problem('not-found');
    this.leave(id);
  }

  /** Changes what is waited for. @throws {Problem} `appointment-status-conflict` for who waits no more */
  update(id: string, { requestedPeriod, availableTime, locationId, practitionerId }: WaitlistWish): StoredEntry {
    const entry = this.get(id);
    if (entry.status !== 'waitlist') throw new Problem('appointment-status-conflict');
    const { start = entry.requestedPeriod.start, end = entry.requestedPeriod.end } = requestedPeriod ?? {};
    if (end < start) throw invalid('/body/requestedPeriod/end', 'must not be before start');
    const place = locationId === undefined ? entry.locationId : locationId;
    const who = practitionerId === undefined ? entry.practitionerId : practitionerId;
    return this.#keep({
      ...entry,
      requestedPeriod: { start, end },
      availableTime: availableTime ?? entry.availableTime,
      locationId: place,
      practitionerId: who,
      display: {
        ...entry.display,
        location: nameIn(locationFixtures, place),
        practitioner: nameIn(practitionerFixtures, who),
      },
    });
  }

  leave(id: string): StoredEntry {
    const entry = this.#answered(id, 'declined');
    return entry.status === 'waitlist' ? this.#keep({ ...entry, status: 'cancelled' }) : entry;
  }

  decline(id: string, offerId: string): StoredEntry {
    return this.get(id).offer?.id === offerId ? this.#answered(id, 'declined') : this.get(id);
  }

  /**
   * Takes the offered time, or another one that was waited for in its place.
   *
   * @throws {Problem} `hold-expired` or `slot-unavailable` with the nearest others that were waited for, `validation-failed` for a time that was not
   */
  accept(id: string, offerId: string, slotId: string | undefined): StoredAppointment {
    const entry = this.get(id);
    const { offer, replacesAppointmentId, patient } = entry;
    const isLive = offer?.participantStatus === 'needs-action';
    const replaced = replacesAppointmentId === null ? undefined : this.#frontDesk.replaceable(replacesAppointmentId);
    const suits = (slot: Slot) => isWaitedFor(entry, slot, replaced?.start);
    if (entry.status !== 'waitlist' || offer?.id !== offerId || (slotId === undefined && !isLive)) {
      const alternatives = offer === null ? [] : this.#agenda.alternativesTo(offer.slot, replaced, suits);
      throw new Problem('hold-expired', { alternatives });
    }
    if (patient === null) throw new Problem('not-found');
    if (slotId !== undefined) this.#takeInstead(entry, slotId, replaced, suits);
    const hold = this.#holds.get(id);
    if (hold === undefined) throw new Problem('hold-expired', { alternatives: [] });
    const appointment =
      replacesAppointmentId === null
        ? this.#frontDesk.book(hold.id, hold.secret, { chart: patient }, 'clinic')
        : this.#frontDesk.reschedule(replacesAppointmentId, hold.id, hold.secret, 'patient');
    const participantStatus = slotId === undefined ? 'accepted' : isLive ? 'declined' : offer.participantStatus;
    this.#keep({ ...entry, status: 'booked', appointmentId: appointment.id, offer: { ...offer, participantStatus } });
    return appointment;
  }

  #takeInstead(
    { id, offer, replacesAppointmentId }: StoredEntry,
    slotId: string,
    replaced: StoredAppointment | undefined,
    suits: (slot: Slot) => boolean,
  ): void {
    const slot = slotId === offer?.slot.id ? offer.slot : this.#agenda.requireOpen(slotId, replaced, suits);
    if (!suits(slot)) throw invalid('/body/slotId', 'must be a time that was waited for');
    const earlier = this.#holds.get(id);
    if (earlier !== undefined) this.#frontDesk.release(earlier.id, earlier.secret);
    const replaces = replacesAppointmentId === null ? {} : { replacesAppointmentId };
    this.#holds.set(id, this.#frontDesk.hold({ slotId, ...replaces }));
  }

  #answered(id: string, participantStatus: 'declined'): StoredEntry {
    const entry = this.get(id);
    const hold = this.#holds.get(id);
    if (entry.offer?.participantStatus !== 'needs-action' || hold === undefined) return entry;
    this.#frontDesk.release(hold.id, hold.secret);
    return this.#keep({ ...entry, offer: { ...entry.offer, participantStatus } });
  }

  #lastDay(replaced: StoredAppointment | undefined, horizonDays: number): string {
    const last = replaced ? Date.parse(replaced.start) : this.#agenda.now + horizonDays * day;
    return new Date(last).toISOString().slice(0, 10);
  }

  #keep(entry: StoredEntry): StoredEntry {
    if (entry.status !== 'waitlist' && !this.#endedAt.has(entry.id)) this.#endedAt.set(entry.id, this.#agenda.now);
    this.#entries.set(entry.id, entry);
    return entry;
  }
}

const isOf = (entry: StoredEntry, replaced: StoredAppointment | undefined) =>
  replaced !== undefined && entry.replacesAppointmentId === replaced.id;
