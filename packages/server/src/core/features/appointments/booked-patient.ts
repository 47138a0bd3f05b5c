import type { appointmentCreateSchema, patientInputSchema } from '@openprm/contract';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import type { PersonPrincipal } from '../../http/principal.ts';
import { invalid, notFound } from '../../problem.ts';
import { linkSession } from '../patient-sessions/session-repository.ts';
import { subjectOf } from '../../http/reach.ts';
import { addUnverifiedPatient, rewritePatient } from '../patients/patient-repository.ts';
import { findChart, markVerified, readChart } from '../persons/charts.ts';
import { identityIndex, normalizeEmail } from '../persons/contact.ts';
import { tryDate } from '../persons/match-chart.ts';
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

function requirePatient({ patient }: Booking): NewPatient {
  if (patient === undefined) throw invalid('/body/patient', 'is required (object)');
  return patient;
}

/** A person books for their own chart or for whom they act; a prospect, whose address was verified, becomes a patient by it. */
async function patientOfPerson(context: RequestContext, person: PersonPrincipal, booking: Booking): Promise<string> {
  const subject = subjectOf(person);
  if (subject !== null) {
    if (booking.patient !== undefined)
      throw invalid('/body/patient', 'must be left out: the booking is for the chart of the session');
    if (booking.patientId !== undefined && booking.patientId !== subject) throw notFound('patient');
    return subject;
  }
  if (booking.patientId !== undefined) throw notFound('patient');
  return patientOfProspect(context, person, requirePatient(booking));
}

/**
 * With the birth date there is all that finding a chart needs. Where none fits, one is made. A session is linked only to a chart whose address it has shown: its typed
 * address may be another's, who finds that chart by it later, and whose visits the session would then read and end.
 */
async function patientOfProspect(
  context: RequestContext,
  { sessionId, personId }: PersonPrincipal,
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
  const index = await identityIndex(keys, tenantId, patient.email, patient.birthDate);
  const tried = await tryDate(context, personId, { ...patient, identityIndex: index });
  const mayLook = 'chart' in tried;
  const chart = mayLook ? tried.chart : null;
  const patientId = chart?.patientId ?? (await addUnverifiedPatient(context, patient));
  // what they say of themselves goes before what a visitor typed, and not before what the clinic knows
  if (chart !== null && !chart.isSaid && (await findChart(context, patientId))?.isVerified === false)
    await rewritePatient(context, patientId, patient);
  if (mayLook && !chart?.isSaid) await markVerified(context, patientId);
  // Beyond the dates of a day, booking is no way to have one tried as well.
  await linkSession(context, sessionId, {
    identityIndex: mayLook ? index : null,
    chart: chart ?? { patientId, isSaid: false },
  });
  context.touches(patientId);
  return patientId;
}
