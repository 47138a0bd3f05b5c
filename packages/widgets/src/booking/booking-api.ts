import {
  createPendingBookingStore,
  createTransport,
  HealthcareServices,
  Locations,
  Slots,
  type Transport,
  withCredential,
} from '@openprm/sdk';

/** The part of the SDK that finding a time composes, so that an element pays for nothing else. */
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

/** A `token` acts as the patient of one appointment; null acts with the publishable key. */
export const actingAs = (transport: Transport, token: string | null) =>
  token === null ? transport : withCredential(transport, token);

/** Composes the resources that the first steps read. */
/* @__NO_SIDE_EFFECTS__ */
export function createBookingApi({ apiUrl, publishableKey, storeName }: BookingApiOptions) {
  const transport = createTransport({ apiUrl, credential: publishableKey ?? '' });
  return {
    transport,
    healthcareServices: new HealthcareServices(transport),
    locations: new Locations(transport),
    slots: (token: string | null) => new Slots(actingAs(transport, token)),
    pending: createPendingBookingStore(storeName),
  };
}
