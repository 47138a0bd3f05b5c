import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';

/**
 * Removes what a patient answered, every link by which they were asked and what they decided about mails. Their files go by `doomFilesOf`. Tasks stay as history without a word of why; one that was open is nobody's any more.
 */
export async function forgetSurveys({ tx, tenantId }: TenantScope, patientId: string): Promise<void> {
  await tx
    .updateTable('task')
    .set({ sealed: null })
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .execute();
  await tx
    .updateTable('task')
    .set((of) => ({ status: 'cancelled', closed_at: sql<Date>`clock_timestamp()`, version: of('version', '+', 1) }))
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .where('status', 'in', ['requested', 'in-progress'])
    .execute();
  for (const table of [
    'task_note',
    'questionnaire_response',
    'survey_mail',
    'survey_invitation',
    'survey_throttle',
    'sent_file',
    'consent',
  ] as const)
    await tx.deleteFrom(table).where('tenant_id', '=', tenantId).where('patient_id', '=', patientId).execute();
}
