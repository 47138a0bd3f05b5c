import { endpointTable } from '@openprm/contract/policies';
import { findKeyRow } from '../features/api-keys/key-repository.ts';
import { requireLivePerson } from '../features/patient-sessions/live-person.ts';
import { readSessionEnd } from '../features/patient-sessions/session-repository.ts';
import { readNextRightsEnd } from '../features/related-persons/right-to-act.ts';
import { findLiveSessionById } from '../features/staff-sessions/session-repository.ts';
import { checkAccess } from '../http/check-access.ts';
import type { TenantScope } from '../http/context.ts';
import type { Principal } from '../http/principal.ts';
import { Problem } from '../problem.ts';

/** Whoever has a feed open, at one moment. */
export interface LivePrincipal {
  readonly principal: Principal;
  /** In how many milliseconds it has to be looked at again, though nothing was taken back: a session ends by itself. Infinity: never. */
  readonly againInMilliseconds: number;
}

/**
 * Looks again whether somebody may still be told of events: by the rows that a request would read, and without counting as a use of the session.
 *
 * @param actingFor the patient for whom the feed was opened, if not for the own chart
 * @returns undefined when it is over
 */
export async function findStillLive(
  scope: TenantScope,
  principal: Principal,
  actingFor: string | undefined,
): Promise<LivePrincipal | undefined> {
  try {
    const live = await read(scope, principal, actingFor);
    if (live !== undefined) checkAccess(endpointTable.streamEvents, live.principal);
    return live;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

async function read(
  scope: TenantScope,
  principal: Principal,
  actingFor: string | undefined,
): Promise<LivePrincipal | undefined> {
  switch (principal.kind) {
    case 'person': {
      const live = await requireLivePerson(scope, { ...principal, patientId: null, actingFor: null }, actingFor, {
        isPassive: true,
      });
      // who has lost the chart for which the feed was opened
      if (actingFor === undefined && principal.patientId !== null && live.patientId !== principal.patientId)
        return undefined;
      const { endsInMilliseconds, chartIsSaid } = await readSessionEnd(scope, principal.sessionId);
      const restsOnRight = live.actingFor !== null || chartIsSaid;
      const rightsEnd = restsOnRight ? await readNextRightsEnd(scope) : Number.POSITIVE_INFINITY;
      return { principal: live, againInMilliseconds: Math.min(endsInMilliseconds, rightsEnd) };
    }
    case 'staff': {
      const session = await findLiveSessionById(scope, principal.sessionId);
      if (session === undefined) return undefined;
      return { principal: { ...principal, role: session.role }, againInMilliseconds: session.endsInMilliseconds };
    }
    case 'secret': {
      const key = await findKeyRow(scope, principal.keyId);
      if (key?.isLive !== true) return undefined;
      return { principal: { ...principal, scopes: key.scopes }, againInMilliseconds: Number.POSITIVE_INFINITY };
    }
    case 'publishable':
    case 'link':
    case 'patient':
    case 'handle':
    case 'sign-in-link':
    case 'waitlist-link':
    case 'survey-link':
      return undefined;
  }
}

/** The ids of the rows that somebody's access rests on: of each the database says when it has changed. */
export function restsOn(principal: Principal): readonly string[] {
  switch (principal.kind) {
    case 'person':
      return [principal.sessionId, ...(principal.actingFor === null ? [] : [principal.actingFor.relatedPersonId])];
    case 'staff':
      return [principal.sessionId, principal.staffId];
    case 'secret':
      return [principal.keyId];
    case 'publishable':
    case 'link':
    case 'patient':
    case 'handle':
    case 'sign-in-link':
    case 'waitlist-link':
    case 'survey-link':
      return [];
  }
}
