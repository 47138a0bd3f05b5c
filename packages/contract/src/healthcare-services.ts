import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { eligiblePatients, redFlagAdvice, referralMethods } from './eligibility.ts';
import { healthcareServiceSchema, visitModes } from './healthcare-service.ts';
import { id, line, page, paging, paragraph, whole } from './primitives.ts';

const age = z.optional(z.nullable(whole(0, 130)));

/** Whom a visit is for: at least one condition. It is changed as a whole; what is left out sets no condition. */
const eligibilityInput = z
  .strictObject({
    patients: z.optional(z.nullable(z.enum(eligiblePatients))),
    minimumAge: age,
    maximumAge: age,
    comment: z.optional(z.nullable(paragraph(500))),
  })
  .check(
    z.refine(
      ({ patients, minimumAge, maximumAge }) => (patients ?? minimumAge ?? maximumAge ?? null) !== null,
      'must set patients, minimumAge or maximumAge',
    ),
    z.refine(
      ({ minimumAge, maximumAge }) => (minimumAge ?? 0) <= (maximumAge ?? 130),
      'must not have a minimumAge above its maximumAge',
    ),
  );

const rules = {
  description: z.optional(z.nullable(paragraph(500))),
  preparation: z.optional(z.nullable(paragraph(1000))),
  mode: z.optional(z.enum(visitModes)),
  slotIntervalMinutes: z.optional(whole(5, 480)),
  bufferBeforeMinutes: z.optional(whole(0, 240)),
  bufferAfterMinutes: z.optional(whole(0, 240)),
  minimumNoticeMinutes: z.optional(whole(0, 60 * 24 * 60)),
  horizonDays: z.optional(whole(1, 365)),
  capacity: z.optional(whole(1, 200)),
  eligibility: z.optional(z.nullable(eligibilityInput)),
  referralMethod: z.optional(z.array(z.enum(referralMethods)).check(z.maxLength(5))),
  referralInstructions: z.optional(z.nullable(paragraph(500))),
  redFlags: z.optional(
    z.array(z.strictObject({ text: line(200), advice: z.enum(redFlagAdvice) })).check(z.maxLength(20)),
  ),
};

/** Defaults: in person, a start every `durationMinutes`, no buffers, 60 minutes' notice, 60 days ahead, one patient, for everybody, without a referral. */
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
