import type { Ports } from '../ports.ts';
import type { Api } from './api-call.ts';
import { type NewTenant, createTenant } from './create-tenant.ts';
import { seedDemoClinic } from './demo-clinic.ts';
import { demoOrganization } from './demo-roster.ts';
import { seedDemoSurveys } from './demo-surveys.ts';
import { addDemoStaff } from './demo-staff.ts';

/** The demo's tenant. Its keys are public, so it may exist only in an embedded database that answers on loopback. */
export const demoTenant: NewTenant = {
  tenantId: 'ten_demoriverside',
  publishableKey: 'pk_demo_riverside',
  secretKey: 'sk_demo_riverside',
};

const unfinishedName = `${demoOrganization.name} (unfinished)`;

/**
 * Makes sure that the demo clinic is there, whole: one whose making was interrupted is removed and made again. Call it before the server listens.
 *
 * @param api the API's fetch handler, through which the clinic is built
 * @returns whether it was made just now
 */
export async function openDemoClinic(ports: DemoPorts, api: Api): Promise<boolean> {
  const isNew = await openClinic(ports, api);
  await addDemoStaff(ports, demoTenant.tenantId);
  return isNew;
}

type DemoPorts = Pick<Ports, 'database' | 'random' | 'clock' | 'keys' | 'passwords'>;

async function openClinic(ports: DemoPorts, api: Api): Promise<boolean> {
  const { database, clock } = ports;
  const { tenantId, secretKey } = demoTenant;
  const present = await database
    .selectFrom('tenant')
    .select('name')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  if (present !== undefined && present.name !== unfinishedName) return false;
  await database.deleteFrom('tenant').where('tenant_id', '=', tenantId).execute();
  await createTenant(ports, { name: unfinishedName, origins: [], tenantId, keys: demoTenant });
  const { organizationId } = await seedDemoClinic(api, secretKey, clock.now());
  await seedDemoSurveys({ database, api, tenantId, secretKey }, organizationId);
  await database.updateTable('tenant').set({ name: demoOrganization.name }).where('tenant_id', '=', tenantId).execute();
  return true;
}
