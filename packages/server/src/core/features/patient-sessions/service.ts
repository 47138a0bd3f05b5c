import type { EndpointAnswer, getCurrentSession as currentRow, refreshSession as refreshRow } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import type { PersonPrincipal } from '../../http/principal.ts';
import { Problem } from '../../problem.ts';
import { requirePatient } from '../patients/require-patient.ts';
import { identityIndex } from '../persons/contact.ts';
import { tryDate } from '../persons/match-chart.ts';
import { readPersonEmail } from '../persons/person-repository.ts';
import { endSignInLinks } from '../sign-in/link-service.ts';
import { endSurveyLinks } from '../survey-invitations/live-invitation.ts';
import { endAccessOfPatient } from '../appointment-access/live-access.ts';
import { endEntryLinks } from '../waitlist-entries/live-entry.ts';
import { describeSession } from './describe-session.ts';
import { isProofOf } from './device-key.ts';
import { sessionEnded } from './live-person.ts';
import { endOtherSessions } from './own-sessions.ts';
import { createHandle } from './session-handle.ts';
import { advanceGeneration, endSessions, linkSession, lockLiveSession } from './session-repository.ts';
import { credentialsOf } from './start-session.ts';
import { endWaysIn } from './ways-in.ts';

/** The person who calls. The row's policy has seen to the kind. @throws Problem `permission-denied` for any other */
export function requirePerson({ principal }: RequestContext): PersonPrincipal {
  if (principal.kind !== 'person') throw new Problem('permission-denied');
  return principal;
}

/**
 * Exchanges a handle for the next one.
 *
 * @throws Problem `credential-invalid` when the proof is not by the session's key: who copied a handle has not copied the key, and may not end the
 * session either. `session-ended` when it is over; and when the handle was used before: then somebody else has the key too, and the session ends.
 */
export async function refreshSession(
  context: RequestContext,
  proof: string,
): Promise<EndpointAnswer<typeof refreshRow>> {
  const { principal, keys, tenantId } = context;
  if (principal.kind !== 'handle') throw new Problem('permission-denied');
  const { sessionId, generation } = principal;
  const session = await lockLiveSession(context, sessionId);
  if (session === undefined) throw sessionEnded();
  context.touches(sessionId);
  const handle = await createHandle(keys, tenantId, sessionId, generation);
  if (!(await isProofOf(session.device_key, handle, proof)))
    throw new Problem('credential-invalid', { detail: 'The proof was not made by the key of this session.' });
  if (generation !== session.generation) {
    await endSessions(context, { id: sessionId }, 'handle-reused');
    throw new Problem('session-ended', {
      detail: 'This handle was used before. The session was ended; sign in again.',
      keepsWrites: true,
    });
  }
  const next = await advanceGeneration(context, session);
  return credentialsOf(context, { sessionId, personId: session.person_id, generation: next });
}

/** The own session. */
export const getCurrentSession = (context: RequestContext): Promise<EndpointAnswer<typeof currentRow>> =>
  describeSession(context, requirePerson(context).sessionId);

/**
 * Links the session to the one chart that has its verified address and a birth date. None and several look the same.
 *
 * @throws Problem `rate-limited` after five dates that found nothing within a day
 */
export async function matchCurrentSession(
  context: RequestContext,
  birthDate: string,
): Promise<EndpointAnswer<typeof currentRow>> {
  const { sessionId, personId, patientId } = requirePerson(context);
  const email = await readPersonEmail(context, personId);
  if (patientId === null && email !== null) {
    const index = await identityIndex(context.keys, context.tenantId, email, birthDate);
    const tried = await tryDate(context, personId, { email, birthDate, identityIndex: index });
    if ('waitSeconds' in tried) {
      throw new Problem('rate-limited', {
        detail: 'Too many dates were tried that fit to no chart. Call the clinic, or go on without your chart.',
        retryAfterSeconds: tried.waitSeconds,
      });
    }
    await linkSession(context, sessionId, { identityIndex: index, chart: tried.chart });
  }
  return describeSession(context, sessionId);
}

/** Signs out here, or everywhere: each session that is shown as one's own, and no one else's at the same mailbox. */
export async function endOwnSessions(context: RequestContext, which: 'this' | 'all'): Promise<undefined> {
  const principal = requirePerson(context);
  const { sessionId } = principal;
  if (which === 'all') await endOtherSessions(context, principal);
  await endSessions(context, { id: sessionId }, 'signed-out');
  context.touches(sessionId);
}

/**
 * Signs a patient out everywhere, and whoever acts for them; codes and links by which nobody has signed in yet and the mailed ones to their visits, to what they wait for and by which they answer end
 * too. @throws Problem `not-found`
 */
export async function endPatientSessions(context: RequestContext, patientId: string): Promise<undefined> {
  await requirePatient(context, patientId, { mayBeErased: true });
  // what opens sessions ends before them: ending it waits for whoever is just signing in by it
  await endSignInLinks(context, patientId);
  await endWaysIn(context, patientId);
  for (const appointmentId of await endAccessOfPatient(context, patientId)) context.touches(appointmentId, patientId);
  await endEntryLinks(context, { patientId });
  await endSurveyLinks(context, { patientId });
}
