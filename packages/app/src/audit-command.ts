import path from 'node:path';
import { parseArgs } from 'node:util';
import type { AuditReport } from '@openprm/server/core';
import type { DatabaseConfig } from './config.ts';
import { toOperatorProblem } from './run-operator.ts';
import { StartupProblem } from './startup-problem.ts';

/** What `npm run verify-audit` was asked for. */
export interface AuditRequest {
  readonly database: DatabaseConfig;
  readonly keyFile: string;
  /** Records of the machines that the server ran on; undefined for the one beside the key file. */
  readonly auditFiles: readonly string[] | undefined;
  /** How long a row may wait for its place in the chain. */
  readonly graceSeconds: number;
  readonly isJson: boolean;
  /** From which place a clinic's record is known to begin, since an earlier one is lost. */
  readonly recordFrom: ReadonlyMap<string, number>;
  /** Clinics that were removed, and meant to be. */
  readonly removed: ReadonlySet<string>;
}

const usage =
  'Usage: DATABASE_URL=postgres://… OPENPRM_KEY_FILE=root.key npm run verify-audit -- [--record audit-record.jsonl …] [--record-from ten_…=PLACE …] [--removed ten_… …] [--grace-seconds 60] [--json]';

/**
 * Reads the command line and the settings of the server. Without `DATABASE_URL` it is the stopped demo of `OPENPRM_DATA`.
 *
 * @throws StartupProblem `config-invalid`
 */
export function readAuditRequest(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): AuditRequest {
  const options = readOptions(args);
  const graceSeconds = Number(options['grace-seconds'] ?? '60');
  if (!Number.isInteger(graceSeconds) || graceSeconds < 0) throw invalid('--grace-seconds takes a whole number.');
  const url = env['DATABASE_URL']?.trim();
  const folder = path.resolve(env['OPENPRM_DATA']?.trim() || '.openprm');
  const keyFile = env['OPENPRM_KEY_FILE']?.trim() || (url ? undefined : path.join(folder, 'root.key'));
  if (keyFile === undefined) throw invalid('Set OPENPRM_KEY_FILE to the root key: without it nothing can be verified.');
  const auditFile = env['OPENPRM_AUDIT_FILE']?.trim();
  return {
    database: url ? { kind: 'external', url } : { kind: 'embedded', folder },
    keyFile,
    auditFiles: options.record ?? (auditFile ? [auditFile] : undefined),
    graceSeconds,
    isJson: options.json ?? false,
    recordFrom: new Map((options['record-from'] ?? []).map(readPlace)),
    removed: new Set((options.removed ?? []).map(readClinic)),
  };
}

function readPlace(text: string): readonly [tenantId: string, place: number] {
  const [, tenantId, place] = /^(ten_[0-9A-Za-z]+)=([1-9]\d{0,14})$/.exec(text) ?? [];
  if (tenantId === undefined || place === undefined)
    throw invalid('--record-from takes a clinic and a place: ten_…=120.');
  return [tenantId, Number(place)];
}

function readClinic(text: string): string {
  if (!/^ten_[0-9A-Za-z]+$/.test(text)) throw invalid('--removed takes a clinic: ten_….');
  return text;
}

/** A report in words, a line for each thing that is wrong. */
export function tellReport({ tenants, rows, findings }: AuditReport): string {
  const lines = findings.map(({ tenantId, fault, position, id, detail }) =>
    [tenantId, fault, position === null ? undefined : `place ${position}`, id ?? undefined, detail]
      .filter((part) => part !== undefined && part !== '')
      .join('  '),
  );
  const end = findings.length === 0 ? 'Nothing is wrong.' : `${findings.length} things are wrong.`;
  return [...lines, `${rows} rows of ${tenants} tenants were read. ${end}`].join('\n');
}

/** What kept the audit from being verified, in words that say what to do. A record that is not there is none of the database's troubles. */
export function toAuditProblem(error: unknown, { database }: Pick<AuditRequest, 'database'>): unknown {
  const file = missingFile(error);
  if (file === undefined) return toOperatorProblem(error, database.kind === 'external' ? database.url : undefined);
  return new StartupProblem(
    'config-invalid',
    `There is no record of the audit at ${file}. Put it back from where you keep it, or name where it is with --record, once for each machine: without it nobody can tell whether rows were cut off at the end.`,
  );
}

/** The path of a file that was to be read and is not there. */
function missingFile(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error && 'syscall' in error && 'path' in error)) return undefined;
  return error.code === 'ENOENT' && error.syscall === 'open' ? String(error.path) : undefined;
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        record: { type: 'string', multiple: true },
        'grace-seconds': { type: 'string' },
        'record-from': { type: 'string', multiple: true },
        removed: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

const invalid = (message: string) => new StartupProblem('config-invalid', `${message}\n${usage}`);
