import type {
  Appointment,
  FoundPatient,
  Location,
  RelatedPerson,
  Slot,
  Staff,
  StaffRole,
  Task,
  WaitlistEntry,
} from '@openprm/contract';
import { staffRolePolicies } from '@openprm/contract/policies';
import { type Context, Hono } from 'hono';
import type { Outbox, OutboxMail, ReferenceServer, StaffSignIn } from './reference-server.ts';
import { enrolment, passwordChange, proof, sessionOf, signIn } from './staff-sign-in.fixture.ts';

const riverside: Location = {
  id: 'loc_riverside',
  organizationId: 'org_riverside',
  name: 'Riverside Clinic',
  address: { line: '210 Mill St, Suite 4', city: 'Chicago', state: 'IL', postalCode: '60654', country: 'US' },
  telephone: '(555) 010-4417',
  emergencyTelephone: '911',
  crisisTelephone: '988',
  timeZone: 'America/Chicago',
  active: true,
};
const harbor: Location = { ...riverside, id: 'loc_harbor', name: 'Harbor Clinic', timeZone: 'America/New_York' };

/** Thursday, November 26, 2026, 9:00 AM in Chicago. */
export const clinicMorning = Date.parse('2026-11-26T09:00:00-06:00');

/** A visit at Riverside Clinic that begins an hour after {@link clinicMorning}. */
export const appointmentOf = (changes: Partial<Appointment> = {}): Appointment => ({
  id: 'apt_dana0001',
  status: 'booked',
  healthcareServiceId: 'svc_evaluation',
  locationId: riverside.id,
  practitionerId: 'prc_amara',
  start: '2026-11-26T10:00:00-06:00',
  end: '2026-11-26T10:45:00-06:00',
  timeZone: riverside.timeZone,
  mode: 'in-person',
  sequence: 0,
  createdAt: '2026-11-20T12:00:00Z',
  cancellationReason: null,
  display: {
    organization: 'Riverside Physical Therapy',
    healthcareService: 'New patient evaluation',
    practitioner: 'Amara Okafor, PT',
    location: riverside.name,
    address: '210 Mill St, Suite 4, Chicago, IL 60654',
    telephone: '(555) 010-4417',
    preparation: null,
  },
  patient: patientOf('Dana'),
  ...changes,
});

/** Who comes, by a name of the test's own. */
export const patientOf = (given: string): NonNullable<Appointment['patient']> => ({
  id: 'pat_dana',
  given,
  family: 'Reyes',
  birthDate: '1988-03-14',
  phone: '(555) 010-1234',
  email: 'dana@example.org',
  contact: null,
});

/** A confirmation with its calendar file. */
export const mailOf = (changes: Partial<OutboxMail> = {}): OutboxMail => ({
  id: 'mail_1',
  acceptedAt: '2026-11-20T12:00:01Z',
  to: 'dana@example.org',
  subject: 'Your visit at Riverside Clinic',
  text: 'You are booked.\n\nChange or cancel: http://localhost:4870/manage#lnk_abc.def\nNot ours: https://elsewhere.example/\n',
  attachments: [
    {
      fileName: 'visit.ics',
      contentType: 'text/calendar; charset=utf-8; method=REQUEST',
      content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
    },
  ],
  ...changes,
});

/** What {@link serverOf} pretends to hold. */
export interface Pretence {
  readonly appointments?: readonly Appointment[];
  readonly mails?: readonly OutboxMail[];
  readonly damagedMails?: Outbox['damaged'];
  /** Who acts for the patient. */
  readonly people?: readonly RelatedPerson[];
  readonly waiting?: readonly WaitlistEntry[];
  readonly slots?: readonly Slot[];
  readonly tasks?: readonly Task[];
  readonly isDemo?: boolean;
  /** Ids that every list names as damaged. */
  readonly damaged?: readonly string[];
  /** Whether no task and no patient can be read. */
  readonly unreadable?: boolean;
  /** A problem code to answer every note with. */
  readonly refuse?: string;
  /** Whether who is signed in is so in another browser, too. */
  readonly isElsewhere?: boolean;
  readonly databaseIsDown?: boolean;
  /** Whether the server has several clinics, so that a sign-in must say which. */
  readonly hasManyReports?: boolean;
  readonly hasSeveralClinics?: boolean;
}

