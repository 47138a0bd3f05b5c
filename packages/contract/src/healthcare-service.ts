import * as z from 'zod/mini';
import { eligibilitySchema, redFlagSchema, referralMethods } from './eligibility.ts';
import { code } from './primitives.ts';

/** Where a visit takes place. */
export const visitModes = ['in-person', 'telehealth'] as const;

/** A kind of visit (FHIR HealthcareService), with the rules by which its times are offered. */
export const healthcareServiceSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  description: z.nullable(z.string()),
  /** What a patient should bring or do before the visit; part of the confirmation. */
  preparation: z.nullable(z.string()),
  mode: code(visitModes),
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
  /** Whom it is for; null for everybody. */
  eligibility: z.nullable(eligibilitySchema),
  /** The ways in which a referral is accepted. Where there are any, one is needed (FHIR HealthcareService.referralMethod). */
  referralMethod: z.array(code(referralMethods)),
  /** Where a referral comes from, and what of it to bring or to send. */
  referralInstructions: z.nullable(z.string()),
  /** Asked before times are shown. */
  redFlags: z.array(redFlagSchema),
  /** Places where some schedule offers it. */
  locationIds: z.array(z.string()),
  active: z.boolean(),
});
export type HealthcareService = z.output<typeof healthcareServiceSchema>;
