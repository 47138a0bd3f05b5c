import type { EndpointAnswer, getTask } from '@openprm/contract';
import { type UpdateObject, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { RequestContext, TenantScope } from '../../http/context.ts';
import type { SortKey } from '../../http/cursor.ts';
import { KeyError } from '../../keys/key-error.ts';
import { unwrapPatientKey } from '../../keys/patient-keys.ts';
import { openPatient } from '../patients/patient-record.ts';
import { wrappedKey } from '../patients/wrapped-key.ts';
import { openStaff } from '../staff/staff-record.ts';
import { mayReadWhy } from './may-read-why.ts';
import { readNotes } from './task-notes.ts';
import { openTask, taskIdentity } from './task-record.ts';

type Answer = EndpointAnswer<typeof getTask>;

/** The rows of tasks with whom they are about and who works on them. */
const taskRows = ({ tx, tenantId }: TenantScope) =>
  tx
    .selectFrom('task')
    .innerJoin('patient', (on) =>
      on.onRef('patient.tenant_id', '=', 'task.tenant_id').onRef('patient.id', '=', 'task.patient_id'),
    )
    .innerJoin('survey', (on) =>
      on.onRef('survey.tenant_id', '=', 'task.tenant_id').onRef('survey.id', '=', 'task.survey_id'),
    )
    .leftJoin('staff', (on) =>
      on.onRef('staff.tenant_id', '=', 'task.tenant_id').onRef('staff.id', '=', 'task.owner_id'),
    )
    .where('task.tenant_id', '=', tenantId)
    .selectAll('task')
    .select(['patient.sealed as patient_sealed', 'patient.erased_at', 'staff.sealed as owner_sealed', 'survey.readers'])
    .select(wrappedKey);

/** One such row. */
export type TaskRow = Awaited<ReturnType<ReturnType<typeof taskRows>['executeTakeFirstOrThrow']>>;

/** Reads one task, or undefined. */
export const findTask = (scope: TenantScope, id: string): Promise<TaskRow | undefined> =>
  taskRows(scope).where('task.id', '=', id).executeTakeFirst();

/** Which tasks a list shows. */
export interface TaskFilter {
  readonly status?: 'open' | TaskRow['status'] | undefined;
  readonly code?: TaskRow['code'] | undefined;
  readonly ownerId?: string | undefined;
}

const open: readonly TaskRow['status'][] = ['requested', 'in-progress'];

const showsClosed = ({ status }: TaskFilter) => status === 'completed' || status === 'cancelled';

/** What a list is ordered by, as its cursor holds it. */
export const taskSortKey = (filter: TaskFilter, { closed_at: closedAt, due_at: dueAt, id }: TaskRow): SortKey => [
  ((showsClosed(filter) ? closedAt : null) ?? dueAt).toISOString(),
  id,
];

/** Reads tasks by when they are due; those that are closed by when they were closed, the last first. */
export function listTaskRows(
  context: RequestContext,
  filter: TaskFilter,
  after: SortKey | undefined,
  limit: number,
): Promise<TaskRow[]> {
  const { status, code, ownerId } = filter;
  const isClosed = showsClosed(filter);
  const order = isClosed ? 'desc' : 'asc';
  // as fine as a cursor holds it
  const by = isClosed ? sql<Date>`date_trunc('milliseconds', task.closed_at)` : sql<Date>`task.due_at`;
  let query = taskRows(context).orderBy(by, order).orderBy('task.id', order).limit(limit);
  if (status !== undefined) query = query.where('task.status', 'in', status === 'open' ? open : [status]);
  if (code !== undefined) {
    const { principal } = context;
    query = query.where('task.code', '=', code);
    // a filter tells what the field tells
    if (principal.kind === 'staff') query = query.where(sql<boolean>`${principal.role} = any(survey.readers)`);
  }
  if (ownerId !== undefined) query = query.where('task.owner_id', '=', ownerId);
  if (after !== undefined) {
    const rest = isClosed ? sql`<` : sql`>`;
    query = query.where(sql<boolean>`(${by}, task.id) ${rest} (${after[0]}::timestamptz, ${after[1]})`);
  }
  return query.execute();
}

/** Writes the next version of a task, if it still is of the version that was seen. */
export async function writeTask(
  { tx, tenantId }: TenantScope,
  { id, version }: Pick<TaskRow, 'id' | 'version'>,
  changes: UpdateObject<Tables, 'task'>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('task')
    .set({ ...changes, version: version + 1 })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** A row as the wire has it, with the patient's identity; and why it was opened, for who may know it. */
export async function toTask(context: RequestContext, row: TaskRow): Promise<Answer> {
  const { contacted_at: contactedAt, created_at: createdAt } = row;
  const isTold = mayReadWhy(context, row);
  context.touches(row.id, row.patient_id);
  return {
    id: row.id,
    code: isTold ? row.code : 'call-back',
    status: row.status,
    version: row.version,
    surveyId: isTold ? row.survey_id : null,
    questionnaireResponseId: isTold ? row.questionnaire_response_id : null,
    appointmentId: row.appointment_id,
    patient: await openPatient(context, { ...row, sealed: row.patient_sealed }),
    owner: await readOwner(context, row),
    dueAt: row.due_at.toISOString(),
    createdAt: createdAt.toISOString(),
    triedAt: row.tried_at?.toISOString() ?? null,
    contactedAt: contactedAt?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    minutesToContact: contactedAt === null ? null : Math.floor((contactedAt.getTime() - createdAt.getTime()) / 60_000),
    outcome: isTold ? row.outcome : null,
    detail: isTold ? await readDetail(context, row) : null,
  };
}

async function readOwner(
  { keys, tenantId }: RequestContext,
  { owner_id: id, owner_sealed: sealed }: TaskRow,
): Promise<Answer['owner']> {
  return id === null || sealed === null ? null : { id, name: (await openStaff(keys, tenantId, id, sealed)).name };
}

async function readDetail(context: RequestContext, row: TaskRow): Promise<Answer['detail']> {
  if (row.sealed === null) {
    // an erasure takes it away, and nothing else does
    if (row.erased_at === null) throw new KeyError('sealed-value-changed', taskIdentity(row.id));
    return null;
  }
  const seal = await unwrapPatientKey(context, row.patient_id, row.patient_key);
  const { kind, linkId, scoreId } = await openTask(seal, row.id, row.sealed);
  return { rule: kind, linkId, scoreId, notes: await readNotes(context, seal, row.id) };
}
