import type { TenantScope } from '../../http/context.ts';
import type { PersonPrincipal } from '../../http/principal.ts';
import { Problem, notFound } from '../../problem.ts';
import { findRight } from '../related-persons/right-to-act.ts';
import { findLiveSession, noteUse } from './session-repository.ts';

/**
 * Reads whom an access token stands for now: its session must live, and for whom the request says that it acts, the clinic must have given the right.
 *
 * @param actingForPatientId of the request's header `Prm-Acting-For`
 * @param isPassive for what a page does by itself: it does not keep the session from ending for want of use
 * @throws Problem `session-ended`; `not-found` for a patient whom this person may not act for
 */
export async function requireLivePerson(
  scope: TenantScope,
  principal: PersonPrincipal,
  actingForPatientId: string | undefined,
  { isPassive = false }: { readonly isPassive?: boolean } = {},
): Promise<PersonPrincipal> {
  const session = await findLiveSession(scope, principal.sessionId);
  if (session === undefined || session.person_id !== principal.personId) throw sessionEnded();
  const person = { ...principal, patientId: session.patient_id };
  if (actingForPatientId === undefined || actingForPatientId === session.patient_id) {
    if (!isPassive) await noteUse(scope, session);
    return person;
  }
  const right =
    session.identity_index === null ? undefined : await findRight(scope, session.identity_index, actingForPatientId);
  if (right === undefined) throw notFound('patient', { triedFor: actingForPatientId });
  if (!isPassive) await noteUse(scope, session, actingForPatientId);
  return { ...person, actingFor: right };
}

/** The answer to who was signed out, was away for too long, or has been signed in for too long. */
export const sessionEnded = () =>
  new Problem('session-ended', { detail: 'The session is over. Sign in again; what was typed can be kept.' });
