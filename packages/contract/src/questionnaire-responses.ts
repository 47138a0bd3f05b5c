import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { resourceInput, resourceSchema } from './fhir-resource.ts';
import { patientSchema } from './patient.ts';
import { code, id, instantText, page, paging, whole } from './primitives.ts';
import { surveyModes } from './surveys.ts';

/** How a response stands (FHIR QuestionnaireResponseStatus). */
export const questionnaireResponseStatuses = ['in-progress', 'completed'] as const;

/** A safety answer that the clinic was told of: its task and its alert are stored. */
const toldSchema = z.object({
  linkId: z.string(),
  recordedAt: instantText,
  /** The points of the answer that was told of last: one with more is another, and nobody knows of it yet. Null where that was not kept. */
  points: z.nullable(z.number()),
});

/** How far somebody's own response is. */
export const responseProgressSchema = z.object({
  id: z.string(),
  surveyId: z.string(),
  status: code(questionnaireResponseStatuses),
  /** Counts the saves: the next one says which it follows. */
  version: z.number(),
  /** Never before it is so. */
  told: z.array(toldSchema),
  /** What was saved, to go on with: when it is begun again by a link or a session. Null otherwise, and once it is complete. */
  response: z.nullable(resourceSchema),
  /** Of an anonymous response, once, when it is begun: only who has it may go on. Keep it in memory only. */
  secret: z.nullable(z.string()),
});
export type ResponseProgress = z.output<typeof responseProgressSchema>;

/**
 * A FHIR QuestionnaireResponse, whole, `in-progress` or `completed`; it is kept as it came. Whose it is the server knows, so that `subject`, `author`, `source` and `encounter` are
 * refused where nobody is to know.
 */
const answers = resourceInput('QuestionnaireResponse');

/** Begins a response, with or without first answers. Without any, the one that is in progress is given back. */
export const questionnaireResponseCreateSchema = z.strictObject({
  surveyId: id('svy'),
  /** What the patient who is signed in was asked by, where it is not its link that answers. It answers once, by whichever of the two. */
  invitationId: z.optional(id('svi')),
  response: z.optional(answers),
});
export type QuestionnaireResponseCreate = z.input<typeof questionnaireResponseCreateSchema>;

export const questionnaireResponseSaveSchema = z.strictObject({
  /** The version that was seen last. */
  version: whole(0, 1_000_000),
  response: answers,
  /** Of an anonymous response. */
  secret: z.optional(z.string().check(z.maxLength(100))),
});
export type QuestionnaireResponseSave = z.input<typeof questionnaireResponseSaveSchema>;

/** A score by one rule of the survey, from the points of the form, never from what the response says. */
export const responseScoreSchema = z.object({
  id: z.string(),
  /** Null: too much was not answered. */
  value: z.nullable(z.number()),
  band: z.nullable(z.string()),
  /** Questions without an answer that counts, by linkId. */
  missing: z.array(z.string()),
  /** Against the same person's last one by the same form. */
  change: z.nullable(
    z.object({
      difference: z.number(),
      direction: code(['better', 'worse', 'same']),
      /** Null where nothing is published. */
      isDetectable: z.nullable(z.boolean()),
      isImportant: z.nullable(z.boolean()),
    }),
  ),
});
export type ResponseScore = z.output<typeof responseScoreSchema>;

/** A response as the clinic lists it. */
export const questionnaireResponseSchema = z.object({
  id: z.string(),
  surveyId: z.string(),
  mode: code(surveyModes),
  status: code(questionnaireResponseStatuses),
  createdAt: instantText,
  completedAt: z.nullable(instantText),
  /** Null where the mode hides it. */
  appointmentId: z.nullable(z.string()),
  /** Null where the mode hides it: a confidential one shows it once a safety answer has opened it. */
  patient: z.nullable(patientSchema),
  /** Of a complete one. */
  scores: z.array(responseScoreSchema),
  safety: z.array(toldSchema),
});
export type QuestionnaireResponseRecord = z.output<typeof questionnaireResponseSchema>;

/** The same with what was answered, as it came: deep-equal to what was sent. */
export const questionnaireResponseWholeSchema = z.extend(questionnaireResponseSchema, {
  response: resourceSchema,
});
export type QuestionnaireResponseWhole = z.output<typeof questionnaireResponseWholeSchema>;

const params = z.strictObject({ id: id('qrs') });

export const createQuestionnaireResponse = endpoint({
  method: 'POST',
  path: '/v1/questionnaire-responses',
  body: questionnaireResponseCreateSchema,
  response: responseProgressSchema,
  creates: true,
});
/**
 * Puts the whole response in place of what was saved before; one that is `completed` is complete for good. A POST, so that its Idempotency-Key tells the retry of a save that
 * arrived from another page's save.
 */
export const saveQuestionnaireResponse = endpoint({
  method: 'POST',
  path: '/v1/questionnaire-responses/{id}/save',
  params,
  body: questionnaireResponseSaveSchema,
  response: responseProgressSchema,
});
/** The newest first. */
export const listQuestionnaireResponses = endpoint({
  method: 'GET',
  path: '/v1/questionnaire-responses',
  query: z.strictObject({
    ...paging,
    surveyId: id('svy'),
    status: z.optional(z.enum(questionnaireResponseStatuses)),
  }),
  response: page(questionnaireResponseSchema),
});
export const getQuestionnaireResponse = endpoint({
  method: 'GET',
  path: '/v1/questionnaire-responses/{id}',
  params,
  response: questionnaireResponseWholeSchema,
});
