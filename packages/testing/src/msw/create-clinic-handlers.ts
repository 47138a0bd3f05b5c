import type { Appointment, Endpoint, PatientInput, ProblemCode } from '@openprm/contract';
import type { HttpHandler } from 'msw';
import { patientInputFixture } from '../fixtures/booking.ts';
import { AccessDesk } from './clinic/access-desk.ts';
import { Agenda } from './clinic/agenda.ts';
import { ClinicFaults } from './clinic/clinic-faults.ts';
import { clinicHandlers } from './clinic/clinic-handlers.ts';
import { FrontDesk } from './clinic/front-desk.ts';
import { authenticateByPrefix, type Principal } from './credential.ts';
import { Problem } from './problem.ts';

/** How the mock clinic is set up. */
export interface ClinicOptions {
  /** The clinic's clock; the real one by default. Slots are offered from it for 60 days, holds expire by it. */
  readonly now?: () => Date;
  /** The API's address, without a slash at its end; any address by default. */
  readonly apiUrl?: string;
  /** The only publishable key that is taken; `pk_test_riverside` by default. */
  readonly publishableKey?: string;
  /** The only secret key that is taken; `sk_test_riverside` by default. */
  readonly secretKey?: string;
  /** How long a hold lives, in minutes; 10 by default. */
  readonly holdMinutes?: number;
}

/** A clinic in memory behind msw handlers, and the knobs by which a test makes things happen. */
export interface Clinic {
  /** For `setupWorker(...)` or `setupServer(...)`. */
  readonly handlers: readonly HttpHandler[];
  /** Every appointment, as the clinic's server keeps it, in the order of booking. */
  readonly appointments: readonly Appointment[];
  /** Books a slot past the wire, as another patient did before. */
  book(slotId: string, patient?: PatientInput): Appointment;
  /** The secret of the link that would have been mailed for an appointment: the credential of an appointment session. */
  linkTo(appointmentId: string): string;
  /** Somebody else takes a time: a hold on it answers `slot-unavailable` with alternatives. */
  takeSlot(slotId: string): void;
  /** Ends a hold: to renew it or to book with it answers `hold-expired`. */
  expireHold(holdId: string): void;
  /** The next call of an endpoint is refused, without any effect. Several of them queue up. */
  failNext(row: Endpoint, problem: ProblemCode | Problem): void;
  /** The next call of an endpoint takes effect, but its answer is lost on the way: the caller sees a network error. */
  loseNextAnswer(row: Endpoint): void;
  /** Calls of an endpoint wait until the returned function is called. */
  pause(row: Endpoint): () => void;
  /** Every call fails without reaching the clinic, until {@link Clinic.online}. */
  offline(): void;
  online(): void;
  /** How often an endpoint, or any, was called, refused and lost calls included. */
  countCalls(row?: Endpoint): number;
}

/**
 * A small clinic that remembers: two places in two time zones, three kinds of visit, three practitioners, slots from `now` on, holds that expire,
 * conflicts, appointments that are changed and cancelled, and links to them. It refuses what the server refuses.
 *
 * @example
 * ```ts
 * const clinic = createClinicHandlers();
 * const worker = setupWorker(...clinic.handlers);
 * await worker.start({ quiet: true, onUnhandledFrame: 'bypass' });
 * clinic.failNext(createHold, 'rate-limited');
 * ```
 */
export function createClinicHandlers(options: ClinicOptions = {}): Clinic {
  const {
    now = () => new Date(),
    publishableKey = 'pk_test_riverside',
    secretKey = 'sk_test_riverside',
    holdMinutes = 10,
  } = options;
  const agenda = new Agenda(now);
  const frontDesk = new FrontDesk(agenda, holdMinutes);
  const accessDesk = new AccessDesk(agenda);
  const faults = new ClinicFaults();

  const authenticate = (credential: string): Principal => {
    const principal = authenticateByPrefix(credential);
    switch (principal.kind) {
      case 'publishable':
        if (credential !== publishableKey) throw new Problem('credential-invalid');
        break;
      case 'secret':
        if (credential !== secretKey) throw new Problem('credential-invalid');
        break;
      case 'link':
        accessDesk.linkedAppointment(credential);
        break;
      case 'patient':
        accessDesk.appointmentOf(credential);
        break;
    }
    return principal;
  };

  const apiUrl = options.apiUrl === undefined ? {} : { apiUrl: options.apiUrl };
  return {
    handlers: clinicHandlers({ agenda, frontDesk, accessDesk }, { ...apiUrl, authenticate, around: faults.around }),
    get appointments() {
      return [...agenda.appointments.values()];
    },
    book(slotId, patient = patientInputFixture()) {
      const hold = frontDesk.hold({ slotId });
      return frontDesk.book(hold.id, hold.secret, patient);
    },
    linkTo: (appointmentId) => accessDesk.linkTo(appointmentId),
    takeSlot: (slotId) => agenda.take(slotId),
    expireHold: (holdId) => frontDesk.expire(holdId),
    failNext: (row, problem) => faults.failNext(row, problem),
    loseNextAnswer: (row) => faults.loseNextAnswer(row),
    pause: (row) => faults.pause(row),
    offline: () => faults.setOffline(true),
    online: () => faults.setOffline(false),
    countCalls: (row) => faults.countCalls(row),
  };
}
