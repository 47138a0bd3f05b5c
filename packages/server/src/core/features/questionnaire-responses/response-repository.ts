import { type InsertObject, type Selectable, sql } from 'kysely';
import type { SurveyTables } from '../../database/survey-tables.ts';
import type { Tables } from '../../database/tables.ts';
import type { TenantScope } from '../../http/context.ts';
import type { SortKey } from '../../http/cursor.ts';

/** A response's row. */
export type ResponseRow = Selectable<SurveyTables['questionnaire_response']>;

const responses = ({ tx, tenantId }: TenantScope) =>
  tx.selectFrom('questionnaire_response').selectAll().where('tenant_id', '=', tenantId);

/** Reads one response, or undefined. */
export const findResponse = (scope: TenantScope, id: string): Promise<ResponseRow | undefined> =>
  responses(scope).where('id', '=', id).executeTakeFirst();

/** Locks a response before it is changed, so that of two saves the second sees what the first has done. */
export const lockResponse = (scope: TenantScope, id: string): Promise<ResponseRow | undefined> =>
  responses(scope).where('id', '=', id).forUpdate().executeTakeFirst();

/** The response of an invitation, or undefined. */
export const findInvited = (scope: TenantScope, invitationId: string): Promise<ResponseRow | undefined> =>
  responses(scope).where('invitation_id', '=', invitationId).executeTakeFirst();

/** What somebody has begun for a patient in a session and not completed, or undefined. What others have begun for the same patient is not theirs to read. */
export const findBegun = (
  scope: TenantScope,
  { surveyId, patientId, begunBy }: { readonly surveyId: string; readonly patientId: string; readonly begunBy: string },
): Promise<ResponseRow | undefined> =>
  responses(scope)
    .where('survey_id', '=', surveyId)
    .where('patient_id', '=', patientId)
    .where('begun_by', '=', begunBy)
    .where('invitation_id', 'is', null)
    .where('status', '=', 'in-progress')
    .executeTakeFirst();

/**
 * The newest complete response of a patient by the same form that gave their name, in whatever version and survey, but for one. Only where all who read the new one read that
 * one too: a difference tells what was answered before.
 */
export const findPrevious = (
  scope: TenantScope,
  {
    id,
    patientId,
    url,
    readers,
  }: {
    readonly id: string;
    readonly patientId: string;
    readonly url: string;
    readonly readers: readonly string[];
  },
): Promise<ResponseRow | undefined> =>
  responses(scope)
    .where('patient_id', '=', patientId)
    .where('mode', '=', 'named')
    .where('status', '=', 'completed')
    .where('id', '<>', id)
    .where('survey_id', 'in', (from) =>
      from
        .selectFrom('survey')
        .innerJoin('questionnaire', (on) =>
          on
            .onRef('questionnaire.tenant_id', '=', 'survey.tenant_id')
            .onRef('questionnaire.id', '=', 'survey.questionnaire_id'),
        )
        .where('survey.tenant_id', '=', scope.tenantId)
        .where('questionnaire.url', '=', url)
        .where(sql<boolean>`survey.readers @> ${sql.val([...readers])}::text[]`)
        .select('survey.id'),
    )
    .orderBy('completed_at', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Which responses a list shows. */
export interface ResponseFilter {
  readonly surveyId: string;
  readonly status?: ResponseRow['status'] | undefined;
}

/** Reads responses to a survey, the newest first. */
export const listResponseRows = (
  scope: TenantScope,
  { surveyId, status }: ResponseFilter,
  after: SortKey | undefined,
  limit: number,
): Promise<ResponseRow[]> =>
  responses(scope)
    .where('survey_id', '=', surveyId)
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'completed'))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]})`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** Stores a new response. @returns undefined where somebody has begun one already that there may be once */
export const insertResponse = (
  { tx, tenantId }: TenantScope,
  response: Omit<InsertObject<Tables, 'questionnaire_response'>, 'tenant_id'>,
): Promise<ResponseRow | undefined> =>
  tx
    .insertInto('questionnaire_response')
    .values({ tenant_id: tenantId, ...response })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();

/** Writes the next version, if the row still is of the version that was seen and not complete. */
export const writeNextVersion = (
  { tx, tenantId }: TenantScope,
  { id, version, mode }: Pick<ResponseRow, 'id' | 'version' | 'mode'>,
  { sealed, isComplete }: { readonly sealed: Uint8Array; readonly isComplete: boolean },
): Promise<ResponseRow | undefined> =>
  tx
    .updateTable('questionnaire_response')
    .set({
      sealed,
      version: version + 1,
      ...(isComplete ? { status: 'completed', completed_at: momentOf(mode) } : {}),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('status', '=', 'in-progress')
    .returningAll()
    .executeTakeFirst();

/** When something was done, in whole milliseconds, as a cursor holds it: of a response whose owner is hidden by the day alone, so that the time tells nobody who it was. */
export const momentOf = (mode: ResponseRow['mode']) =>
  mode === 'named'
    ? sql<Date>`date_trunc('milliseconds', clock_timestamp())`
    : sql<Date>`date_trunc('day', clock_timestamp(), 'UTC')`;

/** Notes that a safety answer has opened whose a confidential response is. @returns whether it was closed until now */
export async function openIdentity({ tx, tenantId }: TenantScope, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('questionnaire_response')
    .set({ identity_opened_at: sql<Date>`clock_timestamp()` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('mode', '=', 'confidential')
    .where('identity_opened_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
