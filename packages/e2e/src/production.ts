import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../tooling/places.mjs';

/** What a deployment decides, apart from its address. */
export interface Deployment {
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  readonly keyFile: string;
}

/** The environment of `examples/own-clinic/clinic.env`. */
export const productionEnv = ({ databaseUrl, smtpUrl, keyFile }: Deployment) => ({
  DATABASE_URL: databaseUrl,
  SMTP_URL: smtpUrl,
  OPENPRM_MAIL_FROM: 'visits@north.example',
  OPENPRM_KEY_FILE: keyFile,
});

/** A tenant's keys, as the command prints them. */
export interface TenantKeys {
  readonly tenantId: string;
  readonly publishableKey: string;
  readonly secretKey: string;
}

const command = path.join(root, 'packages/app/dist/create-tenant.js');
const run = promisify(execFile);

/**
 * Creates a tenant by the command that `npm run tenant` runs.
 *
 * @throws when it fails, or prints no keys
 */
export async function createTenant(
  databaseUrl: string,
  { name, origin }: { readonly name: string; readonly origin: string },
): Promise<TenantKeys> {
  const { stdout } = await run(process.execPath, [command, '--name', name, '--origin', origin], {
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl },
  });
  const read = (label: string) => new RegExp(`^${label}\\s+(\\S+)$`, 'm').exec(stdout)?.[1];
  const [tenantId, publishableKey, secretKey] = ['tenant', 'publishable key', 'secret key'].map(read);
  if (!tenantId || !publishableKey || !secretKey) throw new Error(`The command printed no keys:\n${stdout}`);
  return { tenantId, publishableKey, secretKey };
}
