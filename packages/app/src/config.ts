import path from 'node:path';
import { StartupProblem } from './startup-problem.ts';

/** Where the process keeps its data: in a folder (the embedded demo) or in a PostgreSQL of yours. */
export type DatabaseConfig =
  { readonly kind: 'embedded'; readonly folder: string } | { readonly kind: 'external'; readonly url: string };

/** Everything that the environment decides. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly database: DatabaseConfig;
  /** What mailed links begin with: scheme, host and port, without a slash at the end. Without it: this machine and its port. */
  readonly publicUrl: string | undefined;
  /** `smtp://` or `smtps://`, with user and password where the server asks for them. */
  readonly smtpUrl: string | undefined;
  /** The address that mail comes from. */
  readonly mailFrom: string | undefined;
  /** The file with the deployment's root key. */
  readonly keyFile: string | undefined;
  /** The file that the audit's heads are written to; by default beside the key file. */
  readonly auditFile: string | undefined;
  /** The file that says who was erased; by default beside the key file. */
  readonly erasureFile: string | undefined;
  /** Where files are kept, and what else of the environment says how to reach it; read by the server's `readFilesSetting`. */
  readonly files: { readonly setting: string; readonly env: Readonly<Record<string, string | undefined>> } | undefined;
  /** How many proxies every request comes through. */
  readonly proxies: number;
  /** Limits other than the defaults, as `readLimits` of the server reads them. */
  readonly limits: string | undefined;
}

const loopbackHosts = ['127.0.0.1', '::1', 'localhost'];

/**
 * Reads the environment, and tells everything that is wrong with it at once.
 *
 * @throws StartupProblem `config-invalid`
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const wrong: string[] = [];
  const read = (name: string) => env[name]?.trim() || undefined;
  const require = (name: string, holds: boolean, mustBe: string) => void (holds || wrong.push(`${name} ${mustBe}`));

  const portText = read('PORT') ?? '4870';
  const port = Number(portText);
  require('PORT', /^\d{1,5}$/.test(portText) &&
    port <= 65535, 'must be a number from 0 to 65535 (0 takes any free port).');

  const databaseUrl = read('DATABASE_URL');
  require('DATABASE_URL', databaseUrl === undefined ||
    hasScheme(databaseUrl, [
      'postgres:',
      'postgresql:',
    ]), 'must look like postgres://user:password@host:5432/database.');
  const database: DatabaseConfig =
    databaseUrl === undefined
      ? { kind: 'embedded', folder: path.resolve(read('OPENPRM_DATA') ?? '.openprm') }
      : { kind: 'external', url: databaseUrl };

  const host = read('HOST') ?? (database.kind === 'embedded' ? '127.0.0.1' : '0.0.0.0');
  require('HOST', database.kind === 'external' ||
    loopbackHosts.includes(
      host,
    ), 'must be 127.0.0.1, ::1 or localhost with the embedded demo, whose keys are public. Set DATABASE_URL to serve other machines.');

  const publicUrl = read('OPENPRM_PUBLIC_URL')?.replace(/\/$/, '');
  require('OPENPRM_PUBLIC_URL', publicUrl === undefined ||
    isOrigin(publicUrl), 'must be an address without a path, such as https://booking.example.org.');
  require('OPENPRM_PUBLIC_URL', publicUrl !== undefined ||
    database.kind === 'embedded', 'is needed with DATABASE_URL: mailed links begin with it.');

  const smtpUrl = read('SMTP_URL');
  require('SMTP_URL', smtpUrl === undefined ||
    hasScheme(smtpUrl, ['smtp:', 'smtps:']), 'must look like smtp://user:password@host:587 or smtps://host.');
  require('SMTP_URL', smtpUrl !== undefined ||
    database.kind === 'embedded', 'is needed with DATABASE_URL: confirmations go by mail.');
  const mailFrom = read('OPENPRM_MAIL_FROM');
  require('OPENPRM_MAIL_FROM', mailFrom === undefined ||
    /^[^\s@<>]+@[^\s@<>]+$/.test(mailFrom), 'must be an e-mail address, such as visits@clinic.example.');
  require('OPENPRM_MAIL_FROM', mailFrom !== undefined ||
    smtpUrl === undefined, 'is needed with SMTP_URL: the address that mail comes from.');

  const keyFile = read('OPENPRM_KEY_FILE');
  require('OPENPRM_KEY_FILE', keyFile !== undefined ||
    database.kind ===
      'embedded', 'is needed with DATABASE_URL: the file that keeps the root key, apart from the database. It is made if it is not there.');

  const auditFile = read('OPENPRM_AUDIT_FILE');
  const erasureFile = read('OPENPRM_ERASURE_FILE');
  const files = read('OPENPRM_FILES');
  const proxiesText = read('OPENPRM_PROXIES') ?? '0';
  require('OPENPRM_PROXIES', /^\d$/.test(
    proxiesText,
  ), 'must be the number of proxies that every request comes through, 0 to 9: so many entries of X-Forwarded-For are believed.');

  if (wrong.length > 0) throw new StartupProblem('config-invalid', wrong.join('\n'));
  return {
    host,
    port,
    database,
    publicUrl,
    smtpUrl,
    mailFrom,
    keyFile: keyFile && path.resolve(keyFile),
    auditFile: auditFile && path.resolve(auditFile),
    erasureFile: erasureFile && path.resolve(erasureFile),
    files: files === undefined ? undefined : { setting: files, env },
    proxies: Number(proxiesText),
    limits: read('OPENPRM_LIMITS'),
  };
}

function hasScheme(text: string, schemes: readonly string[]): boolean {
  const url = URL.parse(text);
  return url !== null && schemes.includes(url.protocol) && url.hostname !== '';
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.origin === text.toLowerCase();
}