/** Somebody of the staff. */
export const personOf = (role: StaffRole): Staff => ({
  id: `stf_${role}0001`,
  name: `Sam ${role}`,
  email: `${role}@riverside.example`,
  role,
  status: 'active',
  invitationExpiresAt: null,
  createdAt: '2026-11-20T12:00:00Z',
});

/** Who acts for the patient. */
export const relatedPersonOf = (changes: Partial<RelatedPerson> = {}): RelatedPerson => ({
  id: 'rel_robin0001',
  patientId: 'pat_dana',
  relationship: 'PRN',
  given: 'Robin',
  family: 'Reyes',
  birthDate: '1960-01-02',
  email: 'robin@example.org',
  mayChange: true,
  start: null,
  end: '2027-03-14',
  reason: 'patient-request',
  revokedAt: null,
  revocationReason: null,
  ...changes,
});

/** Something to do because of an answer. */
export const taskOf = (changes: Partial<Task> = {}): Task => ({
  id: 'tsk_dana0001',
  code: 'recovery',
  status: 'requested',
  version: 1,
  surveyId: 'svy_visits',
  questionnaireResponseId: 'qrs_dana0001',
  appointmentId: null,
  patient: patientOf('Dana'),
  owner: null,
  dueAt: '2026-11-26T20:00:00Z',
  createdAt: '2026-11-26T14:00:00Z',
  triedAt: null,
  contactedAt: null,
  closedAt: null,
  minutesToContact: null,
  outcome: null,
  detail: { rule: 'answer', linkId: 'wait', scoreId: null, notes: [] },
  ...changes,
});

/** A time of the kind of visit that is waited for. */
export const slotOf = (start: string): Slot => ({
  id: `slot_${start.replaceAll(/\D/g, '')}`,
  start,
  end: start,
  healthcareServiceId: 'svc_evaluation',
  locationId: riverside.id,
  practitionerId: 'prc_amara',
});

/** Somebody who waits. */
export const waitingOf = (changes: Partial<WaitlistEntry> = {}): WaitlistEntry => ({
  id: 'wai_dana0001',
  status: 'waitlist',
  healthcareServiceId: 'svc_evaluation',
  locationId: null,
  practitionerId: null,
  requestedPeriod: { start: '2026-11-26', end: '2026-12-10' },
  availableTime: [],
  replacesAppointmentId: null,
  appointmentId: null,
  createdAt: '2026-11-20T12:00:00Z',
  offer: null,
  display: {
    organization: 'Riverside Physical Therapy',
    healthcareService: 'New patient evaluation',
    location: null,
    practitioner: null,
    telephone: '(555) 010-4417',
  },
  patient: patientOf('Dana'),
  ...changes,
});

const roles: readonly StaffRole[] = ['owner', 'clinician', 'front-desk', 'volunteer'];
const roleOf = (c: Context) => roles.find((role) => c.req.header('Authorization') === `Bearer ${sessionOf(role)}`);

/**
 * A server with the API's answers and none of its rules, for tests of pages alone. Pages on the real server are tested in `app.test.ts`.
 *
 * @returns the server, and the notes that it took as `arrive apt_… KEY`
 */
