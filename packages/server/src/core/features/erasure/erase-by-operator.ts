import { inTenant } from '../../database/tenant-transaction.ts';
import { createIdMaker } from '../../ids.ts';
import { writeAuditEvents } from '../../journal/write-audit-events.ts';
import { writeEvent } from '../../journal/write-event.ts';
import type { Ports } from '../../ports.ts';
import { erasePatientData } from './erase-patient.ts';
import { type ErasureList, writeErasure } from './erasure-list.ts';

/**
 * Erases a patient for whoever runs the server, as `POST /v1/patients/{id}/erase` does for the clinic; the audit names the operator.
 *
 * @throws RangeError when there is no such patient, or they were erased before; the message says which
 */
export async function eraseByOperator(
  { database, keys, clock, random }: Pick<Ports, 'database' | 'keys' | 'clock' | 'random'>,
  list: ErasureList,
  { tenantId, patientId }: { readonly tenantId: string; readonly patientId: string },
): Promise<void> {
  const newId = createIdMaker(clock, random);
  const erasedAt = new Date(clock.now());
  await keys.prepare(tenantId);
  await inTenant(database, tenantId, async (tx) => {
    const scope = { tx, tenantId, keys };
    const row = await tx
      .selectFrom('patient')
      .select('erased_at')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', patientId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new RangeError(`Tenant ${tenantId} has no patient ${patientId}.`);
    if (row.erased_at !== null) {
      throw new RangeError(`Patient ${patientId} was erased on ${row.erased_at.toISOString().slice(0, 10)} already.`);
    }
    const { rights } = await erasePatientData(scope, patientId, erasedAt);
    await writeEvent(scope, newId, 'patient.erased', patientId);
    const requestId = newId('req');
    const act = { action: 'erasePatient', principal: 'operator:command', requestId, purpose: 'PATADMIN' } as const;
    // who was acted for finds in their own log that a right is over
    await writeAuditEvents(scope, keys, newId, [
      { ...act, resourceId: patientId, patientId },
      ...rights.map((right) => ({ ...act, resourceId: right.id, patientId: right.patientId })),
    ]);
    const entry = { tenantId, patientId, erasedAt: erasedAt.toISOString(), rights: rights.map(({ id }) => id) };
    await writeErasure(list, keys, entry);
  });
}
