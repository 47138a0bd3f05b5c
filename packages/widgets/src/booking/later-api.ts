import {
  apiErrorOf,
  AppointmentSessions,
  Appointments,
  HealthcareServices,
  createLeanTransport,
  createPendingBookingStore,
  Holds,
  Locations,
  Slots,
  type Transport,
  WaitlistEntries,
  withCredential,
} from '@openprm/sdk';
import { type Access, createBookingTransport, type TellTime } from './booking-api.ts';
import { findSession } from './known-session.ts';

/** A `token` acts as the patient of one appointment; null acts with the publishable key. */
const actingAs = (transport: Transport, token: string | null) =>
  token === null ? transport : withCredential(transport, token);

/** Asks the server, whatever the browser keeps, and keeps the answer in its place. */
const fetchAnew: typeof globalThis.fetch = (address, init) => globalThis.fetch(address, { ...init, cache: 'reload' });

/** What everything but the first times composes. */
export type LaterApi = ReturnType<typeof createLaterApi>;

/**
 * Composes the resources of the choice, and those that hold, book and change.
 *
 * @param storeName names the store of an interrupted booking, so that two elements of a page do not resume each other's
 */
/* @__NO_SIDE_EFFECTS__ */
export function createLaterApi(access: Access, storeName: string, tellTime: TellTime) {
  const transport = createBookingTransport(access, tellTime);
  const { apiUrl, publishableKey } = access;
  const pastCaches = createLeanTransport(
    { apiUrl, credential: publishableKey ?? '', onServerTime: tellTime, fetch: fetchAnew },
    apiErrorOf,
  );
  return {
    healthcareServices: new HealthcareServices(transport),
    locations: new Locations(transport),
    /** `isFresh` passes by what a browser keeps of an earlier answer. */
    slots: (token: string | null, isFresh: boolean) => new Slots(actingAs(isFresh ? pastCaches : transport, token)),
    holds: (token: string | null) => new Holds(actingAs(transport, token)),
    appointments: (token: string | null) => new Appointments(actingAs(transport, token)),
    /** As who has a mailed link, or the patient of a visit; null for who joins. */
    waitlist: (credential: string | null) => new WaitlistEntries(actingAs(transport, credential)),
    /** As who is signed in. */
    bookIn: (session: Transport) => new Appointments(session),
    findSession: () => findSession(access),
    sessions: (link: string) => new AppointmentSessions(actingAs(transport, link)),
    pending: { name: storeName, store: createPendingBookingStore(storeName) },
  };
}
