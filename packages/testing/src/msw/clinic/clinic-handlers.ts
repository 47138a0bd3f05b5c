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
import type { AccessDesk } from './access-desk.ts';
import { type Agenda, find } from './agenda.ts';
import { calendarFile } from './calendar-file.ts';
import type { Changer, FrontDesk } from './front-desk.ts';
import { paginate } from './paginate.ts';
import { answerSlots } from './search-slots.ts';
import { dateAt } from './wall-clock.ts';

type ServiceAnswer = contract.EndpointAnswer<typeof contract.getHealthcareService>;
// A fixture is typed as what a client reads, where a mode may be `unknown`; what a server answers may not.
const services = healthcareServiceFixtures as readonly ServiceAnswer[];

const fits = (wanted: string | undefined, has: string | readonly string[]) =>
  wanted === undefined || wanted === has || (Array.isArray(has) && has.includes(wanted));

const placesOf = (practitionerId: string) =>
  practitionerRoleFixtures.filter((role) => role.practitionerId === practitionerId).map((role) => role.locationId);

const changer = ({ kind }: Principal): Changer => (kind === 'patient' ? 'patient' : 'clinic');

/** The parts of a clinic that its handlers speak to. */
export interface ClinicParts {
  readonly agenda: Agenda;
  readonly frontDesk: FrontDesk;
  readonly accessDesk: AccessDesk;
}

/** Every endpoint that a visitor, a patient or a front desk uses. Absent on purpose: what sets a clinic up, and busy times. */
export function clinicHandlers({ agenda, frontDesk, accessDesk }: ClinicParts, options: HandleOptions): HttpHandler[] {
  const on = <E extends contract.Endpoint>(row: E, resolver: Resolver<E>) => handle(row, resolver, options);

  /** The appointment that is to be replaced must be the caller's to change. */
  const replacedBy = (principal: Principal, id: string | undefined) =>
    id === undefined ? undefined : frontDesk.replaceable(accessDesk.visibleTo(principal, id).id);

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
          ({ organizationId, locationIds }) =>
            fits(query.organizationId, organizationId) && fits(query.locationId, locationIds),
        ),
        query,
      ),
    ),
    on(contract.getHealthcareService, ({ params }) => find(services, params.id)),
    on(contract.listPractitioners, ({ query }) =>
      paginate(
        practitionerFixtures.filter(({ id }) => fits(query.locationId, placesOf(id))),
        query,
      ),
    ),
    on(contract.listPractitionerRoles, ({ query }) =>
      paginate(
        practitionerRoleFixtures.filter(
          ({ practitionerId, locationId }) =>
            fits(query.practitionerId, practitionerId) && fits(query.locationId, locationId),
        ),
        query,
      ),
    ),

    on(contract.searchSlots, ({ query, principal }) =>
      answerSlots(agenda, query, replacedBy(principal, query.replacesAppointmentId)),
    ),
    on(contract.createHold, ({ body, principal }) => {
      replacedBy(principal, body.replacesAppointmentId);
      return frontDesk.hold(body);
    }),
    on(contract.renewHold, ({ params, body }) => frontDesk.renew(params.id, body.secret)),
    on(contract.releaseHold, ({ params, body }) => {
      frontDesk.release(params.id, body.secret);
      return undefined;
    }),

    on(contract.createAppointment, ({ body }) => {
      const appointment = frontDesk.book(body.holdId, body.holdSecret, body.patient);
      return { ...appointment, access: accessDesk.grant(appointment.id) };
    }),
    on(contract.listAppointments, ({ query }) =>
      paginate(
        [...agenda.appointments.values()]
          .filter(({ locationId, start, timeZone }) => {
            return fits(query.locationId, locationId) && fits(query.date, dateAt(Date.parse(start), timeZone));
          })
          .sort((a, b) => Date.parse(a.start) - Date.parse(b.start)),
        query,
      ),
    ),
    on(contract.getAppointment, ({ params, principal }) => accessDesk.visibleTo(principal, params.id)),
    on(contract.getAppointmentCalendar, ({ params, principal }) =>
      calendarFile(accessDesk.visibleTo(principal, params.id)),
    ),
    on(contract.cancelAppointment, ({ params, body, principal }) =>
      frontDesk.cancel(accessDesk.visibleTo(principal, params.id).id, body, changer(principal)),
    ),
    on(contract.rescheduleAppointment, ({ params, body, principal }) => {
      const { id } = accessDesk.visibleTo(principal, params.id);
      return frontDesk.reschedule(id, body.holdId, body.holdSecret, changer(principal));
    }),
    on(contract.arriveAppointment, ({ params }) => frontDesk.note(params.id, 'arrived')),
    on(contract.fulfilAppointment, ({ params }) => frontDesk.note(params.id, 'fulfilled')),
    on(contract.noShowAppointment, ({ params }) => frontDesk.note(params.id, 'noshow')),
    on(contract.createAppointmentSession, ({ principal }) => {
      const appointment = accessDesk.linkedAppointment(principal.credential);
      return { appointment, access: accessDesk.grant(appointment.id) };
    }),
  ];
}
