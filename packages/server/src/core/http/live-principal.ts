import { findLiveKey } from '../features/api-keys/key-repository.ts';
import { isLiveAccess } from '../features/appointment-access/live-access.ts';
import { requireLivePerson } from '../features/patient-sessions/live-person.ts';
import { hasLostChart } from '../features/related-persons/right-to-act.ts';
import { findLiveSessionById } from '../features/staff-sessions/session-repository.ts';
import { contactOfInvitation, isLiveInvitation } from '../features/survey-invitations/live-invitation.ts';
import { isLiveEntry } from '../features/waitlist-entries/live-entry.ts';
import { Problem, notFound } from '../problem.ts';
import type { TenantScope } from './context.ts';
import type { Principal } from './principal.ts';

/** Says that a page makes the call by itself, so that nobody who sits there keeps a session alive by it: `true`. */
export const passiveHeader = 'prm-passive';

/** Names the patient for whom a person's request acts: an id, `pat_…`. Without it a request acts for the person's own chart. */
export const actingForHeader = 'prm-acting-for';

/**
 * Whom a credential stands for at this moment, read in the request's transaction, so that what was taken back is taken back at once and at every process.
 *
 * @param isPassive whether a page makes the call by itself
 * @param hasBody whether a body was read, or storage asked, since the credential was looked up: as long as that takes, what was taken back would hold on
 * @param takesEndedLinks whether a mailed link may do this when it has ended, too
 * @throws Problem `session-ended`, `credential-invalid`, `credential-expired`; or `not-found` for a patient whom the caller may not act for
 */
export async function requireLive(
  scope: TenantScope,
  principal: Principal,
  actingFor: string | undefined,
  {
    isPassive,
    hasBody,
    takesEndedLinks = false,
  }: { readonly isPassive: boolean; readonly hasBody: boolean; readonly takesEndedLinks?: boolean },
): Promise<Principal> {
  switch (principal.kind) {
    case 'person':
      return requireLivePerson(scope, principal, actingFor, { isPassive });
    case 'patient':
      return requireLiveAccess(
        scope,
        principal.by === undefined
          ? principal
          : { ...principal, by: await requireLiveBooker(scope, principal.by, principal.appointmentId, { isPassive }) },
      );
    case 'link':
      return requireLiveAccess(scope, principal);
    case 'waitlist-link':
      if (await isLiveEntry(scope, principal)) return principal;
      throw new Problem('credential-invalid', { detail: 'This link is good no more. Call the clinic.' });
    case 'survey-link':
      if (takesEndedLinks || (await isLiveInvitation(scope, principal))) return principal;
      throw new Problem('credential-invalid', {
        detail: 'This link is good no more.',
        contact: await contactOfInvitation(scope, principal.invitationId),
      });
    case 'publishable':
    case 'secret':
      return hasBody ? requireLiveKey(scope, principal) : principal;
    case 'staff':
      return hasBody ? requireLiveStaff(scope, principal) : principal;
    // looked up as they are used: a handle by its session, a link by its row
    case 'handle':
    case 'sign-in-link':
      return principal;
  }
}

async function requireLiveKey<Key extends Principal & { kind: 'publishable' | 'secret' }>(
  scope: TenantScope,
  principal: Key,
): Promise<Key> {
  const live = await findLiveKey(scope, principal.keyId);
  if (live === undefined) throw new Problem('credential-invalid', { detail: 'No such key, or it was revoked.' });
  return { ...principal, ...live };
}

async function requireLiveStaff(
  scope: TenantScope,
  principal: Principal & { kind: 'staff' },
): Promise<Principal & { kind: 'staff' }> {
  const live = await findLiveSessionById(scope, principal.sessionId);
  if (live === undefined) throw new Problem('credential-expired', { detail: 'Sign in again.' });
  return { ...principal, role: live.role };
}

/** A link ends when the clinic ends it, and with it every credential that came of it. */
async function requireLiveAccess(
  scope: TenantScope,
  principal: Principal & { kind: 'link' | 'patient' },
): Promise<Principal> {
  if (await isLiveAccess(scope, principal)) return principal;
  throw new Problem('credential-invalid', {
    detail: 'The clinic has ended this link. Use that of the newest mail, or call the clinic.',
  });
}

type Booker = NonNullable<(Principal & { kind: 'patient' })['by']>;

/** A credential that a session's booking brought ends with that session, with the right to act for the patient, and with what the clinic has said to be their own chart. */
async function requireLiveBooker(
  scope: TenantScope,
  by: Booker,
  appointmentId: string,
  use: { readonly isPassive: boolean },
): Promise<Booker> {
  const { tenantId } = scope;
  const { sessionId, personId } = by;
  const person = await requireLivePerson(
    scope,
    { kind: 'person', tenantId, sessionId, personId, patientId: null, actingFor: null },
    by.actingFor,
    use,
  );
  if (by.actingFor === undefined && (await hasLostChart(scope, { sessionId, appointmentId })))
    throw notFound('patient');
  return { ...by, relatedPersonId: person.actingFor?.relatedPersonId, mayChange: person.actingFor?.mayChange };
}
