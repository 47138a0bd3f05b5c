import { subjectOf } from './reach.ts';
import type { RequestContext } from './context.ts';

/**
 * Whether a caller may be given again an answer about some patients. A chart that the clinic has said to be a person's own is theirs as long as that is said; what they were
 * answered as that patient is not theirs afterwards. Whoever acts for a patient was asked for the right before, and whom a visitor has booked is nobody's to take back.
 */
export async function mayStillRead(
  { tx, tenantId, principal }: Pick<RequestContext, 'tx' | 'tenantId' | 'principal'>,
  patientIds: readonly string[],
): Promise<boolean> {
  if (principal.kind !== 'person') return true;
  const others = patientIds.filter((id) => id !== subjectOf(principal));
  if (others.length === 0) return true;
  const said = await tx
    .selectFrom('related_person')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('patient_id', 'in', others)
    .where('relationship', '=', 'ONESELF')
    .executeTakeFirst();
  return said === undefined;
}
