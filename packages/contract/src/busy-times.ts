import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { id, instant, instantText, page, paging } from './primitives.ts';

/** Time that the clinic's present system has taken: nothing is offered in it. Known by that system's own id. */
export const busyTimeSchema = z.object({
  externalId: z.string(),
  practitionerId: z.string(),
  start: instantText,
  end: instantText,
});
export type BusyTime = z.output<typeof busyTimeSchema>;

/** The stored busy time, and the appointments that it now overlaps: they stay booked, and the clinic decides. */
export const busyTimeResultSchema = z.object({
  ...busyTimeSchema.shape,
  conflictingAppointmentIds: z.array(z.string()),
});
export type BusyTimeResult = z.output<typeof busyTimeResultSchema>;

export const busyTimePutSchema = z
  .strictObject({ practitionerId: id('prc'), start: instant, end: instant })
  .check(z.refine((busy) => Date.parse(busy.start) < Date.parse(busy.end), 'start must be before end'));
export type BusyTimePut = z.input<typeof busyTimePutSchema>;

const params = z.strictObject({
  externalId: z
    .string()
    .check(z.regex(/^[A-Za-z0-9._:~-]{1,128}$/, 'must be 1 to 128 of letters, digits and . _ : ~ -')),
});

export const listBusyTimes = endpoint({
  method: 'GET',
  path: '/v1/busy-times',
  query: z.strictObject({ ...paging, practitionerId: z.optional(id('prc')) }),
  response: page(busyTimeSchema),
});
export const putBusyTime = endpoint({
  method: 'PUT',
  path: '/v1/busy-times/{externalId}',
  params,
  body: busyTimePutSchema,
  response: busyTimeResultSchema,
});
export const deleteBusyTime = endpoint({ method: 'DELETE', path: '/v1/busy-times/{externalId}', params });
