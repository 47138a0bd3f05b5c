import type {
  Appointment,
  DamagedRecord,
  Endpoint,
  HealthcareService,
  PatientInput,
  ProblemCode,
  WaitlistEntry,
} from '@openprm/contract';
import type { HttpHandler } from 'msw';
import { patientInputFixture } from '../fixtures/booking.ts';
import { healthcareServiceFixtures } from '../fixtures/directory.ts';
import { AccessDesk } from './clinic/access-desk.ts';
import { Agenda } from './clinic/agenda.ts';
import { Charts } from './clinic/charts.ts';
import { DamagedRecords } from './clinic/damaged-records.ts';
import { ClinicFaults } from './clinic/clinic-faults.ts';
import { clinicHandlers } from './clinic/clinic-handlers.ts';
import { FeedDesk } from './clinic/feed-desk.ts';
import { FrontDesk } from './clinic/front-desk.ts';
import { KeysDesk } from './clinic/keys-desk.ts';
import { LinkDesk } from './clinic/link-desk.ts';
import { PortalDesk } from './clinic/portal-desk.ts';
import { RelatedPersonsDesk } from './clinic/related-persons-desk.ts';
import { SignInDesk } from './clinic/sign-in-desk.ts';
import { WaitlistDesk } from './clinic/waitlist-desk.ts';
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
  /** The kinds of visit that it offers; {@link healthcareServiceFixtures} by default. */
  readonly healthcareServices?: readonly HealthcareService[];
}

/** A clinic in memory behind msw handlers, and the knobs by which a test makes things happen. */
export interface Clinic {
  /** For `setupWorker(...)` or `setupServer(...)`. */
  readonly handlers: readonly HttpHandler[];
  /** Every appointment, as the clinic's server keeps it, in the order of booking. */
  readonly appointments: readonly Appointment[];
  /** Books a slot past the wire, by the clinic for another patient, before. */
  book(slotId: string, patient?: PatientInput): Appointment;
  /** The secret of the link that would have been mailed for an appointment: the credential of an appointment session. */
  linkTo(appointmentId: string): string;
  /** Who waits, in the order of joining. */
  readonly waitlist: readonly WaitlistEntry[];
  /** The secret of the link that would have been mailed to who waits. */
  waitlistLinkTo(entryId: string): string;
  /** Holds a time for who waits, as the server does when one has become free; for two hours unless said otherwise. */
  offer(entryId: string, slotId: string, minutes?: number): void;
  /** The one-time code that would have been mailed last to an address. */
  codeFor(email: string): string;
  /** Signs everybody out, as the clinic may: their next call answers `session-ended`. */
  endSessions(): void;
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
  /**
   * A record (`apt_…`, `pat_…`, `rel_…`, `wle_…`) cannot be read from now on: lists give the others and name it in `damaged`, and read by its id it answers `record-damaged`. Of a patient it is
   * all that is shown with who they are.
   */
  damage(id: string, reason?: DamagedRecord['reason']): void;
  /** Ends that: the record was restored. */
  mend(id: string): void;
  /** Every call fails without reaching the clinic, until {@link Clinic.online}. */
  offline(): void;
  online(): void;
  /** How often an endpoint, or any, was called, refused and lost calls included. */
  countCalls(row?: Endpoint): number;
}

/**
 * A small clinic that remembers: two places in two time zones, three kinds of visit, three practitioners, slots from `now` on, holds that expire,
 * conflicts, appointments that are changed and cancelled, and links to them; patients who sign in with a code, a link or a portal's assertion, and who act
 * for others. It refuses what the server refuses.
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
    healthcareServices = healthcareServiceFixtures,
  } = options;
  const agenda = new Agenda(now, healthcareServices);
  const frontDesk = new FrontDesk(agenda, holdMinutes);
  const charts = new Charts(agenda);
  const relatedPersonsDesk = new RelatedPersonsDesk(agenda, charts);
  const linkDesk = new LinkDesk(agenda, charts);
  const portalDesk = new PortalDesk(agenda);
  const signInDesk = new SignInDesk(agenda, charts, relatedPersonsDesk);
  const accessDesk = new AccessDesk(agenda, signInDesk);
  const keysDesk = new KeysDesk(agenda, { publishableKey, secretKey });
  const waitlistDesk = new WaitlistDesk(agenda, frontDesk);
  const faults = new ClinicFaults();
  const damaged = new DamagedRecords();

  const authenticate = (credential: string): Principal => {
    const principal = authenticateByPrefix(credential);
    switch (principal.kind) {
      case 'publishable':
      case 'secret':
        keysDesk.check(credential);
        break;
      case 'link':
        accessDesk.linkedAppointment(credential);
        break;
      case 'patient':
        accessDesk.appointmentOf(credential);
        break;
      case 'person':
        signInDesk.current(credential);
        break;
      case 'handle':
        signInDesk.checkHandle(credential);
        break;
      case 'sign-in-link':
        linkDesk.check(credential);
        break;
      case 'waitlist-link':
        waitlistDesk.linked(credential);
        break;
      case 'survey-link':
      case 'staff':
        // a mocked clinic has no staff and asks nothing: what they may do is read from the server
        throw new Problem('credential-invalid');
    }
    return principal;
  };

  const apiUrl = options.apiUrl === undefined ? {} : { apiUrl: options.apiUrl };
  return {
    handlers: clinicHandlers(
      {
        agenda,
        frontDesk,
        accessDesk,
        signInDesk,
        charts,
        relatedPersonsDesk,
        linkDesk,
        portalDesk,
        keysDesk,
        waitlistDesk,
        damaged,
        feedDesk: new FeedDesk(agenda.feed, signInDesk, authenticate),
      },
      { ...apiUrl, authenticate, now, around: faults.around },
    ),
    get appointments() {
      return [...agenda.appointments.values()];
    },
    book(slotId, patient = patientInputFixture()) {
      const hold = frontDesk.hold({ slotId });
      const booked = frontDesk.book(hold.id, hold.secret, { patient }, 'clinic');
      if (booked.patient) charts.verify(booked.patient.id);
      return booked;
    },
    codeFor: (email) => signInDesk.codeFor(email),
    endSessions() {
      signInDesk.endAll();
      agenda.feed.wake();
    },
    linkTo: (appointmentId) => accessDesk.linkTo(appointmentId),
    waitlistLinkTo: (entryId) => waitlistDesk.linkTo(entryId),
    offer: (entryId, slotId, minutes = 120) => void waitlistDesk.offer(entryId, slotId, minutes),
    get waitlist() {
      return waitlistDesk.list();
    },
    takeSlot: (slotId) => agenda.take(slotId),
    expireHold: (holdId) => frontDesk.expire(holdId),
    failNext: (row, problem) => faults.failNext(row, problem),
    loseNextAnswer: (row) => faults.loseNextAnswer(row),
    pause: (row) => faults.pause(row),
    damage: (id, reason = 'sealed-value-changed') => damaged.add(id, reason),
    mend: (id) => damaged.mend(id),
    offline: () => faults.setOffline(true),
    online: () => faults.setOffline(false),
    countCalls: (row) => faults.countCalls(row),
  };
}
