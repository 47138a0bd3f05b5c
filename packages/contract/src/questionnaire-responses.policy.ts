import type { PoliciesOf } from './policy.ts';
import type * as rows from './questionnaire-responses.ts';

const tag = 'Questionnaire responses';
/** Longer than any form of words; files go another way. */
const maxBodyBytes = 262_144;

export const questionnaireResponsePolicies = {
  createQuestionnaireResponse: {
    summary: 'Begin to answer a survey, or go on with what is in progress',
    tag,
    access: ['publishable', 'person', 'survey-link'],
    // what it begins is the caller's own, and so is what they were asked by
    own: { what: 'survey-invitation', at: 'body.invitationId' },
    phi: ['body.response', 'response.response'],
    problems: ['not-found', 'version-conflict', 'response-completed'],
    limits: ['responses-by-address', 'responses-by-key'],
    maxBodyBytes,
  },
  saveQuestionnaireResponse: {
    summary: 'Save a whole response, and complete it',
    tag,
    access: ['publishable', 'person', 'survey-link'],
    own: { what: 'questionnaire-response', at: 'params.id' },
    phi: ['body.response', 'response.response'],
    problems: ['not-found', 'version-conflict', 'response-completed'],
    maxBodyBytes,
  },
  listQuestionnaireResponses: {
    summary: 'List the responses to a survey',
    tag,
    access: ['secret', 'staff'],
    scope: 'surveys:read',
    phi: ['response.data[].patient', 'response.data[].scores[]'],
    problems: ['not-found'],
    purpose: 'TREAT',
  },
  getQuestionnaireResponse: {
    summary: 'Read a response with its scores; its FHIR resource as it came',
    tag,
    access: ['secret', 'staff'],
    scope: 'surveys:read',
    phi: ['response.patient', 'response.scores[]', 'response.response'],
    problems: ['not-found'],
    purpose: 'TREAT',
  },
} satisfies PoliciesOf<typeof rows>;
