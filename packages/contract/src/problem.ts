import * as z from 'zod/mini';
import { slotSchema } from './slots.ts';

/**
 * Every problem's code with its HTTP status: a closed list. A code never changes its meaning; titles and details may.
 * Details are for people and are never parsed.
 */
export const problemStatus = {
  'malformed-request': 400,
  'idempotency-key-required': 400,
  'credential-required': 401,
  'credential-invalid': 401,
  'credential-expired': 401,
  'sign-in-refused': 401,
  'session-ended': 401,
  'permission-denied': 403,
  'origin-not-allowed': 403,
  'reauthentication-required': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'slot-unavailable': 409,
  'hold-expired': 409,
  'appointment-status-conflict': 409,
  'already-exists': 409,
  'version-conflict': 409,
  'response-completed': 409,
  'questionnaire-published': 409,
  'owner-required': 409,
  'invitation-required': 409,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'validation-failed': 422,
  'idempotency-key-reused': 422,
  'not-eligible': 422,
  'rate-limited': 429,
  'too-many-times': 429,
  'record-damaged': 500,
  'internal-error': 500,
  'service-unavailable': 503,
} as const;

/** The code of a problem. */
export type ProblemCode = keyof typeof problemStatus;

/** One field that was refused: where (JSON pointer, RFC 6901, from the part it stands in: `/body/patient/email`), a code, and words for a developer. */
export const problemIssueSchema = z.object({ path: z.string(), code: z.string(), message: z.string() });
export type ProblemIssue = z.output<typeof problemIssueSchema>;

/** Whom to call: the clinic, and where help is at once. */
export const problemContactSchema = z.object({
  telephone: z.nullable(z.string()),
  emergencyTelephone: z.nullable(z.string()),
  crisisTelephone: z.nullable(z.string()),
});
export type ProblemContact = z.output<typeof problemContactSchema>;

/**
 * A problem as it goes over the wire: RFC 9457 with our code. `type` is `urn:openprm:problem:<code>`.
 * It never holds what the caller sent.
 */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.optional(z.string()),
  requestId: z.optional(z.string()),
  /** With `validation-failed` and `malformed-request`. */
  issues: z.optional(z.array(problemIssueSchema)),
  /** With `slot-unavailable` and `hold-expired`: the nearest open slots, in order of time: up to three at the place that was asked for, and up to three there with whom was asked for. */
  alternatives: z.optional(z.array(slotSchema)),
  /** With `credential-invalid` for a survey's link that has ended: who opens it may have given an answer there that asks for help. */
  contact: z.optional(problemContactSchema),
});
export type ProblemDetails = z.output<typeof problemSchema>;

/** Whether a string is one of the codes that this version knows. */
export const isProblemCode = (value: string): value is ProblemCode => Object.hasOwn(problemStatus, value);
