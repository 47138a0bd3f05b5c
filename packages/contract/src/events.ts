import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { code } from './primitives.ts';

/**
 * Facts that the event feed tells: a resource, and what became of it. No more: what it says now is read by whoever may read it. Who is told of which
 * stands in `event-types.policy.ts`.
 */
export const eventTypes = [
  'organization.changed',
  'location.changed',
  'practitioner.changed',
  'practitioner-role.changed',
  'healthcare-service.changed',
  'schedule.changed',
  'busy-time.changed',
  'hold.created',
  'hold.released',
  'appointment.booked',
  'appointment.rescheduled',
  'appointment.cancelled',
  'appointment.arrived',
  'appointment.fulfilled',
  'appointment.noshow',
  'waitlist-entry.changed',
  'questionnaire.changed',
  'survey.changed',
  'questionnaire-response.changed',
  'task.changed',
  'patient.erased',
  'mail.accepted',
  'mail.refused',
  'mail.withheld',
  'audit-event.recorded',
] as const;
export type EventType = (typeof eventTypes)[number];

/** One fact of the feed. It holds ids and a status only: never a time, a name or a text. */
export const feedEventSchema = z.object({
  /** Where the feed stands after this event. */
  cursor: z.string(),
  type: code(eventTypes),
  /** Of what the type names, for example `apt_…`. */
  resourceId: z.string(),
});
export type FeedEvent = z.output<typeof feedEventSchema>;

/**
 * A piece of the feed, in order, each event of it once: the body of a read, and of a stream each message's `data`. Without events it says where the feed
 * stands: at the beginning, and as a sign of life.
 */
export const feedPageSchema = z.object({
  data: z.array(feedEventSchema),
  /** Where the feed stands after this page, also after what the caller may not see: `after` of the next call. */
  cursor: z.string(),
  /**
   * The cursor that was given is too old, another clinic's, or of no feed at all: events may have been missed. Read anew what is shown (a snapshot),
   * and go on from `cursor`.
   */
  reset: z.boolean(),
});
export type FeedPage = z.output<typeof feedPageSchema>;

const after = z.optional(z.string().check(z.maxLength(200)));

/** The longest that {@link listEvents} waits, in seconds: shorter than what proxies allow a request. */
export const longestWaitSeconds = 25;

/** How often a stream gives a sign of life, in seconds. */
export const heartbeatSeconds = 15;

/**
 * What has happened after a cursor; without one, where the feed stands now. With `wait` it answers when something has happened, and at the latest after so many
 * seconds: for networks that cut streams. A patient is told of their own chart, or of that which the call acts for (`Prm-Acting-For`).
 */
export const listEvents = endpoint({
  method: 'GET',
  path: '/v1/events',
  query: z.strictObject({
    after,
    /** At most so many events, 1 to 500; 100 by default. */
    limit: z.optional(
      z.coerce.number<number>('must be a whole number from 1 to 500').check(z.int(), z.gte(1), z.lte(500)),
    ),
    wait: z.optional(
      z.coerce
        .number<number>('must be a whole number from 0 to 25')
        .check(z.int(), z.gte(0), z.lte(longestWaitSeconds)),
    ),
  }),
  response: feedPageSchema,
});

/**
 * The same as `text/event-stream`: each message's `data` is a page of the feed, its `id` the page's cursor. It begins with a page at once, and gives a sign of
 * life every 15 seconds. It ends within a second when the caller may see no more: the session is over, the key or the right to act for a patient was taken back.
 */
export const streamEvents = endpoint({
  method: 'GET',
  path: '/v1/events/stream',
  query: z.strictObject({ after }),
  response: feedPageSchema,
});
