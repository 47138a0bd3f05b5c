import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { resourceSchema } from './fhir-resource.ts';
import { code, id, instantText, languageTag, line, page, paging, shortTelephone, whole } from './primitives.ts';

/**
 * What is known of who answers:
 * - `named`: the clinic sees who it was
 * - `confidential`: the server knows, and shows it to nobody; a safety answer alone opens it, which is recorded
 * - `anonymous`: nobody knows; nothing is kept that could tell
 */
export const surveyModes = ['named', 'confidential', 'anonymous'] as const;
export type SurveyMode = (typeof surveyModes)[number];

/** Who may read the answers: roles of staff. Said before the first question, and held to: others get what is not there. */
export const surveyReaders = ['owner', 'clinician'] as const;

const points = whole(-1000, 1000);
const dueMinutes = whole(5, 60 * 24 * 30);
/** A linkId of a form. */
const linkId = z.string().check(z.minLength(1), z.maxLength(255));
const ruleId = z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,80}$/, 'must be 1 to 80 of A-Za-z0-9_.-'));
/** A text, or one for each language by its tag. */
const texts = z.union([line(300), z.record(languageTag, line(300))]);

/** An answer that somebody has to look at at once: it has at least so many points. The help to show beside it stands in the survey. */
export const safetyRuleSchema = z.object({ linkId: z.string(), atLeast: z.number() });
const safetyRuleInput = z.strictObject({ linkId, atLeast: points });

/** How answers become a score; as `ScoreRule` of `@openprm/questionnaire`. */
const scoreRuleInput = z.strictObject({
  id: ruleId,
  title: texts,
  linkIds: z.array(linkId).check(z.minLength(1), z.maxLength(200)),
  points: z.strictObject({ from: points, to: points }),
  mayMiss: whole(0, 200),
  better: z.enum(['higher', 'lower']),
  bands: z.array(z.strictObject({ code: ruleId, from: points, to: points, title: texts })).check(z.maxLength(20)),
  change: z.optional(z.strictObject({ detectable: z.optional(points), important: z.optional(points) })),
  source: line(500),
});

/** Words of which none is left but signs would be found everywhere. */
const spokenWord = line(60).check(z.regex(/[\p{L}\p{N}]/u, 'must have a letter or a digit'));

/** What opens a task once a response is complete. */
export const recoveryKinds = ['score', 'answer', 'word'] as const;
const bounds = { atMost: z.optional(points), atLeast: z.optional(points), dueMinutes };
const hasOneBound = z.refine<{ readonly atMost?: number | undefined; readonly atLeast?: number | undefined }>(
  ({ atMost, atLeast }) => (atMost === undefined) !== (atLeast === undefined),
  'has either atMost or atLeast',
);
const recoveryRuleInput = z.union([
  z.strictObject({ kind: z.literal('score'), scoreId: ruleId, ...bounds }).check(hasOneBound),
  z.strictObject({ kind: z.literal('answer'), linkId, ...bounds }).check(hasOneBound),
  z.strictObject({
    kind: z.literal('word'),
    /** Whole words of a typed answer, whatever their case and accents. In scripts without spaces between words, and in Korean, Arabic and Hebrew, also parts of words. */
    words: z.array(spokenWord).check(z.minLength(1), z.maxLength(50)),
    dueMinutes,
  }),
]);

/** A rule as it is shown: what a kind does not have is null, or no words. */
export const recoveryRuleSchema = z.object({
  kind: code(recoveryKinds),
  scoreId: z.nullable(z.string()),
  linkId: z.nullable(z.string()),
  atMost: z.nullable(z.number()),
  atLeast: z.nullable(z.number()),
  words: z.array(z.string()),
  dueMinutes: z.number(),
});
export type RecoveryRule = z.output<typeof recoveryRuleSchema>;

/** Whether somebody is asked by mail who has said nothing about it: `opt-out` until they decline, `opt-in` once they have agreed. */
export const consentModels = ['opt-out', 'opt-in'] as const;

/** When people are asked by mail without anybody's doing. */
export const deliverySchema = z.object({
  /** A visit took place. */
  trigger: code(['visit-fulfilled']),
  /** So long after it. */
  delayMinutes: z.number(),
  /** Nobody is asked again, by any survey, before so many days are over. */
  throttleDays: z.number(),
  consent: code(consentModels),
  /** After which kinds of visit; none for all. */
  healthcareServiceIds: z.array(z.string()),
});
export type Delivery = z.output<typeof deliverySchema>;
const deliveryInput = z.strictObject({
  trigger: z.literal('visit-fulfilled'),
  delayMinutes: whole(0, 60 * 24 * 30),
  throttleDays: whole(0, 365),
  consent: z.enum(consentModels),
  healthcareServiceIds: z.optional(z.array(id('svc')).check(z.maxLength(50))),
});

