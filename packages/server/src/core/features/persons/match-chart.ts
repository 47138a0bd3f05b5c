import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import { listOwnCharts, listRights } from '../related-persons/right-to-act.ts';
import type { KnownChart } from '../patient-sessions/session-repository.ts';
import { findFittingCharts, markShown } from './charts.ts';

/** How many dates may find nothing, for one verified address in a day: enough for a slip, too few to go through a calendar. */
const triesPerDay = 5;

/** Counts one try before it is made. @returns how many seconds to wait when it is one too many, else undefined */
async function takeTry({ tx, tenantId }: RequestContext, personId: string): Promise<number | undefined> {
  const { rows } = await sql<{ match_tries: number; seconds_left: number }>`
    update person set
      match_tries = case when match_window_start > now() - interval '1 day' then match_tries + 1 else 1 end,
      match_window_start = case when match_window_start > now() - interval '1 day' then match_window_start else now() end
    where tenant_id = ${tenantId} and id = ${personId}
    returning match_tries, ceil(extract(epoch from match_window_start + interval '1 day' - now()))::integer as seconds_left`.execute(
    tx,
  );
  const [counted] = rows;
  return counted !== undefined && counted.match_tries > triesPerDay ? counted.seconds_left : undefined;
}

/** Gives the try back that the same transaction has counted. */
async function returnTry({ tx, tenantId }: RequestContext, personId: string): Promise<void> {
  await sql`update person set match_tries = match_tries - 1 where tenant_id = ${tenantId} and id = ${personId}`.execute(
    tx,
  );
}

/** What somebody has shown: a verified address, and what they say is their birth date. */
export interface ShownIdentity {
  readonly email: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly identityIndex: Uint8Array;
}

/** What came of a date: a chart or none; or, where too many were tried, in how many seconds the next one may be. */
export type TriedDate = { readonly chart: KnownChart | null } | { readonly waitSeconds: number };

/**
 * Looks for what an identity opens, as one of the tries that a person has in a day. A date that is right is no guess, however often somebody signs in: its try
 * is given back, where it found a chart or a right to act for somebody. Beyond the day's tries a right date is refused as a wrong one is, else it could still be guessed.
 */
export async function tryDate(context: RequestContext, personId: string, identity: ShownIdentity): Promise<TriedDate> {
  const waitSeconds = await takeTry(context, personId);
  if (waitSeconds !== undefined) return { waitSeconds };
  const chart = await matchChart(context, identity);
  const isRight = chart !== null || (await listRights(context, identity.identityIndex)).length > 0;
  if (isRight) await returnTry(context, personId);
  return { chart };
}

/**
 * The one chart of an identity, or null: never one that only resembles it, and none where several fit (twins with their mother's address). What the
 * clinic has said goes before what fits. A chart that the clinic or its person has verified goes before one whose address somebody has shown, and that before those of
 * anonymous bookings, so that nobody can come between a patient and their chart by booking in their name.
 */
export async function matchChart(context: RequestContext, identity: ShownIdentity): Promise<KnownChart | null> {
  const said = await listOwnCharts(context, identity.identityIndex);
  if (said.length > 0) return chartOf(theOnly(said), true);
  const fitting = await findFittingCharts(context, identity);
  const verified = fitting.filter((chart) => chart.verified);
  const shown = fitting.filter((chart) => chart.is_shown);
  const first = [verified, shown].find((charts) => charts.length > 0) ?? fitting;
  const patientId = theOnly(first.map(({ id }) => id));
  if (patientId !== null) await markShown(context, patientId);
  return chartOf(patientId, false);
}

const chartOf = (patientId: string | null, isSaid: boolean): KnownChart | null =>
  patientId === null ? null : { patientId, isSaid };

const theOnly = (ids: readonly string[]): string | null => (ids.length === 1 ? (ids[0] ?? null) : null);
