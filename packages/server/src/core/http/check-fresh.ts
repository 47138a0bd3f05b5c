import { type Policy, freshMinutes } from '@openprm/contract/policies';
import { hasBegunWithin } from '../features/patient-sessions/session-repository.ts';
import { isProvenWithin } from '../features/staff-sessions/session-repository.ts';
import { Problem } from '../problem.ts';
import type { TenantScope } from './context.ts';
import type { Principal } from './principal.ts';

/**
 * Checks that who acts by a session has shown moments ago who they are, for every row that says so (`fresh`): an open page at an empty desk, or a session that somebody
 * has taken over, is not enough for a grave act (OWASP ASVS 5.0, 7.5.3). By the database's clock, in the request's transaction. It is asked before an answer is
 * given again, and refuses before anything is kept, so that the same request with the same `Idempotency-Key` is done once they have.
 *
 * @throws Problem `reauthentication-required`, saying how
 */
export async function checkFresh(
  { fresh }: Pick<Policy, 'fresh'>,
  scope: TenantScope,
  principal: Principal,
): Promise<void> {
  if (fresh !== true) return;
  switch (principal.kind) {
    case 'staff':
      if (await isProvenWithin(scope, principal.sessionId, freshMinutes.staff)) return;
      throw new Problem('reauthentication-required', {
        detail: `Show your second factor on the staff's pages, then send this again within ${freshMinutes.staff} minutes.`,
      });
    case 'person':
      if (await hasBegunWithin(scope, principal.sessionId, freshMinutes.person)) return;
      throw new Problem('reauthentication-required', {
        detail: `Sign in once more, then send this again within ${freshMinutes.person} minutes.`,
      });
    // no sessions: what a key does, a machine does, and a link or a handle opens no row of these
    case 'publishable':
    case 'secret':
    case 'link':
    case 'patient':
    case 'handle':
    case 'sign-in-link':
    case 'waitlist-link':
    case 'survey-link':
  }
}
