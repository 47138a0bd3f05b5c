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

/** The commands that an operator runs, by the name of their file. */
export type OperatorCommand = 'invite-owner' | 'manage-keys' | 'manage-root-key' | 'erase';

const fileOf = (name: OperatorCommand) => path.join(root, `packages/app/dist/${name}.js`);

/** Runs one of the operator's commands with the environment of a deployment. @returns what it printed */
export async function runCommand(
  name: OperatorCommand,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { stdout } = await run(process.execPath, [fileOf(name), ...args], {
    env: { PATH: process.env['PATH'], ...env },
  });
  return stdout.trim();
}

/** Runs a command that has to refuse. @returns what it said on standard error; @throws when it did not refuse with 1 */
export async function refuseCommand(
  name: OperatorCommand,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const options = { env: { PATH: process.env['PATH'], ...env } };
  const { code, stdout, stderr } = await new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [fileOf(name), ...args], options, (error, out, err) =>
      resolve({ code: error === null ? 0 : error.code, stdout: out, stderr: err }),
    );
  });
  if (code !== 1) throw new Error(`${name} ended with ${String(code)}:\n${stdout}${stderr}`);
  return stderr.trim();
}
