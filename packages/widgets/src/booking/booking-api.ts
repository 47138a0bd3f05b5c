import {
  AppointmentSessions,
  Appointments,
  createPendingBookingStore,
  createTransport,
  HealthcareServices,
  Holds,
  Locations,
  Slots,
  withCredential,
} from '@openprm/sdk';

/** The part of the SDK that booking composes, so that an element pays for nothing else. */
export type BookingApi = ReturnType<typeof createBookingApi>;

/** Where and as whom an element calls. */
export interface BookingApiOptions {
  /** Origin of the PRM API. */
  readonly apiUrl: string;
  /** The clinic's publishable key; null for an element that only opens a link. */
  readonly publishableKey: string | null;
  /** Names the store of an interrupted booking, so that two elements of a page do not resume each other's. */
  readonly storeName: string;
}

/** Composes the resources. A `token` acts as the patient of one appointment; null acts with the publishable key. */
/* @__NO_SIDE_EFFECTS__ */
export function createBookingApi({ apiUrl, publishableKey, storeName }: BookingApiOptions) {
  const transport = createTransport({ apiUrl, credential: publishableKey ?? '' });
  const as = (token: string | null) => (token === null ? transport : withCredential(transport, token));
  return {
    healthcareServices: new HealthcareServices(transport),
    locations: new Locations(transport),
    slots: (token: string | null) => new Slots(as(token)),
    holds: (token: string | null) => new Holds(as(token)),
    appointments: (token: string | null) => new Appointments(as(token)),
    sessions: (link: string) => new AppointmentSessions(as(link)),
    pending: createPendingBookingStore(storeName),
  };
}
