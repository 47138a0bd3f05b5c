import * as contract from '@openprm/contract';
import type { HttpHandler } from 'msw';
import { locationFixtures, practitionerFixtures, practitionerRoleFixtures } from '../../fixtures/directory.ts';
import { policyOf, type Principal } from '../credential.ts';
import { handle, type HandleOptions, type MockRequest, type Resolver } from '../handle.ts';
import type { AccessDesk } from './access-desk.ts';
import { AccessLog } from './access-log.ts';
import { type Agenda, find, invalid } from './agenda.ts';
import { calendarFile } from './calendar-file.ts';
import { type Charts, hasSameName } from './charts.ts';
import { Problem } from '../problem.ts';
import type { DamagedRecords } from './damaged-records.ts';
import type { FeedDesk } from './feed-desk.ts';
import { type Changer, type FrontDesk, newPatient } from './front-desk.ts';
import type { KeysDesk } from './keys-desk.ts';
import type { LinkDesk } from './link-desk.ts';
import { paginate } from './paginate.ts';
import type { PortalDesk } from './portal-desk.ts';
import type { RelatedPersonsDesk } from './related-persons-desk.ts';
import { answerSlots } from './search-slots.ts';
import type { SignInDesk } from './sign-in-desk.ts';
import type { StoredEntry, WaitlistDesk } from './waitlist-desk.ts';
import { dateAt } from './wall-clock.ts';

const isOf = (patientId: string | undefined, chart: string | null) => chart !== null && patientId === chart;

const fits = (wanted: string | undefined, has: string | readonly string[]) =>
  wanted === undefined || wanted === has || (Array.isArray(has) && has.includes(wanted));

const placesOf = (practitionerId: string) =>
  practitionerRoleFixtures.filter((role) => role.practitionerId === practitionerId).map((role) => role.locationId);

const changer = ({ kind }: Principal): Changer => (kind === 'secret' ? 'clinic' : 'patient');

/** The parts of a clinic that its handlers speak to. */
export interface ClinicParts {
  readonly agenda: Agenda;
  readonly frontDesk: FrontDesk;
  readonly accessDesk: AccessDesk;
  readonly signInDesk: SignInDesk;
  readonly charts: Charts;
  readonly relatedPersonsDesk: RelatedPersonsDesk;
  readonly linkDesk: LinkDesk;
  readonly portalDesk: PortalDesk;
  readonly keysDesk: KeysDesk;
  readonly waitlistDesk: WaitlistDesk;
  readonly feedDesk: FeedDesk;
  readonly damaged: DamagedRecords;
}

