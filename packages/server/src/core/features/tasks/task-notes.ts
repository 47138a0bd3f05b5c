import type { TaskNote } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import type { PatientSeal } from '../../keys/patient-keys.ts';
import { openStaff } from '../staff/staff-record.ts';
import { openNote, sealNote } from './task-record.ts';

/** Adds a note to a task. Nothing that others noted is touched. */
export async function addNote(
  context: RequestContext,
  seal: PatientSeal,
  { id: taskId, patient_id: patientId }: { readonly id: string; readonly patient_id: string },
  text: string,
): Promise<void> {
  const { tx, tenantId, principal } = context;
  const id = context.newId('nte');
  await tx
    .insertInto('task_note')
    .values({
      tenant_id: tenantId,
      id,
      task_id: taskId,
      patient_id: patientId,
      author_id: principal.kind === 'staff' ? principal.staffId : null,
      sealed: await sealNote(seal, id, text),
    })
    .execute();
}

/** What was noted of a task, the first first. */
export async function readNotes(
  { tx, tenantId, keys }: RequestContext,
  seal: PatientSeal,
  taskId: string,
): Promise<TaskNote[]> {
  const rows = await tx
    .selectFrom('task_note as note')
    .leftJoin('staff', (on) =>
      on.onRef('staff.tenant_id', '=', 'note.tenant_id').onRef('staff.id', '=', 'note.author_id'),
    )
    .where('note.tenant_id', '=', tenantId)
    .where('note.task_id', '=', taskId)
    .orderBy('note.created_at')
    .orderBy('note.id')
    .select(['note.id', 'note.sealed', 'note.created_at', 'note.author_id', 'staff.sealed as author_sealed'])
    .execute();
  return Promise.all(
    rows.map(async ({ id, sealed, created_at: createdAt, author_id: authorId, author_sealed: author }) => ({
      text: await openNote(seal, id, sealed),
      author:
        authorId === null || author === null
          ? null
          : { id: authorId, name: (await openStaff(keys, tenantId, authorId, author)).name },
      createdAt: createdAt.toISOString(),
    })),
  );
}
