import type {
  Appointment,
  AppointmentAccess,
  AppointmentCancel,
  AppointmentStatus,
  HealthcareService,
  Hold,
  Location,
  PatientInput,
  Slot,
} from '@openprm/contract';
import {
  healthcareServiceFixtures,
  locationFixtures,
  organizationFixture,
  practitionerFixtures,
} from '../../fixtures/directory.ts';
import type { Principal } from '../credential.ts';
import { Problem } from '../problem.ts';
import { byStart, offeredDates, offeredSlots } from './office-hours.ts';
import { dateAt } from './wall-clock.ts';

const minute = 60_000;
const holdLifeMinutes = 120;
const accessMinutes = 30;

type Kept<Status> = Exclude<Status, 'unknown'>;
/** An appointment as the mock keeps it: only codes that the contract knows. */
export type StoredAppointment = Omit<Appointment, 'status' | 'mode' | 'cancellationReason'> & {
  status: Kept<AppointmentStatus>;
  mode: Kept<Appointment['mode']>;
  cancellationReason: Kept<NonNullable<Appointment['cancellationReason']>> | null;
};

interface StoredHold extends Hold {
  readonly createdAt: number;
  readonly replacesAppointmentId: string | undefined;
}

interface SlotFilter {
  readonly healthcareServiceId: string;
  readonly locationId?: string | undefined;
  readonly practitionerId?: string | undefined;
  readonly replacesAppointmentId?: string | undefined;
}

/** Finds by id, or answers as the server does to who may not know: not found. */
export function find<Item extends { readonly id: string }>(items: Iterable<Item>, id: string): Item {
  for (const item of items) if (item.id === id) return item;
  throw new Problem('not-found');
}

const overlap = (a: Slot | StoredAppointment, b: Slot | StoredAppointment) =>
  a.practitionerId === b.practitionerId &&
  Date.parse(a.start) < Date.parse(b.end) &&
  Date.parse(b.start) < Date.parse(a.end);

/** What the fixture clinic remembers, and its rules: the server's, in memory and for one clinic. */
export class ClinicState {
  readonly appointments = new Map<string, StoredAppointment>();
  readonly #holds = new Map<string, StoredHold>();
  readonly #taken = new Set<string>();
  readonly #access = new Map<string, { readonly appointmentId: string; readonly expiresAt: number }>();
  readonly #now: () => Date;
  readonly #holdMinutes: number;
  #lastId = 0;

  constructor(now: () => Date, holdMinutes: number) {
    this.#now = now;
    this.#holdMinutes = holdMinutes;
  }

  get now(): number {
    return this.#now().getTime();
  }

