import { AppointmentSessions, Appointments, Holds } from '@openprm/sdk';
import { actingAs, type BookingApi } from './booking-api.ts';

/** What holding, booking and changing compose. */
export type WriteApi = ReturnType<typeof createWriteApi>;

/** Composes the resources that the later steps write to. */
/* @__NO_SIDE_EFFECTS__ */
export function createWriteApi({ transport, pending }: Pick<BookingApi, 'transport' | 'pending'>) {
  return {
    holds: (token: string | null) => new Holds(actingAs(transport, token)),
    appointments: (token: string | null) => new Appointments(actingAs(transport, token)),
    sessions: (link: string) => new AppointmentSessions(actingAs(transport, link)),
    pending,
  };
}
