import type { LimitName, Rate } from '@openprm/contract/policies';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../ports.ts';

/** One call that counts towards a limit. */
export interface CountedCall {
  readonly name: LimitName;
  readonly rate: Rate;
  /** Keyed hash of what is counted by. */
  readonly subject: Uint8Array;
  /** Whether it is counted for many callers together, as by an origin or a key. */
  readonly isShared: boolean;
}

/** A limit that is reached, and for how long. */
export interface ReachedLimit {
  readonly name: LimitName;
  readonly waitSeconds: number;
}

/**
 * Counts a call towards each of some limits, in one statement of its own, so that all processes count together and no request waits for another's
 * transaction. By the generic cell rate algorithm (ITU-T I.371): a row holds the time at which all that was used will have come back; a call moves it
 * on by one step, unless that would pass the whole period.
 *
 * What a caller is refused, by their own limits or by one that is used up already, counts towards none that they share with others: else one of them could close those to all,
 * by going on.
 *
 * The table is unlogged: counting writes no log and waits for no disk, and after a crash of the database everybody begins anew.
 *
 * @param tenantId whose limits they are
 * @returns those that were reached; the call counts then towards the others of its caller, and towards none that is shared
 */
export async function takeCalls(
  database: Database,
  tenantId: string,
  calls: readonly CountedCall[],
): Promise<readonly ReachedLimit[]> {
  if (calls.length === 0) return [];
  // In one order for everyone, a caller's own first, so that two statements never wait for each other.
  const ordered = calls.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const names = ordered.map(({ name }) => name);
  const subjects = ordered.map(({ subject }) => toHex(subject));
  const periods = ordered.map(({ rate }) => rate.perSeconds);
  const steps = ordered.map(({ rate }) => rate.perSeconds / rate.most);
  const shared = ordered.map(({ isShared }) => isShared);
  const take = (which: RawBuilder<boolean>) => sql`
    insert into rate_limit as counted (tenant_id, name, subject, whole_at)
    select ${tenantId}, name, subject, statement_timestamp() + step from wanted where ${which} order by name
    on conflict (tenant_id, name, subject) do update
      set whole_at = greatest(counted.whole_at, statement_timestamp()) + (excluded.whole_at - statement_timestamp())
      where greatest(counted.whole_at, statement_timestamp()) + (excluded.whole_at - statement_timestamp())
        <= statement_timestamp() + make_interval(secs => (${periods}::float8[])[array_position(${names}::text[], excluded.name)])
    returning name`;
  const { rows } = await sql<{ name: LimitName; wait: number }>`
    with wanted as (
      select name, decode(subject, 'hex') as subject, make_interval(secs => period) as period, make_interval(secs => step) as step, shared
      from unnest(${names}::text[], ${subjects}::text[], ${periods}::float8[], ${steps}::float8[], ${shared}::boolean[])
        as wanted (name, subject, period, step, shared)
    ), own as (${take(sql`not shared`)}), is_own_let as (
      select not exists (select from wanted where not shared and name not in (select name from own)) as yes
    ), used_up as (
      select wanted.name from wanted join rate_limit as counted on counted.tenant_id = ${tenantId} and counted.name = wanted.name and counted.subject = wanted.subject
      where shared and counted.whole_at + wanted.step > statement_timestamp() + wanted.period
    ), is_let as (
      select yes and not exists (select from used_up) as yes from is_own_let
    ), common as (${take(sql`shared and (select yes from is_let)`)})
    select wanted.name, extract(epoch from counted.whole_at + wanted.step - wanted.period - statement_timestamp())::float8 as wait
    from wanted join rate_limit as counted on counted.tenant_id = ${tenantId} and counted.name = wanted.name and counted.subject = wanted.subject
    where case when not shared then wanted.name not in (select name from own)
      when (select yes from is_let) then wanted.name not in (select name from common)
      else (select yes from is_own_let) and wanted.name in (select name from used_up) end`.execute(database);
  return rows.map(({ name, wait }) => ({ name, waitSeconds: Math.max(1, Math.ceil(wait)) }));
}

const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Forgets whoever has used nothing for a while. */
export async function pruneRateLimits(database: Database): Promise<void> {
  await sql`delete from rate_limit where whole_at < statement_timestamp()`.execute(database);
}
