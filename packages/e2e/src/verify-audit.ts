import { execFile } from 'node:child_process';
import path from 'node:path';
import { root } from '../../tooling/places.mjs';

/** One thing that the command says is wrong. */
export interface AuditFinding {
  readonly tenantId: string;
  readonly fault: string;
  readonly position: number | null;
  readonly id: string | null;
}

/** Where an audit is, and what verifies it. */
export interface AuditPlaces {
  readonly databaseUrl: string;
  readonly keyFile: string;
  readonly auditFile: string;
}

const command = path.join(root, 'packages/app/dist/verify-audit.js');

/**
 * Verifies an audit by the command that `npm run verify-audit` runs.
 *
 * @throws when it could not verify
 */
export async function verifyAudit({ databaseUrl, keyFile, auditFile }: AuditPlaces): Promise<readonly AuditFinding[]> {
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: databaseUrl,
    OPENPRM_KEY_FILE: keyFile,
    OPENPRM_AUDIT_FILE: auditFile,
  };
  const { code, stdout, stderr } = await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [command, '--json', '--grace-seconds', '0'],
      { env, maxBuffer: 64 * 1024 * 1024 },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), stdout: out, stderr: err }),
    );
  });
  if (code !== 0 && code !== 1) throw new Error(`The audit could not be verified:\n${stderr}`);
  return (JSON.parse(stdout) as { findings: AuditFinding[] }).findings;
}
