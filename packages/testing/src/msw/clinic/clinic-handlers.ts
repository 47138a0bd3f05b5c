import * as contract from '@openprm/contract';
import type { HttpHandler } from 'msw';
import {
  healthcareServiceFixtures,
  locationFixtures,
  practitionerFixtures,
  practitionerRoleFixtures,
} from '../../fixtures/directory.ts';
import type { Principal } from '../credential.ts';
import { handle, type HandleOptions, type Resolver } from '../handle.ts';
import { calendarFile } from './calendar-file.ts';
import { type ClinicState, find } from './clinic-state.ts';
import { paginate } from './paginate.ts';
import { answerSlots } from './search-slots.ts';
import { dateAt } from './wall-clock.ts';

type ServiceAnswer = contract.EndpointAnswer<typeof contract.getHealthcareService>;
// A fixture is typed as what a client reads, where a mode may be `unknown`; what a server answers may not.
const services = healthcareServiceFixtures as readonly ServiceAnswer[];

const fits = (wanted: string | undefined, has: string | readonly string[]) =>
  wanted === undefined || wanted === has || (Array.isArray(has) && has.includes(wanted));

const worksAt = (practitionerId: string) =>
  practitionerRoleFixtures.filter((role) => role.practitionerId === practitionerId).map((role) => role.locationId);

/** Every endpoint that a visitor, a patient or a front desk uses. Absent on purpose: what sets a clinic up, and busy times. */
export function clinicHandlers(
  state: ClinicState,
  linkedAppointment: (link: string) => string,
  options: HandleOptions,
): HttpHandler[] {
  const on = <E extends contract.Endpoint>(row: E, resolver: Resolver<E>) => handle(row, resolver, options);

  /** The appointment that a search or hold is to replace must be the caller's to change. */
  const checkReplaces = (principal: Principal, id: string | undefined) => {
    if (id !== undefined) state.visibleTo(principal, id);
  };

  return [
    on(contract.listLocations, ({ query }) =>
      paginate(
        locationFixtures.filter((location) => fits(query.organizationId, location.organizationId)),
        query,
      ),
    ),
    on(contract.getLocation, ({ params }) => find(locationFixtures, params.id)),
    on(contract.listHealthcareServices, ({ query }) =>
      paginate(
        services.filter(
          (service) =>
            fits(query.organizationId, service.organizationId) && fits(query.locationId, service.locationIds),
        ),
        query,
      ),
    ),
    on(contract.getHealthcareService, ({ params }) => find(services, params.id)),
    on(contract.listPractitioners, ({ query }) =>
      paginate(
        practitionerFixtures.filter((practitioner) => fits(query.locationId, worksAt(practitioner.id))),
        query,
      ),
    ),
    on(contract.listPractitionerRoles, ({ query }) =>
      paginate(
        practitionerRoleFixtures.filter(
          (role) => fits(query.practitionerId, role.practitionerId) && fits(query.locationId, role.locationId),
        ),
        query,
      ),
    ),

    on(contract.searchSlots, ({ query, principal }) => {
      checkReplaces(principal, query.replacesAppointmentId);
      return answerSlots(state, query);
    }),
    on(contract.createHold, ({ body, principal }) => {
      checkReplaces(principal, body.replacesAppointmentId);
      return state.hold(body.slotId, body.replacesAppointmentId);
    }),
    on(contract.renewHold, ({ params, body }) => state.renew(params.id, body.secret)),
    on(contract.releaseHold, ({ params, body }) => {
      state.release(params.id, body.secret);
      return undefined;
    }),

    on(contract.createAppointment, ({ body }) => {
      const appointment = state.book(body.holdId, body.holdSecret, body.patient);
      return { ...appointment, access: state.grantAccess(appointment.id) };
    }),
    on(contract.listAppointments, ({ query }) =>
      paginate(
        [...state.appointments.values()].filter(
          ({ locationId, start, timeZone }) =>
            fits(query.locationId, locationId) && fits(query.date, dateAt(Date.parse(start), timeZone)),
        ),
        query,
      ),
    ),
    on(contract.getAppointment, ({ params, principal }) => state.visibleTo(principal, params.id)),
    on(contract.getAppointmentCalendar, ({ params, principal }) => calendarFile(state.visibleTo(principal, params.id))),
    on(contract.cancelAppointment, ({ params, body, principal }) =>
      state.cancel(state.visibleTo(principal, params.id).id, body),
    ),
    on(contract.rescheduleAppointment, ({ params, body, principal }) =>
      state.reschedule(state.visibleTo(principal, params.id).id, body.holdId, body.holdSecret),
    ),
    on(contract.arriveAppointment, ({ params }) => state.note(params.id, 'arrived')),
    on(contract.fulfilAppointment, ({ params }) => state.note(params.id, 'fulfilled')),
    on(contract.noShowAppointment, ({ params }) => state.note(params.id, 'noshow')),
    on(contract.createAppointmentSession, ({ principal }) => {
      const appointment = find(state.appointments.values(), linkedAppointment(principal.credential));
      return { appointment, access: state.grantAccess(appointment.id) };
    }),
  ];
}
