import { patientSearchSchema, relatedPersonCreateSchema, relatedPersonReasons } from '@openprm/contract';
import { type Context, Hono } from 'hono';
import { ApiRefusal } from '../clinic-api.ts';
import { clinicZone } from './clinic-time.ts';
import { readKey } from './form-parts.ts';
import { today } from './local-day.ts';
import { messagePage } from './message-page.ts';
import { type PatientView, type TypedPerson, lostPatientPage, patientPage } from './staff-patient-page.ts';
import { patientsPage, type TypedSearch } from './staff-patients-page.ts';
import type { SignedIn } from './staff-session.ts';

const nothing: TypedSearch = { given: '', family: '', birthDate: '', phone: '', email: '', number: '' };

/**
 * `/staff/patients`: finds a patient, and says who acts for them. What is looked for comes by POST, so that no name stands in an address or a history; a
 * patient's page has their number in its address, which tells nobody who it is.
 *
 * @param now epoch milliseconds
 */
export function patientRoutes({ now }: { readonly now: () => number }): Hono<SignedIn> {
  const app = new Hono<SignedIn>();

  app.get('/', (c) =>
    c.get('frame').session.scopes.includes('patients:read')
      ? c.html(patientsPage(c.get('frame'), { typed: nothing }))
      : c.html(notForRole(), 403),
  );

  app.post('/', async (c) => {
    const text = await readForm(c);
    const typed: TypedSearch = {
      given: text('given'),
      family: text('family'),
      birthDate: text('birthDate'),
      phone: text('phone'),
      email: text('email'),
      number: text('number'),
    };
    const { number } = typed;
    const search = patientSearchSchema.safeParse(chosen(typed));
    const clinic = c.get('clinic');
    if (number !== '' && !isAlone(typed)) {
      const problem = 'A number is searched by itself: leave the other fields empty, or the number.';
      return c.html(patientsPage(c.get('frame'), { typed, problem }), 422);
    }
    if (number !== '') {
      const patient = await unlessLost(clinic.patient(number));
      if (patient === 'lost') return c.redirect(`/staff/patients/${encodeURIComponent(number)}`, 303);
      return c.html(patientsPage(c.get('frame'), { typed, found: patient === undefined ? [] : [patient] }));
    }
    if (!search.success) {
      const problem =
        'Give first name, last name and date of birth, or a whole telephone number, or an e-mail address, or a number.';
      return c.html(patientsPage(c.get('frame'), { typed, problem }), 422);
    }
    return c.html(patientsPage(c.get('frame'), { typed, found: await clinic.patients(search.data) }));
  });

  const show = async (
    c: Context<SignedIn, '/:id'>,
    status: 200 | 422,
    more: Pick<PatientView, 'problem' | 'news' | 'typed'>,
  ) => {
    const [clinic, id] = [c.get('clinic'), c.req.param('id')];
    const patient = await unlessLost(clinic.patient(id));
    if (patient === undefined) return c.html(noSuchPatient(), 404);
    const view = {
      people: await clinic.relatedPersons(id),
      timeZone: await clinicZone(clinic),
      today: today(now(), 'Etc/GMT+12'),
      newKey: () => crypto.randomUUID(),
      ...more,
    };
    const page =
      patient === 'lost'
        ? lostPatientPage(c.get('frame'), { patient: { id }, ...view })
        : patientPage(c.get('frame'), { patient, ...view });
    return c.html(page, status);
  };

  app.get('/:id', (c) => {
    const { done, problem } = c.req.query();
    return show(c, 200, { news: describeDone(done), problem: describeProblem(problem) });
  });

  /** Adds what a form says, and shows the page again where something of it is missing. */
  const add = async (c: Context<SignedIn, '/:id'>, into: 'act' | 'link', typed: TypedPerson, key: string) => {
    const { scope, start, end, ...person } = typed;
    const input = relatedPersonCreateSchema.safeParse({
      ...person,
      patientId: c.req.param('id'),
      mayChange: into === 'link' || scope === 'change',
      ...(start === '' ? {} : { start }),
      ...(end === '' ? {} : { end }),
    });
    const again = (problem: string) => show(c, 422, { problem, typed: { into, person: typed } });
    if (!input.success) return again('Not done: fill in every field; dates and the e-mail address must be whole.');
    if (start !== '' && end !== '' && end < start) return again('Not done: the last day is before the first.');
    return tell(c, 'added', () => c.get('clinic').letAct(input.data, key));
  };

  app.post('/:id/people', async (c) => {
    const text = await readForm(c);
    const typed: TypedPerson = {
      relationship: text('relationship') === 'ONESELF' ? '' : text('relationship'),
      given: text('given'),
      family: text('family'),
      birthDate: text('birthDate'),
      email: text('email'),
      scope: text('scope'),
      start: text('start'),
      end: text('end'),
      reason: text('reason'),
    };
    return add(c, 'act', typed, readKey(text('key')));
  });

  app.post('/:id/links', async (c) => {
    const text = await readForm(c);
    const patient = await c.get('clinic').patient(c.req.param('id'));
    if (patient === undefined) return c.html(noSuchPatient(), 404);
    const { given, family } = patient;
    const [birthDate, email, end, reason] = [text('birthDate'), text('email'), text('end'), text('reason')];
    const typed: TypedPerson = {
      relationship: 'ONESELF',
      given,
      family,
      birthDate,
      email,
      scope: '',
      start: '',
      end,
      reason,
    };
    return add(c, 'link', typed, readKey(text('key')));
  });

  app.post('/:id/people/:rightId/end', async (c) => {
    const text = await readForm(c);
    const reason = relatedPersonReasons.find((each) => each === text('reason'));
    if (reason === undefined) return show(c, 422, { problem: 'Not ended: say why it ends.' });
    return tell(c, 'ended', () => c.get('clinic').endActing(c.req.param('rightId'), reason, readKey(text('key'))));
  });

  app.post('/:id/sign-out', async (c) => {
    const text = await readForm(c);
    return tell(c, 'signed-out', () => c.get('clinic').signOutPatient(c.req.param('id'), readKey(text('key'))));
  });

  const tell = async (c: Context<SignedIn, '/:id'>, done: string, act: () => Promise<void>) => {
    const back = `/staff/patients/${encodeURIComponent(c.req.param('id'))}`;
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ApiRefusal) || !error.isToldByPage) throw error;
      return c.redirect(`${back}?problem=${encodeURIComponent(error.code)}`, 303);
    }
    return c.redirect(`${back}?done=${done}`, 303);
  };

  app.onError((error, c) => {
    if (error instanceof ApiRefusal && error.code === 'permission-denied') return c.html(notForRole(), 403);
    throw error;
  });
  return app;
}