/** How a form is asked: by which version, in which mode, who reads it, what is watched for. Data beside the form, which stays as it is. */
export const surveySchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  questionnaireId: z.string(),
  name: z.string(),
  mode: code(surveyModes),
  readers: z.array(code(surveyReaders)),
  /** How long it takes. */
  minutes: z.number(),
  /** Ids of its scores. */
  scoreIds: z.array(z.string()),
  safety: z.array(safetyRuleSchema),
  /** Within how many minutes somebody has to look at a safety answer. */
  safetyDueMinutes: z.number(),
  recovery: z.array(recoveryRuleSchema),
  emergencyTelephone: z.nullable(z.string()),
  crisisTelephone: z.nullable(z.string()),
  /** Null: nobody is asked by mail. */
  delivery: z.nullable(deliverySchema),
  active: z.boolean(),
  createdAt: instantText,
});
export type Survey = z.output<typeof surveySchema>;

/**
 * Scores and safety rules of a form that the server knows (PHQ-9, GAD-7, …) are there without being named, and cannot be left out. An anonymous survey has neither safety nor
 * recovery rules: nobody would know whom to help. A confidential one has no recovery rules: nobody could be called without being told on. Mode, form, readers and rules stay as
 * they are: they are what people were told. Make another survey to change them.
 */
export const surveyCreateSchema = z.strictObject({
  organizationId: id('org'),
  /** A published form. */
  questionnaireId: id('qst'),
  name: line(200),
  mode: z.enum(surveyModes),
  // A number as it stands: what is read of a list keeps this schema, and all that it checks by, in every browser.
  readers: z
    .array(z.enum(surveyReaders))
    .check(z.minLength(1), z.maxLength(2 satisfies (typeof surveyReaders)['length'])),
  minutes: whole(1, 120),
  scores: z.optional(z.array(scoreRuleInput).check(z.maxLength(20))),
  safety: z.optional(z.array(safetyRuleInput).check(z.maxLength(50))),
  safetyDueMinutes: z.optional(dueMinutes),
  recovery: z.optional(z.array(recoveryRuleInput).check(z.maxLength(20))),
  /** Whom to call in an emergency and in a crisis, shown beside a safety answer. */
  emergencyTelephone: z.optional(z.nullable(shortTelephone)),
  crisisTelephone: z.optional(z.nullable(shortTelephone)),
  /** Not of an anonymous survey. */
  delivery: z.optional(z.nullable(deliveryInput)),
});
export type SurveyCreate = z.input<typeof surveyCreateSchema>;

export const surveyUpdateSchema = z.strictObject({
  name: z.optional(line(200)),
  minutes: z.optional(whole(1, 120)),
  emergencyTelephone: z.optional(z.nullable(shortTelephone)),
  crisisTelephone: z.optional(z.nullable(shortTelephone)),
  delivery: z.optional(z.nullable(deliveryInput)),
  /** False: nobody begins any more, and no mail asks. What was begun goes on, and is told of as before. */
  active: z.optional(z.boolean()),
});
export type SurveyUpdate = z.input<typeof surveyUpdateSchema>;

/** A survey as whoever answers meets it: what to say before the first question, when to show help, and the form. */
export const surveyFormSchema = z.object({
  surveyId: z.string(),
  name: z.string(),
  mode: code(surveyModes),
  readers: z.array(code(surveyReaders)),
  minutes: z.number(),
  safety: z.array(safetyRuleSchema),
  organization: z.object({ name: z.string(), telephone: z.nullable(z.string()) }),
  emergencyTelephone: z.nullable(z.string()),
  crisisTelephone: z.nullable(z.string()),
  questionnaire: resourceSchema,
});
export type SurveyForm = z.output<typeof surveyFormSchema>;

const params = z.strictObject({ id: id('svy') });

export const listSurveys = endpoint({
  method: 'GET',
  path: '/v1/surveys',
  query: z.strictObject({ ...paging }),
  response: page(surveySchema),
});
export const createSurvey = endpoint({
  method: 'POST',
  path: '/v1/surveys',
  body: surveyCreateSchema,
  response: surveySchema,
  creates: true,
});
export const getSurvey = endpoint({ method: 'GET', path: '/v1/surveys/{id}', params, response: surveySchema });
export const updateSurvey = endpoint({
  method: 'PATCH',
  path: '/v1/surveys/{id}',
  params,
  body: surveyUpdateSchema,
  response: surveySchema,
});
/** The form of an active survey, for whoever is to answer it. */
export const getSurveyForm = endpoint({
  method: 'GET',
  path: '/v1/surveys/{id}/form',
  params,
  response: surveyFormSchema,
});
