import {
  type Appointment,
  type AppointmentCreated,
  type AppointmentCancel,
  type AppointmentCreate,
  type AppointmentMail,
  type AppointmentReschedule,
  arriveAppointment,
  type CalendarFile,
  cancelAppointment,
  createAppointment,
  type EndpointInput,
  fulfilAppointment,
  getAppointment,
  getAppointmentCalendar,
  listAppointmentMails,
  listAppointments,
  noShowAppointment,
  rescheduleAppointment,
  revokeAppointmentAccess,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to narrow a list of appointments. */
export type AppointmentQuery = EndpointInput<typeof listAppointments>['query'];

/** Booked visits (FHIR Appointment). */
export class Appointments {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Books the time of a hold. A visitor and a person get a credential for it as `access`; with a secret key that is null. To be able to try again after a lost answer, also after a reload, give an `idempotencyKey` of your own and keep it.
   *
   * @throws {ConflictError} `hold-expired` with the nearest `alternatives`
   * @throws {ValidationError} with the fields that were refused
   */
  create(body: AppointmentCreate, options?: CallOptions): Promise<AppointmentCreated> {
    return this.#transport.call(createAppointment, { body }, options);
  }

  /** Lists the clinic's appointments by day and location, with a secret key; with a patient's session the own ones. */
  list(query: AppointmentQuery = {}, options?: CallOptions): Promise<PageResult<Appointment>> {
    return paginate((next) => this.#transport.call(listAppointments, { query: { ...query, ...next } }, options));
  }

  /** Reads an appointment. */
  get(id: string, options?: CallOptions): Promise<Appointment> {
    return this.#transport.call(getAppointment, { params: { id } }, options);
  }

  /** Reads an appointment's calendar file (RFC 5545). */
  calendar(id: string, options?: CallOptions): Promise<CalendarFile> {
    return this.#transport.call(getAppointmentCalendar, { params: { id } }, options);
  }

  /** Lists the mails about an appointment, and whether they went out. Needs a secret key. */
  mails(id: string, options?: CallOptions): Promise<PageResult<AppointmentMail>> {
    return paginate((next) => this.#transport.call(listAppointmentMails, { params: { id }, query: next }, options));
  }

  /**
   * Cancels an appointment and frees its time.
   *
   * @throws {ConflictError} `appointment-status-conflict` when it is already over or cancelled
   */
  cancel({ id, ...body }: AppointmentCancel & { readonly id: string }, options?: CallOptions): Promise<Appointment> {
    return this.#transport.call(cancelAppointment, { params: { id }, body }, options);
  }

  /**
   * Moves an appointment to the time of a hold that was made with its `replacesAppointmentId`.
   *
   * @throws {ConflictError} `hold-expired` with the nearest `alternatives`, or `appointment-status-conflict`
   */
  reschedule(
    { id, ...body }: AppointmentReschedule & { readonly id: string },
    options?: CallOptions,
  ): Promise<Appointment> {
    return this.#transport.call(rescheduleAppointment, { params: { id }, body }, options);
  }

  /** Ends the links to an appointment that were mailed, and what came of them, at once. */
  revokeAccess(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.call(revokeAppointmentAccess, { params: { id }, body: {} }, options);
  }

  /** Notes that the patient has arrived. Needs a secret key. */
  arrive(id: string, options?: CallOptions): Promise<Appointment> {
    return this.#transport.call(arriveAppointment, { params: { id }, body: {} }, options);
  }

  /** Notes that the visit took place. Needs a secret key. */
  fulfil(id: string, options?: CallOptions): Promise<Appointment> {
    return this.#transport.call(fulfilAppointment, { params: { id }, body: {} }, options);
  }

  /** Notes that the patient did not come. Needs a secret key. */
  noShow(id: string, options?: CallOptions): Promise<Appointment> {
    return this.#transport.call(noShowAppointment, { params: { id }, body: {} }, options);
  }
}
