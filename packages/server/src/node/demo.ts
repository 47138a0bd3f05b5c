import { type Core, type Ports, createTenant, seedDemoClinic } from '../core/index.ts';

/** Keys that everybody knows: they exist only in the embedded demo, which other machines cannot reach. */
export const demoKeys = { publishableKey: 'pk_demo_riverside', secretKey: 'sk_demo_riverside' } as const;

/** Finds the demo's tenant, or makes it and its clinic through the same calls that any clinic is set up with. */
export async function openDemo(ports: Ports, core: Core): Promise<{ tenantId: string }> {
  const known = await ports.database.selectFrom('tenant').select('tenant_id').orderBy('created_at').limit(1).executeTakeFirst();
  if (known !== undefined) return { tenantId: known.tenant_id };
  const { tenantId } = await createTenant(ports, { name: 'Riverside Physical Therapy', origins: [], keys: demoKeys });
  await seedDemoClinic(core.api, demoKeys.secretKey, ports.clock.now());
  return { tenantId };
}
