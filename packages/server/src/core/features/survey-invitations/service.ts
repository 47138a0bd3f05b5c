import type {
  EndpointAnswer,
  createSurveyInvitation as createRow,
  decideSurveyMail as decideRow,
  openSurveyInvitation as openRow,
  surveyInvitationCreateSchema,
} from '@openprm/contract';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import { Problem, invalid, notFound } from '../../problem.ts';
import { recordConsent } from '../consents/consent-repository.ts';
import { found } from '../found.ts';
import { readInvitedProgress } from '../questionnaire-responses/service.ts';
import { findSurvey } from '../surveys/survey-repository.ts';
import { countOpenLinks, findInvitation, insertInvitation, noteAsked } from './invitation-repository.ts';
import { createSurveyLink } from './link.ts';
import { isLiveInvitation } from './live-invitation.ts';

type Input = z.output<typeof surveyInvitationCreateSchema>;

/**
 * Asks one person: the patient of a visit, or a patient.
 *
 * @throws Problem `not-found`; `validation-failed` for a visit to another organization than the survey's; `already-exists` for a visit that was asked about, or more links of one patient than anybody answers
 */
export async function createSurveyInvitation(
  context: RequestContext,
  input: Input,
): Promise<EndpointAnswer<typeof createRow>> {
  const { tenantId, keys } = context;
  const survey = found('survey', await findSurvey(context, input.surveyId));
  if (!survey.active) throw notFound('survey');
  const { mode } = survey;
  if (mode === 'anonymous')
    throw invalid('/body/surveyId', 'must not be of an anonymous survey: a link says who answers');
  const patientId = await invitedPatient(context, input);
  if ('appointmentId' in input) await requireVisit(context, input.appointmentId, survey);
  if ((await countOpenLinks(context, patientId)) >= mostOpenLinks)
    throw new Problem('already-exists', {
      detail: `This patient has ${mostOpenLinks} links by which they may answer. End the patient's sessions to end them, then make another.`,
    });
  const made = await insertInvitation(context, {
    id: context.newId('svi'),
    survey: { id: survey.id, mode },
    patientId,
    appointmentId: 'appointmentId' in input ? input.appointmentId : null,
    now: context.now,
  });
  if (made === undefined)
    throw new Problem('already-exists', { detail: 'This visit was asked about by this survey already.' });
  await noteAsked(context, patientId);
  const { id } = made;
  context.touches(id, patientId);
  return {
    id,
    surveyId: survey.id,
    expiresAt: made.expires_at.toISOString(),
    secret: await createSurveyLink(keys, tenantId, id, made.link_version),
  };
}

/** So many links of one patient answer at once. */
const mostOpenLinks = 100;

/** @throws Problem `not-found`, also for who was erased */
async function invitedPatient({ tx, tenantId }: RequestContext, input: Input): Promise<string> {
  const patients = tx
    .selectFrom('patient')
    .select('patient.id')
    .where('patient.tenant_id', '=', tenantId)
    .where('patient.erased_at', 'is', null)
    // one after the other, so that each counts the links of the one before
    .forNoKeyUpdate();
  const row =
    'patientId' in input
      ? await patients.where('patient.id', '=', input.patientId).executeTakeFirst()
      : await patients
          .where('patient.id', 'in', (from) =>
            from
              .selectFrom('appointment')
              .select('appointment.patient_id')
              .where('appointment.tenant_id', '=', tenantId)
              .where('appointment.id', '=', input.appointmentId),
          )
          .executeTakeFirst();
  if (row === undefined) throw notFound('patientId' in input ? 'patient' : 'appointment');
  return row.id;
}

/**
 * Nobody is asked about a visit to somebody else, or one that does not take place. A link that was made before it was cancelled answers still: what is said by it may be why, or that somebody needs help.
 *
 * @throws Problem `validation-failed`
 */
async function requireVisit(
  { tx, tenantId }: RequestContext,
  id: string,
  survey: { readonly organization_id: string },
): Promise<void> {
  const visit = await tx
    .selectFrom('appointment')
    .innerJoin('healthcare_service as service', (on) =>
      on
        .onRef('service.tenant_id', '=', 'appointment.tenant_id')
        .onRef('service.id', '=', 'appointment.healthcare_service_id'),
    )
    .select(['service.organization_id', 'appointment.status'])
    .where('appointment.tenant_id', '=', tenantId)
    .where('appointment.id', '=', id)
    .executeTakeFirst();
  if (visit?.organization_id !== survey.organization_id)
    throw invalid('/body/appointmentId', "must be a visit to the survey's organization");
  if (noVisits.has(visit.status))
    throw invalid('/body/appointmentId', 'must be a visit that takes place: ask the patient by patientId instead');
}

/** What takes no place, or took none. */
const noVisits: ReadonlySet<string> = new Set(['cancelled', 'noshow', 'entered-in-error']);

/** Opens a link: which survey it is for, and what was answered by it so far. */
export async function openSurveyInvitation(context: RequestContext): Promise<EndpointAnswer<typeof openRow>> {
  const { principal } = context;
  if (principal.kind !== 'survey-link') throw new Problem('permission-denied');
  const row = found('survey invitation', await findInvitation(context, principal.invitationId));
  const { isComplete, progress } = await readInvitedProgress(context, row.id);
  context.touches(row.id, row.patient_id);
  return {
    id: row.id,
    surveyId: row.survey_id,
    status: isComplete ? 'answered' : 'pending',
    expiresAt: row.expires_at.toISOString(),
    progress,
  };
}

/**
 * Notes whether the link's patient wants further mails of this kind.
 *
 * @throws Problem `credential-invalid` for who agrees by a link that has ended: it may be in other hands since
 */
export async function decideSurveyMail(
  context: RequestContext,
  decision: 'permit' | 'deny',
): Promise<EndpointAnswer<typeof decideRow>> {
  const { principal } = context;
  if (principal.kind !== 'survey-link') throw new Problem('permission-denied');
  if (decision === 'permit' && !(await isLiveInvitation(context, principal)))
    throw new Problem('credential-invalid', { detail: 'This link is good no more.' });
  const invitation = await findInvitation(context, principal.invitationId);
  // with its patient the invitation is gone: nobody is left who could be asked
  if (invitation === undefined) return { decision, recordedAt: new Date(context.now).toISOString() };
  const { patient_id: patientId } = invitation;
  const { id, recordedAt } = await recordConsent(context, {
    id: context.newId('con'),
    patientId,
    category: 'survey-mail',
    decision,
    recordedBy: 'patient',
  });
  context.touches(id, patientId);
  return { decision, recordedAt };
}
