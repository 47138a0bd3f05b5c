import { sql } from 'kysely';
import { inTenant } from '../../database/tenant-transaction.ts';
import type { Ports } from '../../ports.ts';
import { endEntriesOf } from './end-entries.ts';
import { offerFreedTimes } from './offer-times.ts';

/**
 * Each minute: ends what nobody can wait for any more, and offers what was freed and not offered yet: in the night, beside a crash, or by who could wake
 * nobody.
 */
export async function sweepWaitlist(ports: Ports, options: { readonly onCommitted?: () => void }): Promise<void> {
  const { database, clock } = ports;
  // the last day may still last somewhere
  const yesterday = new Date(clock.now() - 36 * 3_600_000).toISOString().slice(0, 10);
  const { rows: over } = await sql<{ tenantId: string; id: string }>`
    select entry.tenant_id as "tenantId", entry.id from waitlist_entry as entry
    left join appointment as visit on visit.tenant_id = entry.tenant_id and visit.id = entry.replaces_appointment_id
    where entry.status = 'waitlist' and (entry.end_date < ${yesterday}::date
      or visit.start_at <= ${new Date(clock.now())} or visit.status <> 'booked')
    order by entry.id limit 500`.execute(database);
  for (const { tenantId, id } of over)
    await inTenant(database, tenantId, (tx) => endEntriesOf({ tx, tenantId }, { id }));
  const { rows: freed } = await sql<{ tenantId: string }>`
    select distinct tenant_id as "tenantId" from freed_time`.execute(database);
  for (const { tenantId } of freed) await offerFreedTimes(ports, options, { kind: 'waitlist-offer', tenantId });
}
