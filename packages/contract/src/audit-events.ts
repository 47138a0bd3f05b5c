import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { code, id, instantText, page, paging } from './primitives.ts';

/**
 * Why personal data was reached, as FHIR R4 names it (PurposeOfUse of v3-ActReason): at the patient's own request, to treat, to run the patient's
 * visits, or to run the clinic.
 */
export const purposesOfUse = ['PATRQT', 'TREAT', 'PATADMIN', 'HOPERAT'] as const;
export type PurposeOfUse = (typeof purposesOfUse)[number];

/** Who did it, by the kind of credential: `job` is the server itself, for example to send a mail; `visitor` somebody without a credential. */
export const auditAgentKinds = [
  'publishable',
  'secret',
  'link',
  'patient',
  'person',
  'handle',
  'sign-in-link',
  'waitlist-link',
  'survey-link',
  'staff',
  'job',
  'visitor',
] as const;

/** One access (FHIR AuditEvent, flat): who looked at or changed what, when and why. */
export const auditEventSchema = z.object({
  id: z.string(),
  /** When it was. */
  recorded: instantText,
  /** FHIR AuditEventAction: create, read, update, delete, or execute for what is none of them. */
  action: code(['C', 'R', 'U', 'D', 'E']),
  /** What was done: an endpoint's name, such as `getAppointment`, or an act of the server, such as `sendMail`. */
  operation: z.string(),
  /** FHIR AuditEventOutcome: `0` it was done, `4` it was refused and nothing of it was done. Left out by servers of before: then it was done. */
  outcome: z.optional(code(['0', '4'])),
  /** With which problem's code it was refused: told to the clinic alone. */
  outcomeDesc: z.optional(z.string()),
  agent: z.object({
    kind: code(auditAgentKinds),
    /** Of staff: the role in which they did it; in rows of servers of before, and in those of signing in, the one that they have now. */
    role: z.nullable(z.string()),
    /** Of staff: their name as patients know it. Null for whoever is no member of staff. */
    display: z.nullable(z.string()),
    /** Whether it was the same signed-in person who reads this now; what they did without signing in is not known to be theirs. */
    isCaller: z.boolean(),
    /** Whether it was somebody who acts for the patient by a right that the clinic gave (RelatedPerson). */
    isProxy: z.boolean(),
    /** By which right they did: told to the clinic alone. */
    relatedPersonId: z.optional(z.string()),
  }),
  purpose: z.nullable(code(purposesOfUse)),
  /** Why whoever did it said that they do it, such as a `RelatedPersonReason`; `begun` of an act whose end depends on object storage and has a row of its own. Told to the clinic alone. */
  reason: z.optional(z.string()),
  resourceId: z.nullable(z.string()),
  patientId: z.nullable(z.string()),
});
export type AuditEvent = z.output<typeof auditEventSchema>;

/** The newest first. A patient sees those about themselves, or about the one appointment that their credential is for. */
export const listAuditEvents = endpoint({
  method: 'GET',
  path: '/v1/audit-events',
  query: z.strictObject({ ...paging, patientId: z.optional(id('pat')) }),
  response: page(auditEventSchema),
});