  /** Open slots of one kind of visit from an instant on (epoch milliseconds), by start, as lazily as they are read. */
  *openSlots(filter: SlotFilter, from: number): Generator<Slot> {
    const service = find(healthcareServiceFixtures, filter.healthcareServiceId);
    const locations = locationFixtures.filter(({ id }) => filter.locationId === undefined || filter.locationId === id);
    const earliest = Math.max(from, this.now + service.minimumNoticeMinutes * minute);
    const dates = new Set(locations.flatMap((location) => offeredDates(service, location, this.now)));
    for (const date of [...dates].sort()) {
      if (locations.every(({ timeZone }) => date < dateAt(earliest, timeZone))) continue;
      const slots = locations.flatMap((location) => offeredSlots(service, location, date)).sort(byStart);
      for (const slot of slots) {
        if (Date.parse(slot.start) < earliest) continue;
        if (filter.practitionerId !== undefined && filter.practitionerId !== slot.practitionerId) continue;
        if (this.#isFree(slot, filter.replacesAppointmentId)) yield slot;
      }
    }
  }

  /** Keeps a slot for whoever gets the secret. */
  hold(slotId: string, replacesAppointmentId: string | undefined): Hold {
    const slot = this.#offered(slotId);
    if (!this.#isFree(slot, replacesAppointmentId))
      throw new Problem('slot-unavailable', { alternatives: this.#alternatives(slot) });
    const hold: StoredHold = {
      id: this.#newId('hld'),
      secret: `mock-hold-secret-${this.#lastId}`.padEnd(43, '0'),
      expiresAt: new Date(this.now + this.#holdMinutes * minute).toISOString(),
      slot,
      createdAt: this.now,
      replacesAppointmentId,
    };
    this.#holds.set(hold.id, hold);
    return hold;
  }

  renew(id: string, secret: string): Pick<Hold, 'id' | 'expiresAt'> {
    const hold = this.#liveHold(id, secret);
    const expiresAt = Math.min(this.now + this.#holdMinutes * minute, hold.createdAt + holdLifeMinutes * minute);
    const renewed = { ...hold, expiresAt: new Date(expiresAt).toISOString() };
    this.#holds.set(id, renewed);
    return renewed;
  }

  release(id: string, secret: string): void {
    if (this.#holds.get(id)?.secret === secret) this.#holds.delete(id);
  }

  book(holdId: string, secret: string, patient: PatientInput): StoredAppointment {
    const { slot, replacesAppointmentId } = this.#liveHold(holdId, secret);
    if (replacesAppointmentId !== undefined) throw new Problem('hold-expired');
    const id = this.#newId('apt');
    const service = find(healthcareServiceFixtures, slot.healthcareServiceId);
    const { language: _language, ...person } = patient;
    this.#holds.delete(holdId);
    return this.#keep({
      id,
      status: 'booked',
      ...this.#placed(slot, service),
      sequence: 0,
      createdAt: new Date(this.now).toISOString(),
      cancellationReason: null,
      patient: { id: id.replace('apt', 'pat'), ...person },
    });
  }

  reschedule(id: string, holdId: string, secret: string): StoredAppointment {
    const appointment = this.#booked(id);
    const { slot, replacesAppointmentId } = this.#liveHold(holdId, secret);
    if (replacesAppointmentId !== id) throw new Problem('hold-expired');
    this.#holds.delete(holdId);
    const service = find(healthcareServiceFixtures, slot.healthcareServiceId);
    return this.#keep({ ...appointment, ...this.#placed(slot, service), sequence: appointment.sequence + 1 });
  }

  cancel(id: string, { reason = 'other' }: AppointmentCancel): StoredAppointment {
    const appointment = this.#booked(id);
    return this.#keep({
      ...appointment,
      status: 'cancelled',
      cancellationReason: reason,
      sequence: appointment.sequence + 1,
    });
  }

  /** Notes what became of a visit: arrived after booked; fulfilled after booked or arrived; noshow after booked. */
  note(id: string, status: 'arrived' | 'fulfilled' | 'noshow'): StoredAppointment {
    const appointment = find(this.appointments.values(), id);
    const mayFollow = appointment.status === 'booked' || (appointment.status === 'arrived' && status === 'fulfilled');
    if (!mayFollow) throw new Problem('appointment-status-conflict');
    return this.#keep({ ...appointment, status });
  }

  /** A short-lived credential for one appointment. */
  grantAccess(appointmentId: string): AppointmentAccess {
    const token = `${this.#newId('ses_mock')}-${appointmentId}`;
    const expiresAt = this.now + accessMinutes * minute;
    this.#access.set(token, { appointmentId, expiresAt });
    return { token, expiresAt: new Date(expiresAt).toISOString() };
  }

  /** The appointment that a short-lived credential is for. */
  appointmentOfAccess(token: string): string {
    const access = this.#access.get(token);
    if (access === undefined) throw new Problem('credential-invalid');
    if (access.expiresAt <= this.now) throw new Problem('credential-expired');
    return access.appointmentId;
  }

  /** The appointment, when this principal may know of it; otherwise it does not exist for them. */
  visibleTo(principal: Principal, id: string): StoredAppointment {
    const mayKnow =
      principal.kind === 'secret' ||
      (principal.kind === 'patient' && this.appointmentOfAccess(principal.credential) === id);
    if (!mayKnow) throw new Problem('not-found');
    return find(this.appointments.values(), id);
  }

  /** Somebody else takes a time. */
  take(slotId: string): void {
    this.#taken.add(slotId);
  }

  /** Ends a hold now. */
  expire(holdId: string): void {
    this.#holds.delete(holdId);
  }

  #newId(prefix: string): string {
    return `${prefix}_${String(++this.#lastId).padStart(4, '0')}`;
  }

  #keep(appointment: StoredAppointment): StoredAppointment {
    this.appointments.set(appointment.id, appointment);
    return appointment;
  }

  #booked(id: string): StoredAppointment {
    const appointment = find(this.appointments.values(), id);
    if (appointment.status !== 'booked') throw new Problem('appointment-status-conflict');
    return appointment;
  }

