import type { Owned, Policy } from '@openprm/contract/policies';
import { sql } from 'kysely';
import { isOfCurrentDay } from '../features/appointments/current-day.ts';
import { isOwnSession } from '../features/patient-sessions/own-sessions.ts';
import { notFound } from '../problem.ts';
import type { RequestContext } from './context.ts';
import type { ParsedRequest } from './parse-request.ts';
import { reachOf } from './reach.ts';

/** The part of a row that decides about ownership. */
type OwnershipRow = Pick<Policy, 'own'>;

/** How each kind of thing is known to be a principal's own; and what it is called, which is all that a refusal says. */
const ownership: Readonly<
  Record<Owned['what'], { readonly noun: string; isOwn(context: RequestContext, id: string): Promise<boolean> }>
> = {
  appointment: { noun: 'appointment', isOwn: isOwnAppointment },
  'waitlist-entry': {
    noun: 'waitlist entry',
    isOwn: async (context, id) => {
      const reach = reachOf(context.principal);
      if (reach.of === 'patient') return isEntryOf(context, reach.patientId, id);
      return reach.of === 'clinic' || (reach.of === 'waitlist-entry' && reach.entryId === id);
    },
  },
  'survey-invitation': { noun: 'survey invitation', isOwn: isOwnInvitation },
  session: {
    noun: 'session',
    isOwn: async (context, id) => context.principal.kind === 'person' && isOwnSession(context, context.principal, id),
  },
  'questionnaire-response': { noun: 'questionnaire response', isOwn: isOwnResponse },
};

/** Whether an appointment is within reach. */
async function isOwnAppointment(context: RequestContext, appointmentId: string): Promise<boolean> {
  const reach = reachOf(context.principal);
  switch (reach.of) {
    case 'clinic':
      return true;
    case 'current-day':
      return isAppointmentOfToday(context, appointmentId);
    case 'appointment':
      return reach.appointmentId === appointmentId;
    case 'patient':
      return isAppointmentOf(context, reach.patientId, appointmentId);
    case 'waitlist-entry':
    case 'survey-invitation':
    case 'nothing':
      return false;
  }
}

async function isAppointmentOfToday({ tx, tenantId }: RequestContext, appointmentId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('appointment')
    .innerJoin('location', (on) =>
      on.onRef('location.tenant_id', '=', 'appointment.tenant_id').onRef('location.id', '=', 'appointment.location_id'),
    )
    .select('appointment.id')
    .where('appointment.tenant_id', '=', tenantId)
    .where('appointment.id', '=', appointmentId)
    .where(isOfCurrentDay)
    .executeTakeFirst();
  return row !== undefined;
}

async function isAppointmentOf(
  { tx, tenantId }: RequestContext,
  patientId: string,
  appointmentId: string,
): Promise<boolean> {
  const row = await tx
    .selectFrom('appointment')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', appointmentId)
    .where('patient_id', '=', patientId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether an invitation is the caller's to answer: they have its link, or they are its patient and it has not ended. Who acts for the patient answers for themself. */
async function isOwnInvitation(context: RequestContext, id: string): Promise<boolean> {
  const reach = reachOf(context.principal);
  if (reach.of === 'survey-invitation') return reach.invitationId === id;
  return reach.of === 'clinic' || (await ownInvitations(context).where('id', '=', id).executeTakeFirst()) !== undefined;
}

/** The invitations of whoever is signed in themself, as long as their links answer. */
function ownInvitations({ tx, tenantId, principal }: RequestContext) {
  const ownPatientId = principal.kind === 'person' && principal.actingFor === null ? principal.patientId : null;
  return tx
    .selectFrom('survey_invitation')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', ownPatientId)
    .where('expires_at', '>', sql<Date>`now()`);
}

/**
 * Whether a response is within reach. Of an anonymous one nobody is known to be the owner: whoever has its secret is, which the service asks for.
 */
async function isOwnResponse(context: RequestContext, id: string): Promise<boolean> {
  const { tx, tenantId, principal } = context;
  const reach = reachOf(principal);
  const response = tx
    .selectFrom('questionnaire_response')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id);
  const isThere = async (query: typeof response) => (await query.executeTakeFirst()) !== undefined;
  switch (reach.of) {
    case 'clinic':
      return true;
    case 'patient':
      // whoever acts for a patient does not touch what the patient has begun, nor the other way
      return (
        principal.kind === 'person' &&
        isThere(
          response
            .where('patient_id', '=', reach.patientId)
            .where(({ or, eb }) =>
              or([eb('begun_by', '=', principal.personId), eb('invitation_id', 'in', ownInvitations(context))]),
            ),
        )
      );
    case 'survey-invitation':
      return isThere(response.where('invitation_id', '=', reach.invitationId));
    case 'nothing':
      return principal.kind === 'publishable' && isThere(response.where('mode', '=', 'anonymous'));
    case 'current-day':
    case 'appointment':
    case 'waitlist-entry':
      return false;
  }
}

async function isEntryOf({ tx, tenantId }: RequestContext, patientId: string, entryId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('waitlist_entry')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', entryId)
    .where('patient_id', '=', patientId)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Checks that what a request names is the caller's own, for every row that says so (`own`), by what they reach at all: what a service is
 * handed may be read and changed by whoever asked. A thing that is not there is left to the service, whose words are the same.
 *
 * @throws Problem `not-found`
 */
export async function checkOwnership(
  { own }: OwnershipRow,
  request: ParsedRequest,
  context: RequestContext,
): Promise<void> {
  if (typeof own !== 'object') return;
  const id = readPath(request, own.at);
  if (id === undefined) return;
  const { noun, isOwn } = ownership[own.what];
  if (!(await isOwn(context, id))) throw notFound(noun, { triedFor: id });
}

/** The text at a path such as `params.id`, or undefined where the request leaves it out. */
export function readPath(request: ParsedRequest, path: string): string | undefined {
  let value: unknown = request;
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  }
  return typeof value === 'string' ? value : undefined;
}
