import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { code, dateText, id, localDate, localTime, page, paging, whole } from './primitives.ts';

/** FHIR DaysOfWeek codes. */
export const daysOfWeek = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type DayOfWeek = (typeof daysOfWeek)[number];

/** Wall-clock hours in the location's zone: `start` before `end`; a night shift is two periods. */
export const hoursSchema = z.object({ start: z.string(), end: z.string() });
export type Hours = z.output<typeof hoursSchema>;

/** The same hours on each of some days of the week. */
export const weeklyHoursSchema = z.object({
  daysOfWeek: z.array(code(daysOfWeek)),
  start: z.string(),
  end: z.string(),
});
export type WeeklyHours = z.output<typeof weeklyHoursSchema>;

/** A date on which other hours hold; no hours means closed. */
export const scheduleExceptionSchema = z.object({ date: dateText, hours: z.array(hoursSchema) });
export type ScheduleException = z.output<typeof scheduleExceptionSchema>;

/** When a practitioner takes appointments at a place, and for what (FHIR Schedule). */
export const scheduleSchema = z.object({
  id: z.string(),
  practitionerRoleId: z.string(),
  healthcareServiceIds: z.array(z.string()),
  weeklyHours: z.array(weeklyHoursSchema),
  exceptions: z.array(scheduleExceptionSchema),
  /** The most appointments and holds on one local date, or null for no limit. */
  dailyCap: z.nullable(z.number()),
  /** First and last local date (both included) on which the schedule holds; null is open. */
  startDate: z.nullable(dateText),
  endDate: z.nullable(dateText),
  active: z.boolean(),
});
export type Schedule = z.output<typeof scheduleSchema>;

const isForward = (hours: { start: string; end: string }) => hours.start < hours.end;
const hoursInput = z
  .strictObject({ start: localTime, end: localTime })
  .check(z.refine(isForward, 'start must be before end'));
/** The same in a request, strict. */
export const weeklyHoursInput = z
  .strictObject({
    daysOfWeek: z.array(z.enum(daysOfWeek)).check(z.minLength(1), z.maxLength(7)),
    start: localTime,
    end: localTime,
  })
  .check(z.refine(isForward, 'start must be before end'));
const exceptionInput = z.strictObject({ date: localDate, hours: z.array(hoursInput).check(z.maxLength(12)) });

const rules = {
  exceptions: z.optional(z.array(exceptionInput).check(z.maxLength(366))),
  dailyCap: z.optional(z.nullable(whole(0, 1000))),
  startDate: z.optional(z.nullable(localDate)),
  endDate: z.optional(z.nullable(localDate)),
};

export const scheduleCreateSchema = z.strictObject({
  practitionerRoleId: id('rol'),
  healthcareServiceIds: z.array(id('svc')).check(z.minLength(1), z.maxLength(100)),
  weeklyHours: z.array(weeklyHoursInput).check(z.maxLength(50)),
  ...rules,
});
export type ScheduleCreate = z.input<typeof scheduleCreateSchema>;

/** Lists are replaced whole. Appointments that were already made stay as they are. */
export const scheduleUpdateSchema = z.strictObject({
  healthcareServiceIds: z.optional(z.array(id('svc')).check(z.minLength(1), z.maxLength(100))),
  weeklyHours: z.optional(z.array(weeklyHoursInput).check(z.maxLength(50))),
  ...rules,
  active: z.optional(z.boolean()),
});
export type ScheduleUpdate = z.input<typeof scheduleUpdateSchema>;

const params = z.strictObject({ id: id('sch') });

export const listSchedules = endpoint({
  method: 'GET',
  path: '/v1/schedules',
  query: z.strictObject({ ...paging, practitionerRoleId: z.optional(id('rol')) }),
  response: page(scheduleSchema),
});
export const createSchedule = endpoint({
  method: 'POST',
  path: '/v1/schedules',
  body: scheduleCreateSchema,
  response: scheduleSchema,
  creates: true,
});
export const getSchedule = endpoint({ method: 'GET', path: '/v1/schedules/{id}', params, response: scheduleSchema });
export const updateSchedule = endpoint({
  method: 'PATCH',
  path: '/v1/schedules/{id}',
  params,
  body: scheduleUpdateSchema,
  response: scheduleSchema,
});
