import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { code, instantText, page, paging } from './primitives.ts';
import { surveyModes } from './surveys.ts';

/**
 * How a survey stands for one person:
 * - `waiting`: they were asked, and have not begun
 * - `in-progress`: they have begun it and may go on
 * - `answered`: the clinic has all answers
 */
export const ownSurveyStatuses = ['in-progress', 'waiting', 'answered'] as const;
export type OwnSurveyStatus = (typeof ownSurveyStatuses)[number];

/** Translations of a form's title, as FHIR has them: an Element with extensions. */
const titleTranslations = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/**
 * A survey of whoever is signed in: one that they were asked to answer, or that they have begun. Never an anonymous one, of which nobody knows whose it is.
 */
export const ownSurveySchema = z.object({
  /** Of what was asked or begun: the same as long as it is in the list. */
  id: z.string(),
  surveyId: z.string(),
  /** What they were asked by: it goes into `createQuestionnaireResponse`. Null for what was begun without being asked, and for who acts for the patient: they answer for themself. */
  invitationId: z.nullable(z.string()),
  status: code(ownSurveyStatuses),
  mode: code(surveyModes),
  /** How long it takes. */
  minutes: z.number(),
  organization: z.object({ name: z.string(), telephone: z.nullable(z.string()) }),
  /** What its form is called, and that in other languages (FHIR `_title`). */
  title: z.nullable(z.string()),
  _title: z.nullable(titleTranslations),
  /** When they were asked. */
  askedAt: z.nullable(instantText),
  /** Until when they may answer. Null where nothing ends it. */
  expiresAt: z.nullable(instantText),
  /** When the clinic got all answers. Null before that, and of a confidential one: no list says its time. */
  answeredAt: z.nullable(instantText),
});
export type OwnSurvey = z.output<typeof ownSurveySchema>;

/** What was begun first, then what waits, then what was answered; in each the newest first. */
export const listOwnSurveys = endpoint({
  method: 'GET',
  path: '/v1/own-surveys',
  query: z.strictObject({ ...paging }),
  response: page(ownSurveySchema),
});
