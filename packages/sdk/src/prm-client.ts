import { AppointmentSessions } from './resources/appointment-sessions.ts';
import { Appointments } from './resources/appointments.ts';
import { BusyTimes } from './resources/busy-times.ts';
import { HealthcareServices } from './resources/healthcare-services.ts';
import { Holds } from './resources/holds.ts';
import { Locations } from './resources/locations.ts';
import { Organizations } from './resources/organizations.ts';
import { PractitionerRoles } from './resources/practitioner-roles.ts';
import { Practitioners } from './resources/practitioners.ts';
import { Schedules } from './resources/schedules.ts';
import { Slots } from './resources/slots.ts';
import { createTransport, type TransportOptions } from './transport/create-transport.ts';
import type { Credential } from './transport/transport.ts';

/** How to reach a clinic's API. */
export interface PrmClientOptions extends Omit<TransportOptions, 'credential'> {
  /** `pk_…` in a browser, `sk_…` only on a server; a link's secret or an access token acts for one appointment. */
  readonly key: Credential;
}

/**
 * Every resource over one transport. An element or a page that counts bytes composes only the resources that it uses, with `createTransport`.
 *
 * @example
 * ```ts
 * const client = new PrmClient({ apiUrl: 'http://localhost:4870', key: 'pk_demo_riverside' });
 * const { data: services } = await client.healthcareServices.list();
 * ```
 */
export class PrmClient {
  readonly organizations: Organizations;
  readonly locations: Locations;
  readonly practitioners: Practitioners;
  readonly practitionerRoles: PractitionerRoles;
  readonly healthcareServices: HealthcareServices;
  readonly schedules: Schedules;
  readonly busyTimes: BusyTimes;
  readonly slots: Slots;
  readonly holds: Holds;
  readonly appointments: Appointments;
  readonly appointmentSessions: AppointmentSessions;

  /** @throws {TypeError} for an `apiUrl` that cannot be one */
  constructor({ key, ...options }: PrmClientOptions) {
    const transport = createTransport({ ...options, credential: key });
    this.organizations = new Organizations(transport);
    this.locations = new Locations(transport);
    this.practitioners = new Practitioners(transport);
    this.practitionerRoles = new PractitionerRoles(transport);
    this.healthcareServices = new HealthcareServices(transport);
    this.schedules = new Schedules(transport);
    this.busyTimes = new BusyTimes(transport);
    this.slots = new Slots(transport);
    this.holds = new Holds(transport);
    this.appointments = new Appointments(transport);
    this.appointmentSessions = new AppointmentSessions(transport);
  }
}