export function serverOf(pretence: Pretence = {}): { server: ReferenceServer; notes: string[] } {
  const notes: string[] = [];
  const api = new Hono();
  const refuse = (c: Context, status: 401 | 403 | 404 | 409 | 500 | 503, code: string) =>
    c.json({ type: `urn:openprm:problem:${code}`, title: code, status, code, requestId: 'req_lost1' }, status, {
      'Content-Type': 'application/problem+json',
    });
  api.use('/v1/*', async (c, next) => {
    if (roleOf(c) === undefined) return refuse(c, 401, 'credential-required');
    return pretence.databaseIsDown === true ? refuse(c, 503, 'service-unavailable') : next();
  });
  api.use('/v1/*', async (c, next) => {
    await next();
    if (pretence.damaged === undefined) return;
    const page = (await c.res.clone().json()) as object;
    if (!('nextCursor' in page)) return;
    const damaged = pretence.damaged.map((id) => ({ id, reason: 'sealed-value-changed' }));
    c.res = Response.json({ ...page, damaged });
  });
  api.get('/v1/staff-sessions/current', (c) => {
    const role = roleOf(c) ?? 'volunteer';
    const { id, name } = personOf(role);
    return c.json({
      staff: { id, name, role },
      tenantName: 'Riverside Physical Therapy',
      scopes: staffRolePolicies[role].scopes,
      asksWho: false,
      idleMinutes: 15,
      endsAt: '2026-11-26T21:00:00Z',
    });
  });
  api.get('/v1/staff', (c) =>
    roleOf(c) === 'owner'
      ? c.json({ data: (['owner', 'volunteer'] as const).map(personOf), nextCursor: null })
      : refuse(c, 403, 'permission-denied'),
  );
  api.post('/v1/patients/search', async (c) => {
    const text = await c.req.text();
    notes.push(`search ${text}`);
    const found: FoundPatient = { ...patientOf('Dana'), verified: false, createdAt: '2026-11-20T12:00:00Z' };
    return c.json({ data: text.includes('nobody') ? [] : [found], nextCursor: null });
  });
  api.get('/v1/staff-sessions', (c) =>
    c.json({
      data: ['ses_here0001', ...(pretence.isElsewhere === true ? ['ses_there001'] : [])].map((id) => ({
        id,
        startedAt: '2026-11-26T14:00:00Z',
        lastUsedAt: '2026-11-26T14:30:00Z',
        isCurrent: id === 'ses_here0001',
      })),
      nextCursor: null,
    }),
  );
  const ofStaff = ['/v1/staff', '/v1/staff/*', '/v1/staff-sessions', '/v1/staff-sessions/*'];
  api.on(['POST', 'PATCH', 'DELETE'], ofStaff, async (c) => {
    const { refuse: code } = pretence;
    if (code !== undefined) return refuse(c, code === 'reauthentication-required' ? 403 : 409, code);
    notes.push(`${c.req.method} ${c.req.path} ${await c.req.text()}`.trim());
    return c.req.path.endsWith('sign-out') || c.req.method === 'DELETE'
      ? c.body(null, 204)
      : c.json(personOf('volunteer'));
  });
  api.get('/v1/patients/:id', (c) => {
    if (roleOf(c) === 'volunteer') return refuse(c, 403, 'permission-denied');
    if (pretence.unreadable === true) return refuse(c, 500, 'record-damaged');
    return c.req.param('id') === 'pat_dana'
      ? c.json({ ...patientOf('Dana'), verified: true, createdAt: '2026-11-20T12:00:00Z' })
      : refuse(c, 404, 'not-found');
  });
  api.get('/v1/related-persons', (c) => c.json({ data: pretence.people ?? [], nextCursor: null }));
  api.get('/v1/waitlist-entries', (c) => c.json({ data: pretence.waiting ?? [], nextCursor: null }));
  api.get('/v1/waitlist-entries/:id', (c) => {
    const found = pretence.waiting?.find(({ id }) => id === c.req.param('id'));
    return found === undefined ? refuse(c, 404, 'not-found') : c.json(found);
  });
  api.get('/v1/tasks', (c) => {
    if (roleOf(c) === 'volunteer') return refuse(c, 403, 'permission-denied');
    const status = c.req.query('status');
    const isOpen = (task: Task) => task.status === 'requested' || task.status === 'in-progress';
    const data = (pretence.tasks ?? []).filter((task) => (status === 'open' ? isOpen(task) : task.status === status));
    return c.json({ data, nextCursor: null });
  });
  api.get('/v1/tasks/:id', (c) => {
    if (pretence.unreadable === true) return refuse(c, 500, 'record-damaged');
    const found = pretence.tasks?.find(({ id }) => id === c.req.param('id'));
    return found === undefined ? refuse(c, 404, 'not-found') : c.json(found);
  });
  api.patch('/v1/tasks/:id', async (c) => {
    if (pretence.refuse !== undefined) return refuse(c, 409, pretence.refuse);
    notes.push(`PATCH ${c.req.path} ${await c.req.text()}`);
    return c.json(taskOf({ id: c.req.param('id') }));
  });
  api.get('/v1/slots', (c) => {
    notes.push(`look for ${Object.keys(c.req.query()).sort().join(' ')}`);
    const page = {
      data: pretence.slots ?? [],
      nextCursor: null,
      firstAvailable: null,
      days: [],
      healthcareServices: [],
    };
    return c.json({ ...page, locations: [riverside], practitioners: [{ id: 'prc_amara', name: 'Amara Okafor, PT' }] });
  });
  api.post('/v1/*', async (c, next) => {
    const [, , what, id, act] = c.req.path.split('/');
    const isKept = what === 'related-persons' || what === 'waitlist-entries' || act === 'end-sessions';
    if (!isKept) return next();
    if (pretence.refuse !== undefined) return refuse(c, 409, pretence.refuse);
    notes.push(`POST ${c.req.path} ${await c.req.text()}`);
    if (act === 'end-sessions') return c.body(null, 204);
    return c.json(what === 'related-persons' ? relatedPersonOf() : waitingOf({ id: id ?? '' }));
  });
  api.get('/v1/events', (c) => c.json({ data: [], cursor: 'where-it-stands', reset: false }));
  api.get('/v1/events/stream', (c) => {
    notes.push(`stream after ${c.req.query('after') ?? 'now'}`);
    return c.body('data: {}\n\n', 200, { 'Content-Type': 'text/event-stream' });
  });
  api.get('/v1/appointments/:id', (c) => {
    notes.push(`read ${c.req.param('id')}${c.req.header('Prm-Passive') === undefined ? '' : ' passively'}`);
    const found = (pretence.appointments ?? []).find(({ id }) => id === c.req.param('id'));
    return found === undefined ? refuse(c, 404, 'not-found') : c.json(found);
  });
  api.get('/healthz', (c) => c.json({ status: 'ready' }));
  api.get('/v1/locations', (c) => c.json({ data: [riverside, harbor], nextCursor: null }));
  // One item a page, so that whoever asks has to turn pages.
  api.get('/v1/appointments', (c) => {
    const { date, locationId, cursor = '0' } = c.req.query();
    const all = (pretence.appointments ?? []).filter(
      (appointment) =>
        appointment.start.startsWith(date ?? '') && (locationId ?? appointment.locationId) === appointment.locationId,
    );
    const next = Number(cursor) + 1;
    return c.json({ data: all.slice(Number(cursor), next), nextCursor: next < all.length ? String(next) : null });
  });
  api.post('/v1/appointments/:id/:act', (c) => {
    if (pretence.refuse !== undefined) return refuse(c, 409, pretence.refuse);
    const found = pretence.appointments?.find(({ id }) => id === c.req.param('id'));
    notes.push(`${c.req.param('act')} ${c.req.param('id')} ${c.req.header('Idempotency-Key')}`);
    return c.json(found);
  });
  const demo = {
    secretKey: 'sk_demo_riverside',
    publishableKey: 'pk_demo_riverside',
    staff: [{ name: 'Olive Marsh', email: 'owner@riverside.example', role: 'owner' as const }],
    staffPassword: 'a calm river in spring',
    outbox: async () => ({ mails: pretence.mails ?? [], damaged: pretence.damagedMails ?? [] }),
  };
  const staffSignIn: StaffSignIn = {
    ...signIn,
    ...(pretence.hasSeveralClinics === true ? { onlyTenant: async () => undefined } : {}),
    checkPassword(input) {
      if (input.devices !== undefined) notes.push(`tried in a browser that keeps ${input.devices}`);
      return signIn.checkPassword(input);
    },
    signOut: async (session) => void notes.push(`signed out ${session}`),
  };
  const server: ReferenceServer = {
    api,
    addressOf: () => undefined,
    takePolicyReport: async () => (pretence.hasManyReports === true ? 30 : undefined),
    frameOrigins: async (key) => {
      if (key === 'pk_asked_too_often') return { outcome: 'limited', waitSeconds: 7 };
      return key === 'pk_demo_riverside'
        ? { outcome: 'known', origins: ['https://riverside.example'] }
        : { outcome: 'unknown' };
    },
    staffSignIn,
    staffEnrolment: enrolment,
    staffPasswordChange: passwordChange,
    staffProof: proof,
    demo: pretence.isDemo === false ? undefined : demo,
    closeFeeds: async () => undefined,
    close: async () => undefined,
  };
  return { server, notes };
}
