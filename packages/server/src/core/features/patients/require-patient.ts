import type { RequestContext } from '../../http/context.ts';
import { notFound } from '../../problem.ts';

/** Sees that a patient is there, whether or not who they are can be read. @throws Problem `not-found`, also for who was erased */
export async function requirePatient(context: RequestContext, patientId: string): Promise<void> {
  const { tx, tenantId } = context;
  const row = await tx
    .selectFrom('patient')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', patientId)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw notFound('patient');
  context.touches(patientId);
}
