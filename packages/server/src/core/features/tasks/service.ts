import type { EndpointAnswer, getTask as getRow, taskUpdateSchema } from '@openprm/contract';
import { sql } from 'kysely';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { unwrapPatientKey } from '../../keys/patient-keys.ts';
import { Problem, invalid } from '../../problem.ts';
import { found } from '../found.ts';
import { holdStaff } from '../staff/staff-repository.ts';
import { mayHoldTasks } from './may-hold-tasks.ts';
import { mayReadWhy } from './may-read-why.ts';
import { addNote } from './task-notes.ts';
import {
  type TaskFilter,
  type TaskRow,
  findTask,
  listTaskRows,
  taskSortKey,
  toTask,
  writeTask,
} from './task-repository.ts';

type Answer = EndpointAnswer<typeof getRow>;
type Update = z.output<typeof taskUpdateSchema>;

/** Lists what is to be done, by when it is due; what was done, the last closed first. */
export const listTasks = (
  context: RequestContext,
  query: TaskFilter & { readonly cursor?: string | undefined; readonly limit?: number | undefined },
) =>
  readPage(
    context,
    query,
    2,
    (after, limit) => listTaskRows(context, query, after, limit),
    (row) => taskSortKey(query, row),
    (row) => toTask(context, row),
  );

/** Reads one task. @throws Problem `not-found` */
export const getTask = async (context: RequestContext, id: string): Promise<Answer> =>
  toTask(context, found('task', await findTask(context, id)));

/**
 * Changes a task. Whoever has not seen its last version changes nothing. Who may not know why it was opened adds notes, and neither sees nor replaces what came of it.
 *
 * @throws Problem `version-conflict`; `permission-denied` for what stands and is not seen; `validation-failed` for a closed one without an outcome, one that is cancelled without a note why, or an owner who may not work on it
 */
export async function updateTask(
  context: RequestContext,
  id: string,
  { version, ownerId, dueAt, status, contacted, tried, outcome, note }: Update,
): Promise<Answer> {
  const row = found('task', await findTask(context, id));
  if (row.version !== version) throw versionConflict();
  if (!mayReadWhy(context, row) && (row.closed_at !== null || (row.outcome !== null && outcome !== undefined)))
    throw new Problem('permission-denied', { detail: 'What came of it is for those who read the answers.' });
  if (ownerId !== undefined && ownerId !== null) await requireWorker(context, ownerId);
  const next = { status: status ?? row.status, outcome: outcome === undefined ? outcomeBefore(row, status) : outcome };
  requireWord(row, next, { status, outcome, note });
  const isClosed = next.status === 'completed' || next.status === 'cancelled';
  if (contacted === true && next.outcome === 'not-reached')
    throw invalid('/body/contacted', 'must be left out: nobody was reached');
  const hasReached = contacted === true || (next.outcome !== null && reached.has(next.outcome));
  const hasTried = hasReached || tried === true || next.outcome === 'not-reached';
  const justNow = sql<Date>`clock_timestamp()`;
  const isWritten = await writeTask(context, row, {
    ...next,
    ...(ownerId === undefined ? {} : { owner_id: ownerId }),
    ...(dueAt === undefined ? {} : { due_at: new Date(dueAt) }),
    // what came of it before may have been a slip, and have set it
    ...(next.outcome === 'not-reached' ? { contacted_at: null } : {}),
    ...(hasReached && row.contacted_at === null ? { contacted_at: justNow } : {}),
    ...(hasTried && row.tried_at === null ? { tried_at: justNow } : {}),
    ...(isClosed ? (row.closed_at === null ? { closed_at: justNow } : {}) : { closed_at: null }),
  });
  if (!isWritten) throw versionConflict();
  if (note !== undefined) await noteOf(context, row, note);
  await context.event('task.changed', id);
  return getTask(context, id);
}

/**
 * Whoever closes a task says what came of it, and of one that was not needed why: a safety answer is not put away without a word. It is asked of every kind alike, since who sees `call-back` would
 * learn the kind by it. An erasure has cancelled tasks of which nothing is to be said.
 *
 * @throws Problem `validation-failed`
 */
function requireWord(
  row: TaskRow,
  next: Pick<TaskRow, 'status' | 'outcome'>,
  { status, outcome, note }: Pick<Update, 'status' | 'outcome' | 'note'>,
): void {
  const isCancelled = next.status === 'cancelled' && (status !== undefined || outcome !== undefined);
  if (next.outcome === null && (next.status === 'completed' || isCancelled))
    throw invalid('/body/outcome', 'is needed to close a task: what came of it');
  if (isCancelled && row.status !== 'cancelled' && note === undefined)
    throw invalid('/body/note', 'is needed to cancel a task: why nothing had to be done');
}

/** What can come only of having spoken. */
const reached: ReadonlySet<string> = new Set(['helped', 'referred', 'declined']);

const versionConflict = () =>
  new Problem('version-conflict', { detail: 'Somebody changed this task since. Read it again, then change it.' });

/** A member of staff who is there and may work on tasks. */
async function requireWorker(context: RequestContext, staffId: string): Promise<void> {
  // whoever is suspended meanwhile gives up this task, too
  if (!mayHoldTasks(await holdStaff(context, staffId)))
    throw invalid('/body/ownerId', 'must be somebody who works here and may work on tasks');
}

/** What came of it until now. One that is opened again has come to nothing yet. */
const outcomeBefore = ({ outcome, closed_at: closedAt }: TaskRow, status: TaskRow['status'] | undefined) =>
  closedAt !== null && (status === 'requested' || status === 'in-progress') ? null : outcome;

/** Adds a note. @throws Problem `validation-failed` once the patient was erased */
async function noteOf(context: RequestContext, row: TaskRow, note: string): Promise<void> {
  if (row.sealed === null) throw invalid('/body/note', 'cannot be written: the patient was erased');
  await addNote(context, await unwrapPatientKey(context, row.patient_id, row.patient_key), row, note);
}
