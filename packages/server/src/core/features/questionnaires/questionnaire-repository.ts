import type { EndpointAnswer, listQuestionnaires } from '@openprm/contract';
import { type Selectable, sql } from 'kysely';
import type { SurveyTables } from '../../database/survey-tables.ts';
import type { TenantScope } from '../../http/context.ts';
import type { SortKey } from '../../http/cursor.ts';

type Item = EndpointAnswer<typeof listQuestionnaires>['data'][number];

/** A form's row without the form. */
const columns = ['id', 'url', 'version', 'status', 'title', 'created_at'] as const;
type Row = Pick<Selectable<SurveyTables['questionnaire']>, (typeof columns)[number]>;

/** Reads one form whole, or undefined. */
export const findQuestionnaire = ({ tx, tenantId }: TenantScope, id: string) =>
  tx
    .selectFrom('questionnaire')
    .select([...columns, 'content'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();

/** Reads forms in the order in which they were stored. */
export const listQuestionnaireRows = (
  { tx, tenantId }: TenantScope,
  status: Row['status'] | undefined,
  after: SortKey | undefined,
  limit: number,
): Promise<Row[]> =>
  tx
    .selectFrom('questionnaire')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'draft'))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, id) > (${after?.[0]}::timestamptz, ${after?.[1]})`),
    )
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute();

/** What of a form is written: its names, taken from it, and itself. */
export type QuestionnaireColumns = Pick<Row, 'url' | 'version' | 'status' | 'title'> & { readonly content: string };

/** Stores a form. @returns undefined when this version of it is there already */
export const insertQuestionnaire = (
  { tx, tenantId }: TenantScope,
  id: string,
  form: QuestionnaireColumns,
): Promise<Row | undefined> =>
  tx
    .insertInto('questionnaire')
    .values({ tenant_id: tenantId, id, ...form })
    .onConflict((conflict) => conflict.constraint('questionnaire_once').doNothing())
    .returning(columns)
    .executeTakeFirst();

/** Writes a draft anew. @returns undefined when it is no draft (any more) */
export const replaceDraft = (
  { tx, tenantId }: TenantScope,
  id: string,
  form: QuestionnaireColumns,
): Promise<Row | undefined> =>
  tx
    .updateTable('questionnaire')
    .set(form)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', '=', 'draft')
    .returning(columns)
    .executeTakeFirst();

/** Retires a form. */
export const retire = ({ tx, tenantId }: TenantScope, id: string): Promise<Row | undefined> =>
  tx
    .updateTable('questionnaire')
    .set({ status: 'retired' })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();

/** Whether another form of the tenant has this version. */
export const isVersionTaken = async (
  { tx, tenantId }: TenantScope,
  id: string,
  { url, version }: Pick<Row, 'url' | 'version'>,
): Promise<boolean> =>
  (await tx
    .selectFrom('questionnaire')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('url', '=', url)
    .where('version', '=', version)
    .where('id', '<>', id)
    .executeTakeFirst()) !== undefined;

/** A row as the wire has it. */
export const toQuestionnaire = ({ id, url, version, status, title, created_at: createdAt }: Row): Item => ({
  id,
  url,
  version,
  status,
  title,
  createdAt: createdAt.toISOString(),
});
