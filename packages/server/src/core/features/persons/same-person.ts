import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';

/**
 * Every chart that says the same name, birth date and address, the one that is asked about among them: who books as a visitor has a new chart each time. It is for what somebody is spared, as a mail that asks
 * too soon; what a chart holds is told by none of the others.
 *
 * @returns ids in their order, so that all who ask about one person take the same first one
 */
export async function listChartsOfSamePerson({ tx, tenantId }: TenantScope, patientId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select other.patient_id as id from patient_index as own join patient_index as other
      on other.tenant_id = own.tenant_id and other.kind = own.kind and other.hash = own.hash
    where own.tenant_id = ${tenantId} and own.patient_id = ${patientId} and own.kind in ('email', 'name-birth-date')
    group by other.patient_id having count(distinct other.kind) = 2`.execute(tx);
  return [...new Set([patientId, ...rows.map(({ id }) => id)])].toSorted();
}
