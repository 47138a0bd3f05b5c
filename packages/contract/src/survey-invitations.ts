import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { code, id, instantText } from './primitives.ts';
import { consentDecisions } from './consents.ts';
import { responseProgressSchema } from './questionnaire-responses.ts';

/** How an invitation stands. */
export const surveyInvitationStatuses = ['pending', 'answered'] as const;

/** One person is asked, about one visit or about none. Its link answers once, until it expires. */
export const surveyInvitationMadeSchema = z.object({
  id: z.string(),
  surveyId: z.string(),
  expiresAt: instantText,
  /** The link's secret, `svl_…`: it goes behind the `#` of an address, never before it. */
  secret: z.string(),
});
export type SurveyInvitationMade = z.output<typeof surveyInvitationMadeSchema>;

/** Whom to ask: the patient of a visit, once for each visit, or a patient. */
export const surveyInvitationCreateSchema = z.union([
  z.strictObject({ surveyId: id('svy'), appointmentId: id('apt') }),
  z.strictObject({ surveyId: id('svy'), patientId: id('pat') }),
]);
export type SurveyInvitationCreate = z.input<typeof surveyInvitationCreateSchema>;

/** What a link is for. */
export const surveyInvitationOpenedSchema = z.object({
  id: z.string(),
  surveyId: z.string(),
  status: code(surveyInvitationStatuses),
  expiresAt: instantText,
  /** What was begun by this link. */
  progress: z.nullable(responseProgressSchema),
});
export type SurveyInvitationOpened = z.output<typeof surveyInvitationOpenedSchema>;

/** Makes a link for one person. Whoever has it may answer as them, and learns nothing of them. */
export const createSurveyInvitation = endpoint({
  method: 'POST',
  path: '/v1/survey-invitations',
  body: surveyInvitationCreateSchema,
  response: surveyInvitationMadeSchema,
  creates: true,
});
/** The link's secret goes in the `Authorization` header, never in an address. */
export const openSurveyInvitation = endpoint({
  method: 'POST',
  path: '/v1/survey-invitations/open',
  body: z.strictObject({}),
  response: surveyInvitationOpenedSchema,
});

/** What whoever has a link decides about further mails that ask. */
export const surveyMailDecisionSchema = z.object({ decision: code(consentDecisions), recordedAt: instantText });
export type SurveyMailDecision = z.output<typeof surveyMailDecisionSchema>;

/**
 * Declines further mails of this kind, or agrees to them again: by the link of any of them. Recorded as a Consent. To decline, a link is good that has ended, was answered by or is of somebody who was
 * erased, of whom nothing is recorded since nobody writes to them; to agree, one that is good otherwise.
 */
export const decideSurveyMail = endpoint({
  method: 'POST',
  path: '/v1/survey-invitations/mail-decision',
  body: z.strictObject({ decision: z.enum(consentDecisions) }),
  response: surveyMailDecisionSchema,
});
