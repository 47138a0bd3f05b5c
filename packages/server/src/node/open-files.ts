import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type Files, FilesError } from '../core/index.ts';
import { createFolderFiles, removeLeftovers } from './files-folder.ts';
import { type S3Settings, createS3Files } from './files-s3.ts';

/** Where objects are kept, as `OPENPRM_FILES` says it. */
export type FilesSetting =
  { readonly kind: 'folder'; readonly folder: string } | { readonly kind: 's3'; readonly s3: S3Settings };

/**
 * Reads `file:/var/lib/openprm/files` or `s3://bucket/prefix?region=…&endpoint=https://…`.
 *
 * @param env has the credentials, by the names that every S3 tool takes: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, perhaps `AWS_SESSION_TOKEN`; and `AWS_REGION` and
 * `AWS_ENDPOINT_URL_S3`, where the setting does not say them
 * @throws RangeError that says what is wrong with it, without a secret
 */
export function readFilesSetting(text: string, env: Readonly<Record<string, string | undefined>>): FilesSetting {
  const read = (name: string) => env[name]?.trim() || undefined;
  if (text.startsWith('file:')) {
    const folder = text.slice('file:'.length).replace(/^\/\/(?=\/)/, '');
    if (folder === '' || folder.startsWith('//'))
      throw new RangeError('must name a folder, such as file:/var/lib/openprm/files.');
    return { kind: 'folder', folder: path.resolve(folder) };
  }
  const url = URL.parse(text);
  if (url?.protocol !== 's3:' || url.hostname === '')
    throw new RangeError('must look like file:/path/to/folder or s3://bucket/prefix?region=eu-central-1.');
  if (url.username !== '' || url.password !== '')
    throw new RangeError('must not hold credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'region' && name !== 'endpoint');
  if (unknown !== undefined) throw new RangeError(`has ${unknown}; it takes region and endpoint.`);
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '');
  if (!/^[A-Za-z0-9._/-]*$/.test(prefix) || prefix.split('/').includes('..'))
    throw new RangeError('must have a prefix of letters, digits, dots, dashes, underscores and slashes.');
  const region = url.searchParams.get('region') ?? read('AWS_REGION') ?? read('AWS_DEFAULT_REGION');
  const endpoint = url.searchParams.get('endpoint') ?? read('AWS_ENDPOINT_URL_S3') ?? read('AWS_ENDPOINT_URL');
  if (region === undefined && endpoint === undefined)
    throw new RangeError('must say where the bucket is: region=… for Amazon, endpoint=https://… for others.');
  const accessKeyId = read('AWS_ACCESS_KEY_ID');
  const secretAccessKey = read('AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new RangeError('needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
  return {
    kind: 's3',
    s3: {
      bucket: url.hostname,
      prefix: prefix === '' ? '' : `${prefix}/`,
      endpoint: checkEndpoint(endpoint ?? `https://s3.${region ?? ''}.amazonaws.com`),
      region: region ?? 'us-east-1',
      accessKeyId,
      secretAccessKey,
      sessionToken: read('AWS_SESSION_TOKEN'),
    },
  };
}

const loopback = ['127.0.0.1', '[::1]', 'localhost'];

function checkEndpoint(text: string): string {
  const url = URL.parse(text);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.includes(url.hostname));
  if (url === null || !isSafe || url.pathname !== '/' || url.search !== '' || url.username !== '')
    throw new RangeError(
      'must have an endpoint such as https://s3.example.org, without a path; http only on this machine.',
    );
  return url.origin;
}

/**
 * Opens object storage and tries it: a small object is written, read and deleted, so that a wrong key or a folder without rights is found now and not by a patient.
 *
 * @param setting undefined when nobody has said where files are kept: then each use says so
 * @throws FilesError
 */
export async function openFiles(setting: FilesSetting | undefined): Promise<Files> {
  if (setting === undefined) return filesNotSet;
  const files = setting.kind === 'folder' ? createFolderFiles(setting.folder) : createS3Files(setting.s3);
  const name = { tenantId: 'openprm_check', id: `check_${randomBytes(8).toString('hex')}` };
  const content = new Uint8Array(randomBytes(32));
  await files.put(name, content);
  const found = await files.get(name);
  await files.delete(name);
  if (found === undefined || Buffer.compare(found, content) !== 0) {
    throw new FilesError(
      'files-refused',
      'What was written to object storage is not what comes back. Check that OPENPRM_FILES names a place that no other program answers for.',
    );
  }
  if (setting.kind === 'folder') await removeLeftovers(setting.folder, Date.now());
  return files;
}

const refuse = () =>
  Promise.reject(
    new FilesError(
      'files-not-set',
      'Set OPENPRM_FILES to where files are kept: file:/path/to/folder or s3://bucket/prefix?region=….',
    ),
  );
const filesNotSet: Files = { put: refuse, get: refuse, delete: refuse };