  /** The hold, when it lives and the secret is its own; one answer for gone, expired and not theirs. */
  #liveHold(id: string, secret: string): StoredHold {
    const hold = this.#holds.get(id);
    if (hold === undefined || hold.secret !== secret || Date.parse(hold.expiresAt) <= this.now)
      throw new Problem('hold-expired');
    return hold;
  }

  #isFree(slot: Slot, replacesAppointmentId: string | undefined): boolean {
    if (this.#taken.has(slot.id)) return false;
    for (const hold of this.#holds.values()) {
      if (overlap(hold.slot, slot) && Date.parse(hold.expiresAt) > this.now) return false;
    }
    for (const appointment of this.appointments.values()) {
      const isOver = appointment.status === 'cancelled' || appointment.status === 'noshow';
      if (!isOver && appointment.id !== replacesAppointmentId && overlap(appointment, slot)) return false;
    }
    return true;
  }

  /** The slot that an id means, if the clinic offers it and it is not too late for it. */
  #offered(slotId: string): Slot {
    const [serviceId = '', practitionerId = '', start = ''] = slotId.slice('slot_'.length).split('.');
    const service = find(healthcareServiceFixtures, serviceId);
    const instant = Number.parseInt(start, 36);
    if (!(instant < 8.64e15)) throw new Problem('not-found');
    const offered = locationFixtures
      .flatMap((location) => offeredSlots(service, location, dateAt(instant, location.timeZone)))
      .find((slot) => slot.id === slotId && slot.practitionerId === practitionerId);
    if (offered === undefined) throw new Problem('not-found');
    if (instant < this.now + service.minimumNoticeMinutes * minute) {
      throw new Problem('slot-unavailable', { alternatives: this.#alternatives(offered) });
    }
    return offered;
  }

  /** The three open slots that are nearest in time, of the same kind of visit at the same place. */
  #alternatives(slot: Slot): Slot[] {
    const { healthcareServiceId, locationId } = slot;
    const distance = (other: Slot) => Math.abs(Date.parse(other.start) - Date.parse(slot.start));
    return [...this.openSlots({ healthcareServiceId, locationId }, this.now)]
      .sort((a, b) => distance(a) - distance(b))
      .slice(0, 3);
  }

  #placed(slot: Slot, service: HealthcareService) {
    const location: Location = find(locationFixtures, slot.locationId);
    const { id: _slotId, ...place } = slot;
    const { line, city, state, postalCode } = location.address;
    return {
      ...place,
      timeZone: location.timeZone,
      mode: service.mode === 'telehealth' ? ('telehealth' as const) : ('in-person' as const),
      display: {
        organization: organizationFixture.name,
        healthcareService: service.name,
        practitioner: find(practitionerFixtures, slot.practitionerId).name,
        location: location.name,
        address: `${line}, ${city}, ${state} ${postalCode}`,
        telephone: location.telephone,
        preparation: service.preparation,
      },
    };
  }
}
