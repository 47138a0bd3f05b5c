import type { EndpointAnswer, getSurvey } from '@openprm/contract';
import { type Insertable, type Selectable, type Updateable, sql } from 'kysely';
import type { SurveyTables } from '../../database/survey-tables.ts';
import type { TenantScope } from '../../http/context.ts';
import type { SortKey } from '../../http/cursor.ts';

/** A survey's row. */
export type SurveyRow = Selectable<SurveyTables['survey']>;

const surveys = ({ tx, tenantId }: TenantScope) =>
  tx.selectFrom('survey').selectAll().where('tenant_id', '=', tenantId);

/** Reads one survey, or undefined. */
export const findSurvey = (scope: TenantScope, id: string): Promise<SurveyRow | undefined> =>
  surveys(scope).where('id', '=', id).executeTakeFirst();

/** Reads surveys in the order in which they were made. */
export const listSurveyRows = (scope: TenantScope, after: SortKey | undefined, limit: number): Promise<SurveyRow[]> =>
  surveys(scope)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, id) > (${after?.[0]}::timestamptz, ${after?.[1]})`),
    )
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute();

/** Reads a survey with its form and who asks, also one that has ended: what was begun goes on. */
export const findSurveyWithForm = ({ tx, tenantId }: TenantScope, id: string) =>
  tx
    .selectFrom('survey')
    .innerJoin('questionnaire', (on) =>
      on
        .onRef('questionnaire.tenant_id', '=', 'survey.tenant_id')
        .onRef('questionnaire.id', '=', 'survey.questionnaire_id'),
    )
    .innerJoin('organization', (on) =>
      on
        .onRef('organization.tenant_id', '=', 'survey.tenant_id')
        .onRef('organization.id', '=', 'survey.organization_id'),
    )
    .where('survey.tenant_id', '=', tenantId)
    .where('survey.id', '=', id)
    .selectAll('survey')
    .select([
      'questionnaire.content',
      'questionnaire.url',
      'questionnaire.version',
      'organization.name as organization_name',
      'organization.telephone as organization_telephone',
    ])
    .executeTakeFirst();

/** A survey with its form. */
export type AskedSurvey = NonNullable<Awaited<ReturnType<typeof findSurveyWithForm>>>;

/** Reads an active survey with its form and who asks: what is needed to begin to answer it. */
export async function findAskedSurvey(scope: TenantScope, id: string): Promise<AskedSurvey | undefined> {
  const survey = await findSurveyWithForm(scope, id);
  return survey?.active ? survey : undefined;
}

/** Stores a survey. */
export const insertSurvey = (
  { tx, tenantId }: TenantScope,
  survey: Omit<Insertable<SurveyTables['survey']>, 'tenant_id'>,
): Promise<SurveyRow> =>
  tx
    .insertInto('survey')
    .values({ tenant_id: tenantId, ...survey })
    .returningAll()
    .executeTakeFirstOrThrow();

/** Changes what may change of a survey. */
export const changeSurvey = (
  { tx, tenantId }: TenantScope,
  id: string,
  changes: Pick<
    Updateable<SurveyTables['survey']>,
    'name' | 'minutes' | 'emergency_telephone' | 'crisis_telephone' | 'delivery' | 'active'
  >,
): Promise<SurveyRow | undefined> =>
  tx
    .updateTable('survey')
    .set(changes)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();

/** A row as the wire has it. */
export const toSurvey = (row: SurveyRow): EndpointAnswer<typeof getSurvey> => ({
  id: row.id,
  organizationId: row.organization_id,
  questionnaireId: row.questionnaire_id,
  name: row.name,
  mode: row.mode,
  readers: row.readers,
  minutes: row.minutes,
  scoreIds: row.scores.map(({ id }) => id),
  safety: row.safety.map(({ linkId, atLeast }) => ({ linkId, atLeast })),
  safetyDueMinutes: row.safety_due_minutes,
  recovery: row.recovery,
  emergencyTelephone: row.emergency_telephone,
  crisisTelephone: row.crisis_telephone,
  delivery: row.delivery,
  active: row.active,
  createdAt: row.created_at.toISOString(),
});
