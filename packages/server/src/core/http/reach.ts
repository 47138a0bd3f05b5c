import { staffRolePolicies } from '@openprm/contract/policies';
import type { PersonPrincipal, Principal } from './principal.ts';

/**
 * What of a clinic's personal things a principal reaches at all:
 * - `clinic`: everybody's. What may be done with it, their scopes say
 * - `current-day`: everybody's visits of the present day, and nothing else
 * - `appointment`: that one, and not the chart that it may be linked to
 * - `patient`: what is of one chart, their own or that of the patient for whom they act
 * - `waitlist-entry`: that one
 * - `survey-invitation`: what is answered by that one
 * - `nothing`
 */
export type Reach =
  | { readonly of: 'clinic' }
  | { readonly of: 'current-day' }
  | { readonly of: 'appointment'; readonly appointmentId: string }
  | { readonly of: 'patient'; readonly patientId: string }
  | { readonly of: 'waitlist-entry'; readonly entryId: string }
  | { readonly of: 'survey-invitation'; readonly invitationId: string }
  | { readonly of: 'nothing' };

/**
 * What a principal reaches. This is the one place that decides it: `check-ownership.ts` asks for what a request names, and the services whose rows answer "those of a list that
 * are one's own" narrow their lists by it.
 */
export function reachOf(principal: Principal): Reach {
  switch (principal.kind) {
    case 'secret':
      return { of: 'clinic' };
    case 'staff':
      return { of: staffRolePolicies[principal.role].visits === 'all' ? 'clinic' : 'current-day' };
    case 'link':
    case 'patient':
      return { of: 'appointment', appointmentId: principal.appointmentId };
    case 'person': {
      const patientId = subjectOf(principal);
      return patientId === null ? { of: 'nothing' } : { of: 'patient', patientId };
    }
    case 'waitlist-link':
      return { of: 'waitlist-entry', entryId: principal.entryId };
    case 'survey-link':
      return { of: 'survey-invitation', invitationId: principal.invitationId };
    case 'publishable':
    case 'handle':
    case 'sign-in-link':
      return { of: 'nothing' };
  }
}

/** The patient whose things a person's request reaches: whom they act for, or themself; null for a prospect. */
export const subjectOf = ({ actingFor, patientId }: PersonPrincipal): string | null =>
  actingFor === null ? patientId : actingFor.patientId;
