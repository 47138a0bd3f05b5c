import { StartupProblem } from './startup-problem.ts';

const unreachable = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  '57P03',
  '53300',
];

/** SQLSTATE codes of a database that answers, but not as it must. */
const refusals: Readonly<Record<string, string>> = {
  '28000': 'it does not let this user in. Check the user in DATABASE_URL and the rules in pg_hba.conf.',
  '28P01': 'the password is wrong. Check user and password in DATABASE_URL.',
  '3D000': 'it has no database of this name. Create it (createdb NAME), or correct the name in DATABASE_URL.',
  '42501':
    'this user lacks a right. The migrations need the right to create tables, roles and the extension btree_gist.',
  '0A000': 'it cannot do what the migrations need. OpenPRM needs PostgreSQL 15 or newer with the extension btree_gist.',
  '58P01': 'the extension btree_gist is missing. Install the contrib package of your PostgreSQL.',
};

/**
 * Turns a failed start of the database into words that say what to check, or hands back what it does not know.
 *
 * @param url `DATABASE_URL`; only its host, port and database name are ever told
 */
export function toDatabaseStartupProblem(error: unknown, url: string): unknown {
  const code = findCode(error) ?? (isPoolTimeout(error) ? 'ETIMEDOUT' : undefined);
  if (code === undefined) return error;
  const { host, pathname } = new URL(url);
  const where = `the database ${pathname.slice(1) || '(no name)'} at ${host}`;
  if (unreachable.includes(code)) {
    return new StartupProblem(
      'database-unreachable',
      `Cannot reach ${where} (${code}). Check that PostgreSQL runs there, that host and port in DATABASE_URL are right, and that no firewall is between.`,
    );
  }
  const refusal = refusals[code];
  return refusal === undefined ? error : new StartupProblem('database-refused', `Cannot use ${where}: ${refusal}`);
}

/** node-postgres gives this one no code. */
const isPoolTimeout = (error: unknown) =>
  error instanceof Error &&
  /^timeout exceeded when trying to connect|^Connection terminated due to connection timeout/.test(error.message);

/** Drivers and queues wrap what the socket or the server said, in `cause` or in `errors`. */
function findCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  const inner = error instanceof AggregateError ? [...error.errors, error.cause] : [error.cause];
  for (const cause of inner) {
    const code = findCode(cause);
    if (code !== undefined) return code;
  }
  return undefined;
}