/** A record that is asked for, or that it cannot be read. */
async function unlessLost<Found>(asked: Promise<Found>): Promise<Found | 'lost'> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiRefusal && error.code === 'record-damaged') return 'lost';
    throw error;
  }
}

/** The fields of a form, trimmed and not too long. */
async function readForm(c: Context<SignedIn>): Promise<(name: string) => string> {
  const form = await c.req.parseBody();
  return (name) => (typeof form[name] === 'string' ? form[name].trim().slice(0, 300) : '');
}

/** What was meant: the first of the three that something was typed into. */
function chosen({ given, family, birthDate, phone, email }: TypedSearch) {
  if (given !== '' || family !== '' || birthDate !== '') return { given, family, birthDate };
  return phone === '' ? { email } : { phone };
}

/** Whether a number is all that was typed. */
const isAlone = (typed: TypedSearch) => Object.entries(typed).every(([name, text]) => name === 'number' || text === '');

function describeDone(done: string | undefined): string | undefined {
  switch (done) {
    case 'added':
      return 'Done. It counts from the first day on, also where this person is signed in.';
    case 'ended':
      return 'Ended. It counts at once, also where this person is signed in.';
    case 'signed-out':
      return 'They are signed out everywhere, and the links that were mailed to them open nothing any more.';
    case undefined:
    default:
      return undefined;
  }
}

function describeProblem(code: string | undefined): string | undefined {
  switch (code) {
    case undefined:
      return undefined;
    case 'permission-denied':
      return 'Not done: your role does not allow that.';
    case 'not-found':
      return 'Not done: this is not there any more.';
    default:
      return 'Not done: the server refused. Open the page again and try once more.';
  }
}

const noSuchPatient = () =>
  messagePage('No such patient', 'Nobody has this number, or their record was erased.', {
    href: '/staff/patients',
    name: 'Find a patient',
  });

const notForRole = () =>
  messagePage('Not for your role', 'Only who works with patients’ records looks for them.', {
    href: '/staff',
    name: "To the day's appointments",
  });
