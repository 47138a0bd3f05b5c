import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import { freeOfferedHold } from '../holds/hold-repository.ts';

/** Whose entries end. */
export type EndedEntries =
  { readonly id: string } | { readonly replacesAppointmentId: string } | { readonly patientId: string };

const columnOf = { id: 'id', replacesAppointmentId: 'replaces_appointment_id', patientId: 'patient_id' } as const;

/** Ends what waits, without a visit, and frees what was held for it. */
export async function endEntriesOf(scope: TenantScope, which: EndedEntries): Promise<void> {
  const { tx, tenantId } = scope;
  const [name, value] = Object.entries(which)[0] as [keyof typeof columnOf, string];
  const ended = await tx
    .updateTable('waitlist_entry')
    .set({ status: 'cancelled', ended_at: sql<Date>`now()`, visitor: null })
    .where('tenant_id', '=', tenantId)
    .where(columnOf[name], '=', value)
    .where('status', '=', 'waitlist')
    .returning('id')
    .execute();
  for (const { id } of ended) await endOffer(scope, id);
}

/** Takes back the offer that an entry has, and frees its time. */
export async function endOffer(scope: TenantScope, entryId: string): Promise<void> {
  const { tx, tenantId } = scope;
  const offers = await tx
    .updateTable('waitlist_offer')
    .set({ status: 'declined' })
    .where('tenant_id', '=', tenantId)
    .where('entry_id', '=', entryId)
    .where('status', '=', 'needs-action')
    .returning('hold_id')
    .execute();
  for (const { hold_id: holdId } of offers) await freeOfferedHold(scope, holdId);
}
