import {
  ageOn,
  type AppointmentCancel,
  type EventType,
  type Hold,
  type HoldCreate,
  ineligibilityOf,
  type PatientInput,
  type Slot,
} from '@openprm/contract';
import { locationFixtures, organizationFixture, practitionerFixtures } from '../../fixtures/directory.ts';
import { Problem } from '../problem.ts';
import { type Agenda, find, invalid, type StoredAppointment, type StoredHold } from './agenda.ts';

const minute = 60_000;
const longestHoldMinutes = 120;

/** What can be done with an appointment, and from which status. A visit that was noted by mistake as missed can still arrive. */
const possibleFrom = {
  arrived: ['booked', 'noshow'],
  fulfilled: ['booked', 'arrived'],
  noshow: ['booked', 'arrived'],
  cancelled: ['booked'],
  rescheduled: ['booked'],
} satisfies Record<string, StoredAppointment['status'][]>;
type Act = keyof typeof possibleFrom;

/** Who asks for a change: a patient changes only what lies ahead, the clinic corrects the past too. */
export type Changer = 'patient' | 'clinic';

/** Whom a booking is for: somebody new, or a patient who is known. */
export type Booked = { readonly patient: PatientInput } | { readonly chart: NonNullable<StoredAppointment['patient']> };

/** Somebody new, as a booking makes them. */
export const newPatient = (id: string, { language: _language, contact, ...person }: PatientInput) => ({
  id,
  ...person,
  contact: contact ?? null,
});

/** Holds, books, moves, cancels and notes, by the server's rules. */
export class FrontDesk {
  readonly #agenda: Agenda;
  readonly #holdMinutes: number;
  #lastId = 0;

  constructor(agenda: Agenda, holdMinutes: number) {
    this.#agenda = agenda;
    this.#holdMinutes = holdMinutes;
  }

