import type { PoliciesOf } from './policy.ts';
import type * as rows from './response-attachments.ts';

const tag = 'Questionnaire responses';
const own = { what: 'questionnaire-response', at: 'params.id' } as const;

export const responseAttachmentPolicies = {
  createResponseAttachment: {
    summary: 'Make room for a file of a response',
    tag,
    // nobody who is not to be known: a photograph tells more than it shows
    access: ['person', 'survey-link'],
    own,
    phi: ['body.attachment'],
    problems: ['not-found', 'already-exists', 'response-completed'],
  },
  putResponseAttachment: {
    summary: 'Put the content of a file of a response',
    tag,
    access: ['person', 'survey-link'],
    own,
    phi: ['body.data'],
    problems: ['not-found', 'already-exists', 'response-completed'],
    // five megabytes in base64, and what stands around them
    maxBodyBytes: 7_000_000,
  },
  getResponseAttachment: {
    summary: 'Read a file of a response',
    tag,
    access: ['secret', 'staff'],
    scope: 'surveys:read',
    phi: ['response.attachment'],
    problems: ['not-found'],
    purpose: 'TREAT',
  },
} satisfies PoliciesOf<typeof rows>;
