import type { PatientSeal } from '../../keys/patient-keys.ts';
import type { StoredRecoveryRule } from '../surveys/recovery-rule.ts';

/** What a task's row holds sealed, under the patient's key: why it was opened. */
export interface TaskDetail {
  readonly kind: 'safety' | StoredRecoveryRule['kind'];
  readonly linkId: string | null;
  readonly scoreId: string | null;
  /** Of a safety answer: the points that the clinic was told of last. Not kept of the first tasks. */
  readonly points?: number | null;
}

/** Which row a detail is sealed for. */
export const taskIdentity = (taskId: string) => `task/${taskId}`;

/** Seals a detail for one row; it opens in no other. */
export const sealTask = (seal: PatientSeal, taskId: string, detail: TaskDetail) =>
  seal.seal(taskIdentity(taskId), JSON.stringify(detail));

/** Opens it. @throws KeyError when it was changed */
export const openTask = async (seal: PatientSeal, taskId: string, sealed: Uint8Array): Promise<TaskDetail> =>
  JSON.parse(new TextDecoder().decode(await seal.open(taskIdentity(taskId), sealed))) as TaskDetail;

const noteIdentityOf = (noteId: string) => `task_note/${noteId}`;

/** Seals a note for one row. */
export const sealNote = (seal: PatientSeal, noteId: string, text: string) => seal.seal(noteIdentityOf(noteId), text);

/** Opens it. @throws KeyError when it was changed */
export const openNote = async (seal: PatientSeal, noteId: string, sealed: Uint8Array): Promise<string> =>
  new TextDecoder().decode(await seal.open(noteIdentityOf(noteId), sealed));