  /** The appointment that a search or hold is to replace. */
  replaceable(id: string): StoredAppointment {
    const appointment = find(this.#agenda.appointments.values(), id);
    if (appointment.status !== 'booked') throw new Problem('appointment-status-conflict');
    return appointment;
  }

  /** Keeps a slot for whoever gets the secret; frees what was held before for the same change. */
  hold({ slotId, replacesAppointmentId }: HoldCreate): Hold {
    const { now, holds } = this.#agenda;
    const replaced = replacesAppointmentId === undefined ? undefined : this.replaceable(replacesAppointmentId);
    const slot = this.#agenda.requireOpen(slotId, replaced);
    for (const earlier of holds.values()) {
      if (replaced !== undefined && earlier.replacesAppointmentId === replaced.id) holds.delete(earlier.id);
    }
    const hold: StoredHold = {
      id: this.#newId('hld'),
      secret: `mock-hold-secret-${this.#lastId}`.padEnd(43, '0'),
      expiresAt: new Date(now + this.#holdMinutes * minute).toISOString(),
      slot,
      createdAt: now,
      replacesAppointmentId,
    };
    holds.set(hold.id, hold);
    return hold;
  }

  renew(id: string, secret: string): Pick<Hold, 'id' | 'expiresAt'> {
    const { now, holds } = this.#agenda;
    const hold = holds.get(id);
    if (hold === undefined || hold.secret !== secret || !this.#agenda.isLive(hold)) throw new Problem('hold-expired');
    const until = Math.min(now + this.#holdMinutes * minute, hold.createdAt + longestHoldMinutes * minute);
    const renewed = { ...hold, expiresAt: new Date(until).toISOString() };
    holds.set(id, renewed);
    return renewed;
  }

  /** Releasing what is gone, or not one's own, is no error. */
  release(id: string, secret: string): void {
    if (this.#agenda.holds.get(id)?.secret === secret) this.#agenda.holds.delete(id);
  }

  /** Ends a hold now. */
  expire(id: string): void {
    const hold = find(this.#agenda.holds.values(), id);
    this.#agenda.holds.set(id, { ...hold, expiresAt: new Date(this.#agenda.now).toISOString() });
  }

  /** The clinic itself is bound by no rule of who may come. */
  book(holdId: string, secret: string, who: Booked, by: Changer): StoredAppointment {
    const { slot, replacesAppointmentId } = this.#requireLiveHold(holdId, secret);
    if (replacesAppointmentId !== undefined) {
      throw invalid('/body/holdId', 'is a hold for moving an appointment: use reschedule');
    }
    if (by === 'patient') this.requireEligible(slot, who);
    const id = this.#newId('apt');
    this.#agenda.holds.delete(holdId);
    return this.#keep(
      {
        id,
        status: 'booked',
        ...this.placeOf(slot),
        sequence: 0,
        createdAt: new Date(this.#agenda.now).toISOString(),
        cancellationReason: null,
        patient: 'chart' in who ? who.chart : newPatient(id.replace('apt', 'pat'), who.patient),
      },
      'appointment.booked',
    );
  }

  reschedule(id: string, holdId: string, secret: string, by: Changer): StoredAppointment {
    const appointment = this.#requireChangeable(id, 'rescheduled', by);
    const { slot, replacesAppointmentId } = this.#requireLiveHold(holdId, secret);
    if (replacesAppointmentId !== id) {
      throw invalid('/body/holdId', 'must be a hold that was made with replacesAppointmentId for this appointment');
    }
    this.#agenda.holds.delete(holdId);
    return this.#keep(
      { ...appointment, ...this.placeOf(slot), sequence: appointment.sequence + 1 },
      'appointment.rescheduled',
    );
  }

  cancel(id: string, { reason }: AppointmentCancel, by: Changer): StoredAppointment {
    const appointment = this.#requireChangeable(id, 'cancelled', by);
    const cancellationReason = reason ?? (by === 'patient' ? 'pat' : 'prov');
    return this.#keep(
      { ...appointment, status: 'cancelled', cancellationReason, sequence: appointment.sequence + 1 },
      'appointment.cancelled',
    );
  }

  /** Notes what became of a visit. */
  note(id: string, status: 'arrived' | 'fulfilled' | 'noshow'): StoredAppointment {
    return this.#keep({ ...this.#requireChangeable(id, status, 'clinic'), status }, `appointment.${status}`);
  }

  requireEligible(slot: Pick<Slot, 'healthcareServiceId' | 'start'>, who: Booked): void {
    const { eligibility } = find(this.#agenda.healthcareServices, slot.healthcareServiceId);
    const birthDate = 'chart' in who ? who.chart.birthDate : who.patient.birthDate;
    const refusal = ineligibilityOf(eligibility, {
      age: birthDate === null ? null : ageOn(birthDate, slot.start.slice(0, 10)),
      wasSeen: 'chart' in who ? this.#wasSeen(who.chart.id) : null,
    });
    if (refusal === null) return;
    const path = refusal === 'too-young' || refusal === 'too-old' ? '/body/patient/birthDate' : '/body/patient';
    throw new Problem('not-eligible', { issues: [{ path, code: refusal, message: 'is not eligible' }] });
  }

  #wasSeen(patientId: string): boolean {
    return [...this.#agenda.appointments.values()].some(
      ({ patient, start, status }) =>
        patient?.id === patientId &&
        Date.parse(start) < this.#agenda.now &&
        ['booked', 'arrived', 'checked-in', 'fulfilled'].includes(status),
    );
  }

  #newId(prefix: string): string {
    return `${prefix}_${String(++this.#lastId).padStart(4, '0')}`;
  }

  #keep(appointment: StoredAppointment, type: EventType): StoredAppointment {
    this.#agenda.appointments.set(appointment.id, appointment);
    this.#agenda.feed.add({ type, resourceId: appointment.id, patientId: appointment.patient?.id ?? null });
    return appointment;
  }

  #requireChangeable(id: string, act: Act, by: Changer): StoredAppointment {
    const appointment = find(this.#agenda.appointments.values(), id);
    const possible: readonly string[] = possibleFrom[act];
    const hasBegun = Date.parse(appointment.start) <= this.#agenda.now;
    const isTooEarly = act === 'noshow' && !hasBegun;
    const isTooLate = by === 'patient' && hasBegun;
    if (!possible.includes(appointment.status) || isTooEarly || isTooLate) {
      throw new Problem('appointment-status-conflict');
    }
    return appointment;
  }

  /** Gone, expired and not theirs look the same; who shows the secret of one that is over gets alternatives. */
  #requireLiveHold(id: string, secret: string): StoredHold {
    const hold = this.#agenda.holds.get(id);
    if (hold?.secret !== secret) throw new Problem('hold-expired', { alternatives: [] });
    if (this.#agenda.isLive(hold)) return hold;
    throw new Problem('hold-expired', { alternatives: this.#agenda.alternativesTo(hold.slot) });
  }

  /** What an appointment takes over from the slot that it is booked at. */
  placeOf({ id: _id, ...slot }: Slot) {
    const service = find(this.#agenda.healthcareServices, slot.healthcareServiceId);
    const location = find(locationFixtures, slot.locationId);
    const { line, city, state, postalCode } = location.address;
    return {
      ...slot,
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
