import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import type { Database } from '../../ports.ts';

/** How long what a visitor has booked counts as theirs, and how long it is known that it was they. */
export const countedHours = 24;

/** What an appointment keeps of who takes its time in this request: nothing of the clinic. */
export const bookedBy = ({ holder: { visitor, booker } }: RequestContext) =>
  booker === undefined
    ? {}
    : { visitor: booker.hash, network: booker.isSignedIn ? visitor : null, visitor_at: sql<Date>`now()` };

/** An appointment that is nobody's share of a day any more. */
export const bookedByNobody = { visitor: null, network: null, visitor_at: null } as const;

/** Forgets who booked more than a day ago, in all tenants. */
export async function forgetVisitors(database: Database): Promise<void> {
  await sql`update appointment set visitor = null, network = null, visitor_at = null
    where visitor is not null and visitor_at <= now() - make_interval(hours => ${countedHours}::integer)`.execute(
    database,
  );
}
