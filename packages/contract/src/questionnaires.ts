import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { resourceInput, resourceSchema } from './fhir-resource.ts';
import { code, id, instantText, page, paging } from './primitives.ts';

/** How a form stands (FHIR PublicationStatus): written at, in use and never changed again, or used no more. */
export const questionnaireStatuses = ['draft', 'active', 'retired'] as const;

/** A fault of a form that it can be sent with. */
const findingSchema = z.object({
  /** JSON pointer into the form (RFC 6901). */
  path: z.string(),
  code: z.string(),
  message: z.string(),
});

/** A form (FHIR Questionnaire) as it is listed. One version of it is `url|version`, of which there is one in a tenant. */
export const questionnaireSchema = z.object({
  id: z.string(),
  url: z.string(),
  version: z.string(),
  status: code(questionnaireStatuses),
  title: z.nullable(z.string()),
  createdAt: instantText,
});
export type QuestionnaireRecord = z.output<typeof questionnaireSchema>;

/** The same with the form itself, as it came. Its own `status` is that of the day it was sent; what holds now stands beside it. */
export const questionnaireWholeSchema = z.object({ ...questionnaireSchema.shape, questionnaire: resourceSchema });
export type QuestionnaireWhole = z.output<typeof questionnaireWholeSchema>;

/** A stored form, with what is worth a look in it. */
export const questionnaireStoredSchema = z.object({ ...questionnaireSchema.shape, findings: z.array(findingSchema) });
export type QuestionnaireStored = z.output<typeof questionnaireStoredSchema>;

/** A whole form: `url`, `version` and `status` (draft or active) are its own. */
export const questionnairePutSchema = z.strictObject({ questionnaire: resourceInput('Questionnaire') });
export type QuestionnairePut = z.input<typeof questionnairePutSchema>;

const params = z.strictObject({ id: id('qst') });

export const listQuestionnaires = endpoint({
  method: 'GET',
  path: '/v1/questionnaires',
  query: z.strictObject({ ...paging, status: z.optional(z.enum(questionnaireStatuses)) }),
  response: page(questionnaireSchema),
});
/** Stores a form, losslessly. One with errors is refused, each named with a JSON pointer below `/body/questionnaire`. */
export const createQuestionnaire = endpoint({
  method: 'POST',
  path: '/v1/questionnaires',
  body: questionnairePutSchema,
  response: questionnaireStoredSchema,
  creates: true,
});
export const getQuestionnaire = endpoint({
  method: 'GET',
  path: '/v1/questionnaires/{id}',
  params,
  response: questionnaireWholeSchema,
});
/** Writes a draft anew; with `status: active` in it, it is published. What is published is changed no more: make another version. */
export const putQuestionnaire = endpoint({
  method: 'PUT',
  path: '/v1/questionnaires/{id}',
  params,
  body: questionnairePutSchema,
  response: questionnaireStoredSchema,
});
/** No new survey may ask by it. To retire twice is no error. */
export const retireQuestionnaire = endpoint({
  method: 'POST',
  path: '/v1/questionnaires/{id}/retire',
  params,
  body: z.strictObject({}),
  response: questionnaireSchema,
});
