import type { StaffRole } from '@openprm/contract';
import { inTenant } from '../database/tenant-transaction.ts';
import { insertStaff } from '../features/staff/staff-repository.ts';
import { createIdMaker } from '../ids.ts';
import type { Ports } from '../ports.ts';

/** Somebody who works at the demo's clinic. */
export interface DemoStaff {
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
}

/** One for each role. Their codes come by mail, which the demo keeps in its outbox; outside the demo that factor is refused. */
export const demoStaff: readonly DemoStaff[] = [
  { name: 'Olive Marsh', email: 'owner@riverside.example', role: 'owner' },
  { name: 'Amara Okafor', email: 'clinician@riverside.example', role: 'clinician' },
  { name: 'Felix Tran', email: 'frontdesk@riverside.example', role: 'front-desk' },
  { name: 'Vera Lindholm', email: 'volunteer@riverside.example', role: 'volunteer' },
];

/** Public, like the demo's keys. */
export const demoPassword = 'a calm river in spring';

/** Adds the demo's people where there are none yet: also to a demo that an earlier version made. */
export async function addDemoStaff(
  { database, keys, passwords, clock, random }: Pick<Ports, 'database' | 'keys' | 'passwords' | 'clock' | 'random'>,
  tenantId: string,
): Promise<void> {
  const present = await database
    .selectFrom('staff')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .limit(1)
    .executeTakeFirst();
  if (present !== undefined) return;
  const newId = createIdMaker(clock, random);
  await keys.prepare(tenantId);
  const passwordHash = await passwords.hash(demoPassword);
  await inTenant(database, tenantId, async (tx) => {
    for (const person of demoStaff) await insertStaff({ tx, tenantId }, keys, { id: newId('stf'), ...person });
    await tx
      .updateTable('staff')
      .set({ status: 'active', password_hash: passwordHash, second_factor: 'mail' })
      .where('tenant_id', '=', tenantId)
      .execute();
  });
}
