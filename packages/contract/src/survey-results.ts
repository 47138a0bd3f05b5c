import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { resourceSchema } from './fhir-resource.ts';
import { code, damaged, id, paging } from './primitives.ts';

/** Results are told of so many people together, and of no fewer: a cell of fewer could be somebody. */
export const smallestCell = 5;

/** What results can be told apart by: of the visit that was asked about. */
export const resultGroups = ['location', 'practitioner', 'healthcare-service'] as const;
export type ResultGroup = (typeof resultGroups)[number];

/** A share in whole percent with its 95 % interval. */
const shareSchema = z.object({ percent: z.number(), low: z.number(), high: z.number() });

const cell = {
  /** Complete responses that are told, a multiple of five; null where there are too few. Others wait until five people can be told together. */
  count: z.nullable(z.number()),
  /** The share of best answers in each dimension of experience. None where the cell is hidden, or the form asks for none. */
  dimensions: z.array(z.object({ code: z.string(), ...shareSchema.shape })),
  /** 9 and 10 less 0 to 6, from -100 to 100. */
  recommend: z.nullable(shareSchema),
  /** Of each score its median; and of the whole alone how many are in each band, to the nearest five, null for a band of too few. */
  scores: z.array(
    z.object({
      id: z.string(),
      median: z.number(),
      bands: z.array(z.object({ code: z.string(), count: z.nullable(z.number()) })),
    }),
  ),
};

/**
 * What the responses to a survey say together, the newest 5,000 of them, and always of whole batches: five answers of five people that are told together or not at all. So no two answers of this endpoint, whenever
 * and however asked, differ by fewer than five people in what they measure.
 */
export const surveyResultsSchema = z.object({
  surveyId: z.string(),
  /** The day, such as `2026-11-20` in UTC, from which on responses and links are counted, where a survey has more than 5,000 complete responses; null where all are. */
  since: z.nullable(z.string()),
  /** People who were asked by links, and how many of them have answered, to the nearest five; null, both, where those who answered or those who did not are too few. */
  asked: z.nullable(z.number()),
  answered: z.nullable(z.number()),
  /** In whole percent. */
  responseRate: z.nullable(z.number()),
  /** From the visit's end to the answer, the median in hours; by the day where the mode tells no time. */
  medianLagHours: z.nullable(z.number()),
  /** From the opening of a task to the first contact with whom it is about, the median in minutes, over the responses with one; null where they are too few. */
  medianMinutesToContact: z.nullable(z.number()),
  total: z.object(cell),
  /** By what the query asks for, those of whom something can be told. */
  groups: z.array(z.object({ id: z.string(), name: z.string(), ...cell })),
  /** By calendar month in UTC, such as `2026-11`: that in which the fifth of five answered who are told together. */
  trend: z.array(z.object({ month: z.string(), ...cell })),
  /** Responses that cannot be read, and so are told in nothing of this, nor is the batch that one of them is in; absent where there is none. */
  damaged,
});
export type SurveyResults = z.output<typeof surveyResultsSchema>;

/** A file that is answered as text. */
export const resultsFileSchema = z.object({
  fileName: z.string(),
  contentType: code(['text/csv']),
  content: z.string(),
});
export type ResultsFile = z.output<typeof resultsFileSchema>;

const params = z.strictObject({ id: id('svy') });
const query = z.strictObject({ by: z.optional(z.enum(resultGroups)) });

export const getSurveyResults = endpoint({
  method: 'GET',
  path: '/v1/surveys/{id}/results',
  params,
  query,
  response: surveyResultsSchema,
});
/** The same as a table: one line for the whole, each group and each month. */
export const exportSurveyResults = endpoint({
  method: 'GET',
  path: '/v1/surveys/{id}/results-csv',
  params,
  query,
  response: resultsFileSchema,
});
/**
 * Complete responses as they came, in a FHIR Bundle of type collection, the newest first; what they say of nobody stays unsaid. Where one of the page cannot be read, it is named in `damaged`, and the bundle has
 * the tag `SUBSETTED`.
 */
export const exportSurveyResponses = endpoint({
  method: 'GET',
  path: '/v1/surveys/{id}/responses-fhir',
  params,
  query: z.strictObject(paging),
  response: z.object({ bundle: resourceSchema, nextCursor: z.nullable(z.string()), damaged }),
});
