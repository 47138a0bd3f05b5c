import type { DeviceKey } from '@openprm/contract';
import { sql } from 'kysely';
import type { SessionEnd, SessionRoad } from '../../database/session-tables.ts';
import type { RequestContext, TenantScope } from '../../http/context.ts';
import { currentChart } from '../related-persons/right-to-act.ts';

/** A session ends after so many minutes without a request, and after so many hours in any case. */
export const idleMinutes = 15;
const lifeHours = 12;

/** Whether a row of `patient_session` is a session that somebody could go on with now, by the database's clock, which all processes share. */
export const isLiveSession = sql<boolean>`ended_at is null and expires_at > now() and last_used_at > now() - make_interval(mins => ${idleMinutes})`;

/** What a session begins with. */
export interface NewSession {
  readonly personId: string;
  readonly deviceKey: DeviceKey;
  /** Of the verified address and a birth date, where both are known. */
  readonly identityIndex: Uint8Array | null;
  /** The chart, where it is known. */
  readonly chart: KnownChart | null;
  readonly road: SessionRoad;
}

/** The chart of a session, and whether it is theirs because the clinic has said so: then it is theirs for as long as that is said. */
export interface KnownChart {
  readonly patientId: string;
  readonly isSaid: boolean;
}

/** Adds a session in its first generation. */
export async function insertSession(context: RequestContext, session: NewSession): Promise<string> {
  const id = context.newId('pss');
  await context.tx
    .insertInto('patient_session')
    .values({
      tenant_id: context.tenantId,
      id,
      person_id: session.personId,
      device_key: JSON.stringify(session.deviceKey),
      identity_index: session.identityIndex,
      patient_id: session.chart?.patientId ?? null,
      chart_is_said: session.chart?.isSaid ?? false,
      road: session.road,
      expires_at: sql<Date>`now() + make_interval(hours => ${lifeHours})`,
    })
    .execute();
  return id;
}

const columns = [
  'id',
  'person_id',
  'device_key',
  'generation',
  'identity_index',
  'chart_is_said',
  'acted_for',
  'created_at',
  'expires_at',
] as const;

const liveSession = ({ tx, tenantId }: TenantScope, id: string) =>
  tx
    .selectFrom('patient_session')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where(isLiveSession)
    .select(columns)
    .select(currentChart.as('patient_id'))
    .select(sql<boolean>`last_used_at < now() - interval '1 minute'`.as('was_quiet'));

/** A live session. */
export type SessionRow = Awaited<ReturnType<ReturnType<typeof liveSession>['executeTakeFirstOrThrow']>>;

/** Reads a session that lives, or undefined. */
export const findLiveSession = (scope: TenantScope, id: string): Promise<SessionRow | undefined> =>
  liveSession(scope, id).executeTakeFirst();

/** The same, locked: of two refreshes at once the second sees what the first has done. */
export const lockLiveSession = (scope: TenantScope, id: string): Promise<SessionRow | undefined> =>
  liveSession(scope, id).forUpdate().executeTakeFirst();

/**
 * Notes that a session was used, at most once a minute: so exactly is not needed, and a read should cost no write; and at once for whom else it acts, when that is
 * somebody new.
 */
export async function noteUse({ tx, tenantId }: TenantScope, session: SessionRow, actsFor?: string): Promise<void> {
  const acted_for = actsFor ?? session.acted_for;
  if (!session.was_quiet && acted_for === session.acted_for) return;
  await tx
    .updateTable('patient_session')
    .set({ last_used_at: sql<Date>`now()`, acted_for })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', session.id)
    .execute();
}

/** Whether a session began within so many minutes: then its person has shown that long ago at most who they are. */
export async function hasBegunWithin({ tx, tenantId }: TenantScope, id: string, minutes: number): Promise<boolean> {
  const row = await tx
    .selectFrom('patient_session')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where(sql<boolean>`created_at > clock_timestamp() - make_interval(mins => ${minutes}::integer)`)
    .executeTakeFirst();
  return row !== undefined;
}

/** In how many milliseconds a live session ends, if it is not used; and whether its chart may end before, with what the clinic has said. */
export async function readSessionEnd(
  { tx, tenantId }: TenantScope,
  id: string,
): Promise<{ readonly endsInMilliseconds: number; readonly chartIsSaid: boolean }> {
  const row = await tx
    .selectFrom('patient_session')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .select([
      'chart_is_said',
      sql<number>`extract(epoch from least(expires_at, last_used_at + make_interval(mins => ${idleMinutes})) - now())::float8 * 1000`.as(
        'ends_in',
      ),
    ])
    .executeTakeFirstOrThrow();
  return { endsInMilliseconds: row.ends_in, chartIsSaid: row.chart_is_said };
}

/** Makes the next handle the good one; a page that asks for it by itself does not use the session. */
export async function advanceGeneration(
  { tx, tenantId, isPassive }: Pick<RequestContext, 'tx' | 'tenantId' | 'isPassive'>,
  session: SessionRow,
): Promise<number> {
  const generation = session.generation + 1;
  await tx
    .updateTable('patient_session')
    .set({ generation, ...(isPassive ? {} : { last_used_at: sql<Date>`now()` }) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', session.id)
    .execute();
  return generation;
}

/** Links a session to an identity and, if there is one, to its chart. */
export async function linkSession(
  { tx, tenantId }: TenantScope,
  id: string,
  { identityIndex, chart }: Pick<NewSession, 'identityIndex' | 'chart'>,
): Promise<void> {
  await tx
    .updateTable('patient_session')
    .set({
      identity_index: identityIndex,
      patient_id: chart?.patientId ?? null,
      chart_is_said: chart?.isSaid ?? false,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

/** Links to a chart, because the clinic says that it is theirs, whoever has shown an address with a birth date and has no chart. */
export async function linkOpenSessions(
  { tx, tenantId }: TenantScope,
  identityIndex: Uint8Array,
  patientId: string,
): Promise<void> {
  await tx
    .updateTable('patient_session')
    .set({ patient_id: patientId, chart_is_said: true })
    .where('tenant_id', '=', tenantId)
    .where('identity_index', '=', identityIndex)
    .where(currentChart, 'is', null)
    .where('ended_at', 'is', null)
    .execute();
}

/** Takes the chart from their sessions. They may look for one again, by the rules of everybody. */
export async function unlinkOpenSessions(
  { tx, tenantId }: TenantScope,
  identityIndex: Uint8Array,
  patientId: string,
): Promise<void> {
  await tx
    .updateTable('patient_session')
    .set({ patient_id: null, chart_is_said: false })
    .where('tenant_id', '=', tenantId)
    .where('identity_index', '=', identityIndex)
    .where('patient_id', '=', patientId)
    .where('ended_at', 'is', null)
    .execute();
}

/** Which sessions are meant. */
export type SessionSelection = { readonly id: string } | { readonly personId: string };

/** Ends sessions for good. They are refused from the next request on, at every process: each request reads the row. */
export async function endSessions(
  { tx, tenantId }: TenantScope,
  selection: SessionSelection,
  reason: SessionEnd,
): Promise<void> {
  const query = tx
    .updateTable('patient_session')
    .set({ ended_at: sql<Date>`now()`, end_reason: reason })
    .where('tenant_id', '=', tenantId)
    .where('ended_at', 'is', null);
  await (
    'id' in selection ? query.where('id', '=', selection.id) : query.where('person_id', '=', selection.personId)
  ).execute();
}
