import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { code, id, line, page, paging, paragraph, whole } from './primitives.ts';

const modes = ['in-person', 'telehealth'] as const;

/** A kind of visit (FHIR HealthcareService), with the rules by which its times are offered. */
export const healthcareServiceSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  description: z.nullable(z.string()),
  /** What a patient should bring or do before the visit; part of the confirmation. */
  preparation: z.nullable(z.string()),
  mode: code(modes),
  durationMinutes: z.number(),
  /** A start is offered every so many minutes from the start of a period of hours. */
  slotIntervalMinutes: z.number(),
  /** Time kept free before and after each visit; two visits' buffers may not overlap either. */
  bufferBeforeMinutes: z.number(),
  bufferAfterMinutes: z.number(),
  /** How long before its start a visit can last be booked. */
  minimumNoticeMinutes: z.number(),
  /** How many days ahead times are offered, counted in the location's calendar. */
  horizonDays: z.number(),
  /** How many patients one session takes: 1 for a visit, more for a class. */
  capacity: z.number(),
  /** Places where some schedule offers it. */
  locationIds: z.array(z.string()),
  active: z.boolean(),
});
export type HealthcareService = z.output<typeof healthcareServiceSchema>;

const rules = {
  description: z.optional(z.nullable(paragraph(500))),
  preparation: z.optional(z.nullable(paragraph(1000))),
  mode: z.optional(z.enum(modes)),
  slotIntervalMinutes: z.optional(whole(5, 480)),
  bufferBeforeMinutes: z.optional(whole(0, 240)),
  bufferAfterMinutes: z.optional(whole(0, 240)),
  minimumNoticeMinutes: z.optional(whole(0, 60 * 24 * 60)),
  horizonDays: z.optional(whole(1, 365)),
  capacity: z.optional(whole(1, 200)),
};

/** Defaults: in person, a start every `durationMinutes`, no buffers, 60 minutes' notice, 60 days ahead, one patient. */
export const healthcareServiceCreateSchema = z.strictObject({
  organizationId: id('org'),
  name: line(200),
  durationMinutes: whole(5, 480),
  ...rules,
});
export type HealthcareServiceCreate = z.input<typeof healthcareServiceCreateSchema>;

/** A new duration, buffer or capacity applies to what is booked from now on. */
export const healthcareServiceUpdateSchema = z.strictObject({
  name: z.optional(line(200)),
  durationMinutes: z.optional(whole(5, 480)),
  ...rules,
  active: z.optional(z.boolean()),
});
export type HealthcareServiceUpdate = z.input<typeof healthcareServiceUpdateSchema>;

const params = z.strictObject({ id: id('svc') });

export const listHealthcareServices = endpoint({
  method: 'GET',
  path: '/v1/healthcare-services',
  query: z.strictObject({ ...paging, organizationId: z.optional(id('org')), locationId: z.optional(id('loc')) }),
  response: page(healthcareServiceSchema),
});
export const createHealthcareService = endpoint({
  method: 'POST',
  path: '/v1/healthcare-services',
  body: healthcareServiceCreateSchema,
  response: healthcareServiceSchema,
  creates: true,
});
export const getHealthcareService = endpoint({
  method: 'GET',
  path: '/v1/healthcare-services/{id}',
  params,
  response: healthcareServiceSchema,
});
export const updateHealthcareService = endpoint({
  method: 'PATCH',
  path: '/v1/healthcare-services/{id}',
  params,
  body: healthcareServiceUpdateSchema,
  response: healthcareServiceSchema,
});
