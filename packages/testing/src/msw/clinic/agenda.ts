import type { Appointment, AppointmentStatus, Hold, Slot } from '@openprm/contract';
import { healthcareServiceFixtures, locationFixtures } from '../../fixtures/directory.ts';
import { Problem } from '../problem.ts';
import { byStart, offeredDates, offeredSlots } from './office-hours.ts';
import { dateAt } from './wall-clock.ts';

const minute = 60_000;

type Known<Code> = Exclude<Code, 'unknown'>;

/** An appointment as a server keeps it: only codes that the contract knows. */
export type StoredAppointment = Omit<Appointment, 'status' | 'mode' | 'cancellationReason'> & {
  status: Known<AppointmentStatus>;
  mode: Known<Appointment['mode']>;
  cancellationReason: Known<NonNullable<Appointment['cancellationReason']>> | null;
};

/** A hold, also when it is over. */
export interface StoredHold extends Hold {
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly replacesAppointmentId: string | undefined;
}

/** Which slots are looked for. */
export interface SlotFilter {
  readonly healthcareServiceId: string;
  readonly locationId?: string | undefined;
  readonly practitionerId?: string | undefined;
}

/** A refusal of one field, as the server words it. */
export const invalid = (path: string, message: string): Problem =>
  new Problem('validation-failed', { issues: [{ path, code: 'custom', message }] });

/** Finds by id, or answers as the server does to who may not know: not found. */
export function find<Item extends { readonly id: string }>(items: Iterable<Item>, id: string): Item {
  for (const item of items) if (item.id === id) return item;
  throw new Problem('not-found');
}

type Span = Pick<Slot, 'practitionerId' | 'start' | 'end'>;
const overlap = (a: Span, b: Span) =>
  a.practitionerId === b.practitionerId &&
  Date.parse(a.start) < Date.parse(b.end) &&
  Date.parse(b.start) < Date.parse(a.end);
const isSameTime = (a: Span, b: Span) =>
  a.practitionerId === b.practitionerId && Date.parse(a.start) === Date.parse(b.start);

/** The clinic's book: what is held and booked, and so what is open. */
export class Agenda {
  readonly appointments = new Map<string, StoredAppointment>();
  readonly holds = new Map<string, StoredHold>();
  readonly #taken = new Set<string>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Epoch milliseconds. */
  get now(): number {
    return this.#now().getTime();
  }

  isLive(hold: StoredHold): boolean {
    return Date.parse(hold.expiresAt) > this.now;
  }

  /** Somebody else takes a time. */
  take(slotId: string): void {
    this.#taken.add(slotId);
  }

  /**
   * Open slots of one kind of visit from an instant on (epoch milliseconds), by start.
   *
   * @param replaced the appointment that is to move: it is in no slot's way, and its present time is no new one
   */
  openSlots(filter: SlotFilter, from: number, replaced?: StoredAppointment): Slot[] {
    const service = find(healthcareServiceFixtures, filter.healthcareServiceId);
    const earliest = Math.max(from, this.now + service.minimumNoticeMinutes * minute);
    return locationFixtures
      .filter(({ id }) => filter.locationId === undefined || filter.locationId === id)
      .flatMap((location) =>
        offeredDates(service, location, this.now)
          .filter((date) => date >= dateAt(earliest, location.timeZone))
          .flatMap((date) => offeredSlots(service, location, date)),
      )
      .filter((slot) => Date.parse(slot.start) >= earliest)
      .filter(({ practitionerId }) => filter.practitionerId === undefined || filter.practitionerId === practitionerId)
      .filter((slot) => this.#isOpen(slot, replaced))
      .sort(byStart);
  }

  /**
   * The slot that an id means, when it can be held now.
   *
   * @throws {Problem} `slot-unavailable` with the nearest others, `not-found`, or `validation-failed` for what is no id of a slot
   */
  requireOpen(slotId: string, replaced: StoredAppointment | undefined): Slot {
    const [, serviceId = '', practitionerId = '', start = ''] =
      /^slot_(\w+)\.(\w+)\.([0-9a-z]{1,9})$/.exec(slotId) ?? [];
    const instant = Number.parseInt(start, 36);
    if (Number.isNaN(instant)) throw invalid('/body/slotId', 'is not the id of a slot');
    if (replaced !== undefined && replaced.healthcareServiceId !== serviceId) {
      throw invalid('/body/slotId', 'must be a slot of the same kind of visit as the appointment');
    }
    const slot = this.openSlots({ healthcareServiceId: serviceId }, instant, replaced).find(({ id }) => id === slotId);
    if (slot !== undefined) return slot;
    const lost = { healthcareServiceId: serviceId, practitionerId, start: new Date(instant).toISOString() };
    throw new Problem('slot-unavailable', { alternatives: this.alternativesTo(lost, replaced) });
  }

  /** The three open slots nearest to a time that was lost: first those with the same practitioner; in order of time. */
  alternativesTo(lost: Omit<Span, 'end'> & SlotFilter, replaced?: StoredAppointment): Slot[] {
    const distance = (slot: Slot) => Math.abs(Date.parse(slot.start) - Date.parse(lost.start));
    const isOther = (slot: Slot) => Number(slot.practitionerId !== lost.practitionerId);
    return this.openSlots({ healthcareServiceId: lost.healthcareServiceId }, this.now, replaced)
      .sort((a, b) => isOther(a) - isOther(b) || distance(a) - distance(b))
      .slice(0, 3)
      .sort(byStart);
  }

  #isOpen(slot: Slot, replaced: StoredAppointment | undefined): boolean {
    if (this.#taken.has(slot.id)) return false;
    if (replaced !== undefined && isSameTime(slot, replaced)) return false;
    for (const hold of this.holds.values()) {
      const isOwn = replaced !== undefined && hold.replacesAppointmentId === replaced.id;
      if (!isOwn && this.isLive(hold) && overlap(hold.slot, slot)) return false;
    }
    for (const appointment of this.appointments.values()) {
      if (appointment.status === 'cancelled' || appointment.id === replaced?.id) continue;
      if (overlap(appointment, slot)) return false;
    }
    return true;
  }
}