/** Every endpoint that a visitor, a patient, a portal or a front desk uses. Absent on purpose: what sets a clinic up, busy times, staff, and erasing. */
export function clinicHandlers(
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
    feedDesk,
    damaged,
  }: ClinicParts,
  options: HandleOptions,
): HttpHandler[] {
  const accessLog = new AccessLog(agenda, signInDesk);
  const on = <E extends contract.Endpoint>(row: E, resolver: Resolver<E>) =>
    handle<E, Resolver<E>>(
      row,
      async (request) => {
        requireRightToChange(row, request.principal);
        requireFresh(row, request.principal);
        requireOwn(row, request);
        damaged.refuse(row, request.params ?? {});
        const answer = damaged.shown(row, await resolver(request));
        accessLog.note(row, request.principal, request.params, answer);
        // a call may have ended somebody's access, whose stream ends then
        agenda.feed.wake();
        return answer;
      },
      options,
    );

  /** Who acts for a patient and may only read changes nothing while they do, but what stands for themself. */
  const requireRightToChange = (row: contract.Endpoint, principal: Principal) => {
    if (row.method === 'GET' || principal.kind !== 'person') return;
    const { own } = policyOf(row);
    if (own === 'credential' || (typeof own === 'object' && own.what === 'session')) return;
    if (!signInDesk.reachOf(principal).mayChange) throw new Problem('permission-denied');
  };

  /** A patient who ends another session has signed in moments ago. What staff have shown, this clinic does not know. @throws {Problem} `reauthentication-required` */
  const requireFresh = (row: contract.Endpoint, { kind, credential }: Principal) => {
    if (policyOf(row).fresh === true && kind === 'person') signInDesk.requireFresh(credential);
  };

  /** Whose things a person's call reaches; null for a prospect, and for whoever is no person. */
  const chartOf = (principal: Principal) =>
    principal.kind === 'person' ? signInDesk.reachOf(principal).patientId : null;
  const visibleEntry = (principal: Principal, id: string) => waitlistDesk.visibleTo(principal, id, chartOf(principal));
  const joined = (principal: Principal, entry: StoredEntry) => ({
    ...entry,
    undo: waitlistDesk.undoOf(principal, entry),
  });

  /** What a request names must be the caller's own, for every row that says so, as the server checks it. @throws {Problem} `not-found` */
  const requireOwn = (row: contract.Endpoint, { principal, ...request }: MockRequest<contract.Endpoint>) => {
    const { own } = policyOf(row);
    if (typeof own !== 'object') return;
    const [part = '', name = ''] = own.at.split('.');
    const parts: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> = request;
    const id = parts[part]?.[name];
    if (typeof id !== 'string') return;
    if (own.what === 'appointment') accessDesk.visibleTo(principal, id);
    else if (own.what === 'waitlist-entry') visibleEntry(principal, id);
    else if (own.what === 'session') signInDesk.requireOwn(principal.credential, id);
    else throw new Error('A mocked clinic keeps no responses.');
  };

  /** The appointment that is to be replaced must be the caller's to change. */
  const replacedBy = (principal: Principal, id: string | undefined) =>
    id === undefined ? undefined : frontDesk.replaceable(accessDesk.visibleTo(principal, id).id);

  /** A linked person is booked with their chart; everybody else says who comes, a prospect with the address that was verified. */
  const book = (principal: Principal, body: contract.AppointmentCreate) => {
    const { kind, credential } = principal;
    const { holdId, holdSecret, patient } = body;
    const known = kind === 'person' ? signInDesk.current(credential) : undefined;
    const reach = kind === 'person' ? signInDesk.reachOf(principal) : undefined;
    const asksWho = kind === 'person' && principal.actingFor === undefined && signInDesk.asksWho(credential);
    if (reach && reach.patientId !== null && !asksWho) {
      if (patient !== undefined) throw invalid('/body/patient', 'must be left out');
      const { verified: _verified, createdAt: _createdAt, ...chart } = charts.get(reach.patientId);
      return frontDesk.book(holdId, holdSecret, { chart }, 'patient');
    }
    if (patient === undefined) throw invalid('/body/patient', 'is required (object)', 'patient-required');
    if (known !== undefined && known.email !== patient.email.toLowerCase())
      throw invalid('/body/patient/email', 'must be the address that you signed in with');
    // somebody in their care is no chart of theirs
    const isOwn = kind === 'person' && patient.contact === undefined;
    const linkedTo = reach?.patientId ?? null;
    const typed = linkedTo === null ? undefined : charts.get(linkedTo);
    if (isOwn && typed && typed.birthDate === patient.birthDate && hasSameName(typed, patient)) {
      const { id, contact } = typed;
      const { language: _language, ...identity } = patient;
      const appointment = frontDesk.book(holdId, holdSecret, { chart: { id, ...identity, contact } }, 'patient');
      charts.rewrite(id, patient);
      return appointment;
    }
    const appointment = frontDesk.book(holdId, holdSecret, { patient }, changer(principal));
    const { id = '' } = appointment.patient ?? {};
    if (isOwn) signInDesk.link(credential, patient.birthDate, id);
    if (isOwn || kind === 'secret') charts.verify(id);
    return appointment;
  };

  return [
    on(contract.createSignInCode, ({ body }) => signInDesk.requestCode(body.email)),
    on(contract.createSession, ({ body }) => signInDesk.begin(body.signInCodeId, body.code, body.key)),
    on(contract.createSessionFromLink, ({ body, principal }) => {
      const { id, email, birthDate } = charts.get(linkDesk.use(principal.credential));
      return signInDesk.start(
        { road: 'link', email: email?.toLowerCase() ?? null, birthDate, patientId: id },
        body.key,
      );
    }),
    on(contract.createSessionFromAssertion, async ({ body }) => {
      const claims = await portalDesk.read(body.assertion);
      if (claims.patientId !== null && !charts.has(claims.patientId))
        throw new Problem('sign-in-refused', { detail: 'Its "patient_id" is no patient of this clinic.' });
      return signInDesk.start({ ...claims, road: 'portal' }, body.key);
    }),
    on(contract.refreshSession, ({ body, principal }) => signInDesk.refresh(principal.credential, body.proof)),
    on(contract.getCurrentSession, ({ principal }) => signInDesk.current(principal.credential)),
    on(contract.matchCurrentSession, ({ body, principal }) => signInDesk.match(principal.credential, body.birthDate)),
    on(contract.endCurrentSession, ({ principal }) => {
      signInDesk.end(principal.credential, 'this');
      return undefined;
    }),
    on(contract.endOwnSessions, ({ principal }) => {
      signInDesk.end(principal.credential, 'all');
      return undefined;
    }),

    on(contract.listOwnSessions, ({ query, principal }) => paginate(signInDesk.own(principal.credential), query)),
    on(contract.endOtherSessions, ({ principal }) => {
      signInDesk.endOwn(principal.credential, 'others');
      return undefined;
    }),
    on(contract.endOneSession, ({ params, principal }) => {
      signInDesk.endOwn(principal.credential, params);
      return undefined;
    }),

    on(contract.endPatientSessions, ({ params }) => {
      const { id } = charts.get(params.id);
      signInDesk.endOf(id);
      accessDesk.endOf(id);
      linkDesk.endOf(id);
      waitlistDesk.endLinksOf(id);
      return undefined;
    }),
    on(contract.createSignInLink, ({ params, body }) => linkDesk.make(params.id, body.hours)),
    on(contract.deleteSignInLink, ({ params }) => {
      linkDesk.end(params.id);
      return undefined;
    }),
    on(contract.listApiKeys, ({ query }) => paginate(keysDesk.list(), query)),
    on(contract.createApiKey, ({ body }) => keysDesk.create(body)),
    on(contract.updateApiKey, ({ params, body }) => keysDesk.setOrigins(params.id, body.origins)),
    on(contract.revokeApiKey, ({ params }) => keysDesk.revoke(params.id)),
    on(contract.getPortal, () => portalDesk.get()),
    on(contract.putPortal, ({ body }) => portalDesk.put(body)),
    on(contract.deletePortal, () => {
      portalDesk.delete();
      return undefined;
    }),

    on(contract.searchPatients, ({ body }) => paginate(charts.search(body), body)),
    on(contract.getPatient, ({ params }) => charts.get(params.id)),
    on(contract.listRelatedPersons, ({ query }) => paginate(relatedPersonsDesk.of(query.patientId), query)),
    on(contract.createRelatedPerson, ({ body }) => relatedPersonsDesk.add(body)),
    on(contract.revokeRelatedPerson, ({ params, body }) => relatedPersonsDesk.revoke(params.id, body.reason)),
    on(contract.openSealedItems, ({ body, principal }) => signInDesk.openSealed(principal.credential, body)),

    on(contract.listLocations, ({ query }) =>
      paginate(
        locationFixtures.filter((location) => fits(query.organizationId, location.organizationId)),
        query,
      ),
    ),
    on(contract.getLocation, ({ params }) => find(locationFixtures, params.id)),
    on(contract.listHealthcareServices, ({ query }) =>
      paginate(
        agenda.healthcareServices.filter(
          ({ organizationId, locationIds }) =>
            fits(query.organizationId, organizationId) && fits(query.locationId, locationIds),
        ),
        query,
      ),
    ),
    on(contract.getHealthcareService, ({ params }) => find(agenda.healthcareServices, params.id)),
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

    on(contract.createWaitlistEntry, ({ body, principal }) => {
      const replaced = replacedBy(principal, body.replacesAppointmentId);
      if (replaced !== undefined) return joined(principal, waitlistDesk.join(body, replaced.patient, replaced));
      const reach = principal.kind === 'person' ? signInDesk.reachOf(principal) : undefined;
      const known = reach?.patientId ?? body.patientId;
      if (known !== undefined && body.patient !== undefined) throw invalid('/body/patient', 'must be left out');
      const visit = { healthcareServiceId: body.healthcareServiceId, start: new Date(agenda.now).toISOString() };
      if (known !== undefined) {
        const { verified: _verified, createdAt: _createdAt, ...chart } = charts.get(known);
        if (principal.kind === 'person') frontDesk.requireEligible(visit, { chart });
        return joined(principal, waitlistDesk.join(body, chart, undefined));
      }
      if (body.patient === undefined) throw invalid('/body/patient', 'is required (object)');
      if (principal.kind !== 'secret') frontDesk.requireEligible(visit, { patient: body.patient });
      const id = `pat_waiting-${waitlistDesk.list().length + 1}`;
      return joined(principal, waitlistDesk.join(body, newPatient(id, body.patient), undefined));
    }),
    on(contract.listWaitlistEntries, ({ query, principal }) =>
      paginate(
        waitlistDesk
          .list()
          .filter(({ patient }) => principal.kind !== 'person' || isOf(patient?.id, chartOf(principal)))
          .filter(
            ({ status, healthcareServiceId }) =>
              fits(query.status, status) && fits(query.healthcareServiceId, healthcareServiceId),
          ),
        query,
      ),
    ),
    on(contract.openWaitlistEntry, ({ principal }) =>
      waitlistDesk.shownTo(principal, waitlistDesk.linked(principal.credential)),
    ),
    on(contract.getWaitlistEntry, ({ params, principal }) =>
      waitlistDesk.shownTo(principal, visibleEntry(principal, params.id)),
    ),
    on(contract.updateWaitlistEntry, ({ params, body, principal }) => {
      const { id } = visibleEntry(principal, params.id);
      return waitlistDesk.shownTo(principal, waitlistDesk.update(id, body));
    }),
    on(contract.withdrawWaitlistEntry, ({ params, body }) => {
      waitlistDesk.withdraw(params.id, body.secret);
      return undefined;
    }),
    on(contract.leaveWaitlist, ({ params, principal }) => {
      const { id } = visibleEntry(principal, params.id);
      return waitlistDesk.shownTo(principal, waitlistDesk.leave(id));
    }),
    on(contract.offerWaitlistTime, ({ params, body }) => waitlistDesk.offerByHand(params.id, body.slotId)),
    on(contract.acceptWaitlistOffer, ({ params, body, principal }) => {
      const { id } = visibleEntry(principal, params.id);
      const appointment = waitlistDesk.accept(id, body.offerId, body.slotId);
      return { ...appointment, access: accessDesk.grant(appointment.id) };
    }),
    on(contract.declineWaitlistOffer, ({ params, body, principal }) => {
      const { id } = visibleEntry(principal, params.id);
      return waitlistDesk.shownTo(principal, waitlistDesk.decline(id, body.offerId));
    }),

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

    on(contract.createAppointment, ({ body, principal }) => {
      const appointment = book(principal, body);
      return { ...appointment, access: principal.kind === 'secret' ? null : accessDesk.grant(appointment.id) };
    }),
    on(contract.listAppointments, ({ query, principal }) =>
      paginate(
        [...agenda.appointments.values()]
          .filter(({ id }) => principal.kind !== 'person' || accessDesk.mayKnow(principal, id))
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
    handle(contract.listEvents, ({ principal, query }) => feedDesk.read(principal, query), options),
    handle(contract.streamEvents, ({ principal, query }) => feedDesk.stream(principal, query), options),
    // it asks nothing
    on(contract.listOwnSurveys, () => ({ data: [], nextCursor: null })),
    on(contract.listAuditEvents, ({ query, principal }) =>
      paginate(accessLog.list(principal, query, accessDesk), query),
    ),
    on(contract.createAppointmentSession, ({ principal }) => {
      const appointment = accessDesk.linkedAppointment(principal.credential);
      return { appointment, access: accessDesk.grant(appointment.id) };
    }),
  ];
}
