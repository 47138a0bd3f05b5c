import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { patientSchema } from './patient.ts';
import { code, id, instant, instantText, page, paging, paragraph, whole } from './primitives.ts';
import { recoveryKinds } from './surveys.ts';

/** How a task stands (FHIR TaskStatus): nobody has begun, somebody works on it, it is done, it was not needed. */
export const taskStatuses = ['requested', 'in-progress', 'completed', 'cancelled'] as const;

/** Why somebody has to act: an answer that may mean danger, or one by which something is to be made good. */
export const taskCodes = ['safety', 'recovery'] as const;

/** What a task shows of that: who may not know why sees that somebody is to be called back. */
export const shownTaskCodes = [...taskCodes, 'call-back'] as const;

/** What came of it. */
export const taskOutcomes = ['helped', 'referred', 'not-reached', 'declined', 'no-action-needed'] as const;

/** A note, which stays as it was written. */
export const taskNoteSchema = z.object({
  text: z.string(),
  /** Null for the clinic's own server. */
  author: z.nullable(z.object({ id: z.string(), name: z.string() })),
  createdAt: instantText,
});
export type TaskNote = z.output<typeof taskNoteSchema>;

/** Something to do for a patient because of what they answered (FHIR Task), with a clock. */
export const taskSchema = z.object({
  id: z.string(),
  code: code(shownTaskCodes),
  status: code(taskStatuses),
  /** Counts the changes: the next one says which it follows. */
  version: z.number(),
  /** Null where `code` is `call-back`, as are the response, what came of it, and the detail. */
  surveyId: z.nullable(z.string()),
  /** Null also once the patient was erased. */
  questionnaireResponseId: z.nullable(z.string()),
  appointmentId: z.nullable(z.string()),
  /** Null once erased. */
  patient: z.nullable(patientSchema),
  /** Who works on it. */
  owner: z.nullable(z.object({ id: z.string(), name: z.string() })),
  dueAt: instantText,
  createdAt: instantText,
  /** When somebody first tried to reach the patient, whatever came of it. */
  triedAt: z.nullable(instantText),
  /** When the patient was first reached. */
  contactedAt: z.nullable(instantText),
  closedAt: z.nullable(instantText),
  /** From its making to the first contact: the measure. */
  minutesToContact: z.nullable(z.number()),
  outcome: z.nullable(code(taskOutcomes)),
  /** Why, and what was noted: for the roles that the survey names as its readers, as who answered was told. Null for others, and once erased. */
  detail: z.nullable(
    z.object({
      /** Which kind of rule opened it. */
      rule: z.nullable(code(['safety', ...recoveryKinds])),
      /** The question, or the score, that it is about. */
      linkId: z.nullable(z.string()),
      scoreId: z.nullable(z.string()),
      /** The first first; null for a role that is not shown what was noted. */
      notes: z.nullable(z.array(taskNoteSchema)),
    }),
  ),
});
export type Task = z.output<typeof taskSchema>;

/**
 * Only what is given changes. To close one without an outcome is refused, and to cancel one without a note why, too; one that is opened again has none. Who sees `call-back` changes neither a closed one nor an outcome that
 * stands.
 */
export const taskUpdateSchema = z.strictObject({
  version: whole(1, 1_000_000),
  /** A member of staff; null for nobody. */
  ownerId: z.optional(z.nullable(id('stf'))),
  dueAt: z.optional(instant),
  status: z.optional(z.enum(taskStatuses)),
  /** Somebody tried to reach the patient just now. Only the first time counts; the outcome `not-reached` says it, too. */
  tried: z.optional(z.literal(true)),
  /** The patient was reached just now, which somebody has tried then. Only the first time counts; any outcome that takes two says it, too. */
  contacted: z.optional(z.literal(true)),
  outcome: z.optional(z.nullable(z.enum(taskOutcomes))),
  /** Added to the notes. */
  note: z.optional(paragraph(4000)),
});
export type TaskUpdate = z.input<typeof taskUpdateSchema>;

const params = z.strictObject({ id: id('tsk') });

/** By when they are due, the first first; with the status `completed` or `cancelled` by when they were closed, the last first. */
export const listTasks = endpoint({
  method: 'GET',
  path: '/v1/tasks',
  query: z.strictObject({
    ...paging,
    /** `open`: requested and in progress. */
    status: z.optional(z.enum(['open', ...taskStatuses])),
    /** Those only of which the caller may know why. */
    code: z.optional(z.enum(taskCodes)),
    ownerId: z.optional(id('stf')),
  }),
  response: page(taskSchema),
});
export const getTask = endpoint({ method: 'GET', path: '/v1/tasks/{id}', params, response: taskSchema });
export const updateTask = endpoint({
  method: 'PATCH',
  path: '/v1/tasks/{id}',
  params,
  body: taskUpdateSchema,
  response: taskSchema,
});
