import type { Appointment, Location } from '@openprm/contract';
import { type Context, Hono } from 'hono';
import type { OutboxMail, ReferenceServer } from './reference-server.ts';

const riverside: Location = {
  id: 'loc_riverside',
  organizationId: 'org_riverside',
  name: 'Riverside Clinic',
  address: { line: '210 Mill St, Suite 4', city: 'Chicago', state: 'IL', postalCode: '60654', country: 'US' },
  telephone: '(555) 010-4417',
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
  patient: {
    id: 'pat_dana',
    given: 'Dana',
    family: 'Reyes',
    birthDate: '1988-03-14',
    phone: '(555) 010-1234',
    email: 'dana@example.org',
  },
  ...changes,
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
  readonly isDemo?: boolean;
  /** A problem code to answer every note with. */
  readonly refuse?: string;
  readonly databaseIsDown?: boolean;
}

/**
 * A server with the API's answers and none of its rules, for tests of pages alone. Pages on the real server are tested in `app.test.ts`.
 *
 * @returns the server, and the notes that it took as `arrive apt_… KEY`
 */
export function serverOf(pretence: Pretence = {}): { server: ReferenceServer; notes: string[] } {
  const notes: string[] = [];
  const api = new Hono();
  const refuse = (c: Context, status: 401 | 409 | 503, code: string) =>
    c.json({ type: `urn:openprm:problem:${code}`, title: code, status, code }, status, {
      'Content-Type': 'application/problem+json',
    });
  api.use('/v1/*', async (c, next) => {
    if (c.req.header('Authorization') !== 'Bearer sk_demo_riverside') return refuse(c, 401, 'credential-required');
    return pretence.databaseIsDown === true ? refuse(c, 503, 'service-unavailable') : next();
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
    outbox: async () => pretence.mails ?? [],
  };
  return { server: { api, demo: pretence.isDemo === false ? undefined : demo, close: async () => undefined }, notes };
}
