import type { Method } from '@openprm/contract';
import { type Policy, type Scope, allowsScope, staffRolePolicies } from '@openprm/contract/policies';
import { Problem } from '../problem.ts';
import type { Principal } from './principal.ts';

/** The scopes that a principal holds, or undefined for a kind that is not limited by scopes. */
function scopesOf(principal: Principal): readonly string[] | undefined {
  switch (principal.kind) {
    case 'secret':
      return principal.scopes;
    case 'staff':
      return staffRolePolicies[principal.role].scopes;
    case 'publishable':
    case 'link':
    case 'patient':
    case 'person':
    case 'handle':
    case 'sign-in-link':
    case 'waitlist-link':
    case 'survey-link':
      return undefined;
  }
}

/** Whether a principal may do what a scope names. Kinds that are not limited by scopes are limited by what each row says. */
export function holdsScope(principal: Principal, scope: Scope): boolean {
  const held = scopesOf(principal);
  return held === undefined || allowsScope(held, scope);
}

/**
 * Checks a row's policy: the kind of principal, and its scope.
 *
 * @throws Problem `permission-denied`, naming what would be needed
 */
export function checkAccess({ access, scope }: Pick<Policy, 'access' | 'scope'>, principal: Principal): void {
  const kinds: readonly Principal['kind'][] = access;
  if (!kinds.includes(principal.kind))
    throw new Problem('permission-denied', { detail: `This address is for: ${access.join(', ')}.` });
  if (scope !== undefined && !holdsScope(principal, scope))
    throw new Problem('permission-denied', { detail: `This address needs the scope ${scope}.` });
}

/**
 * Checks that who acts for a patient and may only read changes nothing while they do. A row that is about their own session is theirs, whomever they act for. What
 * is answered says nothing of the patient: it is the same for what is there and what is not.
 *
 * @param principal as it stands at this moment, with the right by which it acts
 * @throws Problem `permission-denied`
 */
export function checkRightToChange(
  { method, own }: Pick<Policy, 'own'> & { readonly method: Method },
  principal: Principal,
): void {
  if (method === 'GET' || isOfOwnSession(own) || mayChange(principal)) return;
  throw new Problem('permission-denied', { detail: 'You may read for this patient, and change nothing.' });
}

/** Whether a row is about the caller's own sessions. */
const isOfOwnSession = (own: Policy['own']) =>
  own === 'credential' || (typeof own === 'object' && own.what === 'session');

/** Also behind the credential of a visit that was booked for somebody: it may do what the right says now. */
function mayChange(principal: Principal): boolean {
  if (principal.kind === 'person') return principal.actingFor?.mayChange !== false;
  return principal.kind !== 'patient' || principal.by?.mayChange !== false;
}
