import type { appointmentCreateSchema, patientInputSchema } from '@openprm/contract';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import type { PersonPrincipal } from '../../http/principal.ts';
import { Problem, invalid, notFound } from '../../problem.ts';
import { type KnownChart, findLiveSession, linkSession } from '../patient-sessions/session-repository.ts';
import { subjectOf } from '../../http/reach.ts';
import { hasSameName } from '../patients/patient-index.ts';
import { addUnverifiedPatient, rewritePatient } from '../patients/patient-repository.ts';
import { asksWho } from '../persons/asks-who.ts';
import { findChart, markVerified, readChart, unmarkShown } from '../persons/charts.ts';
import { identityIndex, normalizeEmail } from '../persons/contact.ts';
import { type TriedDate, matchChart, tryDate } from '../persons/match-chart.ts';
import { readPersonEmail } from '../persons/person-repository.ts';
import { actsForClinic } from '../visibility.ts';

type NewPatient = z.output<typeof patientInputSchema>;
type Booking = Pick<z.output<typeof appointmentCreateSchema>, 'patient' | 'patientId'>;

/**
 * The patient whom a booking is for. An anonymous one is always a new, unverified patient: nothing that is there is read, merged into or changed.
 *
 * @throws Problem `validation-failed` for what does not fit to who asks, `not-found`
 */
export async function bookedPatient(context: RequestContext, booking: Booking): Promise<string> {
  const { principal } = context;
  if (principal.kind === 'person') return patientOfPerson(context, principal, booking);
  if (!actsForClinic(principal)) {
    if (booking.patientId !== undefined) throw invalid('/body/patientId', "is for the clinic's own server");
    return addUnverifiedPatient(context, requirePatient(booking));
  }
  if (booking.patientId === undefined) {
    const patientId = await addUnverifiedPatient(context, requirePatient(booking));
    await markVerified(context, patientId);
    return patientId;
  }
  if (booking.patient !== undefined) throw invalid('/body/patient', 'must be left out where patientId is given');
  if ((await readChart(context, booking.patientId)) === undefined) throw notFound('patient');
  return booking.patientId;
}

/** @throws Problem `validation-failed` with the issue `patient-required`, by which a page knows that it has to ask */
function requirePatient({ patient }: Booking): NewPatient {
  if (patient !== undefined) return patient;
  const message = 'is required (object)';
  throw new Problem('validation-failed', {
    detail: message,
    issues: [{ path: '/body/patient', code: 'patient-required', message }],
  });
}

/**
 * A person books for their own chart or for whom they act; a prospect, whose address was verified, becomes a patient by it. Whoever was linked to a chart that a visitor has
 * typed says once who they are.
 */
async function patientOfPerson(context: RequestContext, person: PersonPrincipal, booking: Booking): Promise<string> {
  const subject = subjectOf(person);
  if (booking.patientId !== undefined && booking.patientId !== subject) throw notFound('patient');
  if (subject === null) return patientOfForm(context, person, requirePatient(booking));
  if (person.actingFor === null && (await isYetToSayWho(context, person)))
    return patientOfForm(context, person, requirePatient(booking));
  if (booking.patient !== undefined)
    throw invalid('/body/patient', 'must be left out: the booking is for the chart of the session');
  return subject;
}

/** Whether the person's session is linked to a chart of which nobody has said yet whose it is. */
async function isYetToSayWho(context: RequestContext, { sessionId, patientId }: PersonPrincipal): Promise<boolean> {
  const session = await findLiveSession(context, sessionId);
  const chart = patientId === null ? undefined : await findChart(context, patientId);
  return session !== undefined && chart !== undefined && asksWho(context, session, chart);
}

/**
 * The patient that somebody says they are. With the birth date there is all that finding a chart needs; where none fits, one is made. A session is linked only to a chart whose
 * address it has shown: its typed address may be another's, who finds that chart by it later, and whose visits the session would then read and end.
 */
async function patientOfForm(
  context: RequestContext,
  { sessionId, personId, patientId: linkedTo }: PersonPrincipal,
  patient: NewPatient,
): Promise<string> {
  const { keys, tenantId } = context;
  const email = await readPersonEmail(context, personId);
  // a portal vouched without an address: the visit's own credential is all that the booking brings
  if (email === null) return addUnverifiedPatient(context, patient);
  if (normalizeEmail(patient.email) !== email)
    throw invalid('/body/patient/email', 'must be the address that you signed in with');
  // somebody in their care has no chart of theirs, and their session is not linked to it
  if (patient.contact !== undefined) return addUnverifiedPatient(context, patient);
  const identity = { ...patient, identityIndex: await identityIndex(keys, tenantId, patient.email, patient.birthDate) };
  // the date by which the session has found its chart is none to guess
  const tried: TriedDate =
    linkedTo !== null && (await readChart(context, linkedTo))?.birthDate === patient.birthDate
      ? { chart: await matchChart(context, identity) }
      : await tryDate(context, personId, identity);
  if ('waitSeconds' in tried) {
    // beyond the dates of a day, booking is no way to have one tried as well
    const patientId = await addUnverifiedPatient(context, patient);
    if (linkedTo === null) await linkSession(context, sessionId, { identityIndex: null, chart: newChart(patientId) });
    context.touches(patientId);
    return patientId;
  }
  const chart = tried.chart?.isSaid === true ? tried.chart : await chartOfName(context, tried.chart, patient);
  await linkSession(context, sessionId, { identityIndex: identity.identityIndex, chart });
  context.touches(chart.patientId);
  return chart.patientId;
}

const newChart = (patientId: string): KnownChart => ({ patientId, isSaid: false });

/**
 * The chart of whom a form names, by the one that was found. One that a visitor has typed is written over by its person, and verified by it, if the name is theirs; else it is
 * somebody else's, a twin's or a stranger's, and stays as it is. What is verified nobody writes over; under another name the visit stands by itself, as a visitor's does.
 */
async function chartOfName(
  context: RequestContext,
  found: KnownChart | null,
  patient: NewPatient,
): Promise<KnownChart> {
  const chart = found === null ? undefined : await findChart(context, found.patientId);
  if (found !== null && chart !== undefined && hasSameName(chart.patient, patient)) {
    if (chart.isVerified) return found;
    await rewritePatient(context, found.patientId, patient);
    await markVerified(context, found.patientId);
    await context.note('rewritePatient', found.patientId, found.patientId);
    return found;
  }
  const own = newChart(await addUnverifiedPatient(context, patient));
  if (chart?.isVerified === true) return own;
  if (found !== null) await unmarkShown(context, found.patientId);
  await markVerified(context, own.patientId);
  return own;
}
