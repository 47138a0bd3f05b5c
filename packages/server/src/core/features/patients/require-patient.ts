import type { RequestContext } from '../../http/context.ts';
import { notFound } from '../../problem.ts';

/**
 * Sees that a patient is there, whether or not who they are can be read.
 *
 * @param options.mayBeErased whether one who was erased counts too, as where access is ended
 * @throws Problem `not-found`
 */
export async function requirePatient(
  context: RequestContext,
  patientId: string,
  { mayBeErased = false }: { readonly mayBeErased?: boolean } = {},
): Promise<void> {
  const { tx, tenantId } = context;
  const row = await tx
    .selectFrom('patient')
    .select('erased_at')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', patientId)
    .executeTakeFirst();
  if (row === undefined || (row.erased_at !== null && !mayBeErased)) throw notFound('patient');
  context.touches(patientId);
}
