import type { PurposeOfUse } from '@openprm/contract';
import type { TenantScope } from '../http/context.ts';
import type { IdMaker } from '../ids.ts';
import type { Keys } from '../ports.ts';
import { auditMac } from './audit-content.ts';
import { noteWritten } from './written-audits.ts';

/** One access that leaves a row. */
export interface AuditEntry {
  readonly action: string;
  /** Ids only: see `principalName`. */
  readonly principal: string;
  readonly requestId: string;
  readonly resourceId: string | null;
  readonly patientId?: string | null;
  readonly purpose?: PurposeOfUse | null;
}

/**
 * Writes audit rows in the transaction of what they tell of, each signed by this process. The only door to the table: a row without a signature does not
 * compile.
 */
export async function writeAuditEvents(
  { tx, tenantId }: TenantScope,
  keys: Pick<Keys, 'mac'>,
  newId: IdMaker,
  entries: readonly AuditEntry[],
): Promise<void> {
  const rows = await Promise.all(
    entries.map(async ({ action, principal, requestId, resourceId, patientId = null, purpose = null }) => {
      const row = {
        tenant_id: tenantId,
        id: newId('aud'),
        action,
        principal,
        resource_id: resourceId,
        patient_id: patientId,
        purpose,
        request_id: requestId,
      };
      return { ...row, mac: await auditMac(keys, row) };
    }),
  );
  await tx.insertInto('audit_event').values(rows).execute();
  noteWritten(
    tx,
    rows.map(({ id }) => id),
  );
}
