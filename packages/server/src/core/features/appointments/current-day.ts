import { type RawBuilder, sql } from 'kysely';

/**
 * Of a query that joins `appointment` and its `location`: whether the visit begins or is under way on the day that it is at its place now, by the database's clock. The days before and
 * after are no part of it, also where it is one of them elsewhere.
 */
export const isOfCurrentDay: RawBuilder<boolean> = sql<boolean>`(
  appointment.start_at between clock_timestamp() - interval '3 days' and clock_timestamp() + interval '2 days'
  and (clock_timestamp() at time zone location.time_zone)::date
    between (appointment.start_at at time zone location.time_zone)::date
      and ((appointment.end_at - interval '1 microsecond') at time zone location.time_zone)::date)`;
