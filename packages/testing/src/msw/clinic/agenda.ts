import type {
  Appointment,
  AppointmentStatus,
  EndpointAnswer,
  getAppointment,
  getHealthcareService,
  HealthcareService,
  Hold,
  Slot,
} from '@openprm/contract';
import { locationFixtures, practitionerRoleFixtures } from '../../fixtures/directory.ts';
import { Problem } from '../problem.ts';
import { FeedLog } from './feed-log.ts';
import { byStart, offeredDates, offeredSlots } from './office-hours.ts';
import { dateAt } from './wall-clock.ts';

const minute = 60_000;

type Known<Code> = Exclude<Code, 'unknown'>;

/** An appointment as a server keeps it: only codes that the contract knows. */
export type StoredAppointment = Omit<Appointment, 'status' | 'mode' | 'cancellationReason' | 'patient'> & {
  status: Known<AppointmentStatus>;
  mode: Known<Appointment['mode']>;
  cancellationReason: Known<NonNullable<Appointment['cancellationReason']>> | null;
  patient: EndpointAnswer<typeof getAppointment>['patient'];
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
export const invalid = (path: string, message: string, code = 'custom'): Problem =>
  new Problem('validation-failed', { issues: [{ path, code, message }] });

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
  readonly feed = new FeedLog();
  readonly #taken = new Set<string>();
  readonly #now: () => Date;

  /** The kinds of visit. A fixture is typed as what a client reads, where a code may be `unknown`; what a server answers may not. */
  readonly healthcareServices: readonly EndpointAnswer<typeof getHealthcareService>[];

  constructor(now: () => Date, healthcareServices: readonly HealthcareService[]) {
    this.#now = now;
    this.healthcareServices = healthcareServices as Agenda['healthcareServices'];
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
    const service = find(this.healthcareServices, filter.healthcareServiceId);
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
  requireOpen(slotId: string, replaced: StoredAppointment | undefined, suits?: (slot: Slot) => boolean): Slot {
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
    throw new Problem('slot-unavailable', { alternatives: this.alternativesTo(lost, replaced, suits) });
  }

  /**
   * The open slots nearest to a time that was lost, in order of time: three at the same place, and three with the same practitioner there; where
   * the place has fewer than three, the nearest elsewhere, too.
   *
   * @param suits which of them are for who asks, where not every one is
   */
  alternativesTo(
    lost: Omit<Span, 'end'> & SlotFilter,
    replaced?: StoredAppointment,
    suits: (slot: Slot) => boolean = () => true,
  ): Slot[] {
    const distance = (slot: Slot) => Math.abs(Date.parse(slot.start) - Date.parse(lost.start));
    const isOther = (slot: Slot) => Number(slot.practitionerId !== lost.practitionerId);
    const open = this.openSlots({ healthcareServiceId: lost.healthcareServiceId }, this.now, replaced)
      .filter(suits)
      .sort((a, b) => distance(a) - distance(b) || isOther(a) - isOther(b));
    const own = open.filter((slot) => isOther(slot) === 0);
    const place = practitionerRoleFixtures.find((role) => role.practitionerId === lost.practitionerId)?.locationId;
    const there = open.filter(({ locationId }) => locationId === place);
    const starts = there.filter(({ start }, index) => there.findIndex((slot) => slot.start === start) === index);
    const chosen = new Set([...starts.slice(0, 3), ...own.slice(0, 3)]);
    for (const slot of open) if (chosen.size < 3) chosen.add(slot);
    return [...chosen].sort(byStart);
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
