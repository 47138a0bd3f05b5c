import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { type FileName, type Files, FilesError, checkFileName } from '../core/index.ts';

/** Where an S3-compatible storage is, and with which credentials. */
export interface S3Settings {
  readonly bucket: string;
  /** Before each name; empty, or ending in `/`. */
  readonly prefix: string;
  /** Scheme, host and port; buckets are in the path. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  /** The first pause before a retry, in milliseconds; it doubles. 200 by default. */
  readonly retryMilliseconds?: number;
  /** How long one try may take, in milliseconds. 10,000 by default. */
  readonly timeoutMilliseconds?: number;
}

/** Somebody waits for it: whoever sends a file tries again by themselves, and the sweep comes again. */
const attempts = 2;
const usualTimeoutMilliseconds = 10_000;

/** More than any object that was put: a file has five megabytes. What sends more is no such storage, and fills no memory here. */
const mostBytes = 8 * 1024 * 1024;

/** What went wrong by S3's own code, and what to do about it. */
const advice: Readonly<Record<string, string>> = {
  NoSuchBucket: 'There is no such bucket. Create it, or correct its name in OPENPRM_FILES.',
  AccessDenied: 'The key may not do that. Give it s3:GetObject, s3:PutObject and s3:DeleteObject on the bucket.',
  InvalidAccessKeyId: 'The access key is not known. Check AWS_ACCESS_KEY_ID.',
  SignatureDoesNotMatch: 'The secret does not belong to the access key. Check AWS_SECRET_ACCESS_KEY.',
  ExpiredToken: 'The session token is over. Give the process a new one in AWS_SESSION_TOKEN.',
  InvalidToken: 'The session token is not valid. Check AWS_SESSION_TOKEN.',
  AuthorizationHeaderMalformed: 'The region is wrong. Set it in OPENPRM_FILES (region=…) or AWS_REGION.',
  PermanentRedirect: 'The bucket is in another region. Set it in OPENPRM_FILES (region=…) or AWS_REGION.',
  RequestTimeTooSkewed: "This machine's clock is wrong by more than 15 minutes. Set it.",
};

/**
 * Keeps objects in an S3-compatible storage. Each content is signed with its hash (SigV4), so that what arrives otherwise is refused there; what comes back
 * changed does not open. What may pass (no answer, 429, 5xx) is tried once more: all three acts can be repeated.
 */
export function createS3Files(settings: S3Settings): Files {
  const { bucket, prefix, endpoint, region, accessKeyId, secretAccessKey, sessionToken } = settings;
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    service: 's3',
    region,
    retries: 0,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  });
  const where = `the bucket ${bucket} at ${endpoint}`;
  const addressOf = (name: FileName) => {
    checkFileName(name);
    return `${endpoint}/${bucket}/${prefix}${name.tenantId}/${name.id}`;
  };

  const once = async (method: 'GET' | 'PUT' | 'DELETE', address: string, body?: Uint8Array<ArrayBuffer>) => {
    const hash = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    const request = await client.sign(address, {
      method,
      headers: { 'x-amz-content-sha256': hash, ...(body && { 'content-type': 'application/octet-stream' }) },
      redirect: 'manual',
      signal: AbortSignal.timeout(settings.timeoutMilliseconds ?? usualTimeoutMilliseconds),
      ...(body && { body }),
    });
    const response = await fetch(request);
    const content = await readUpTo(response, mostBytes);
    if (content === undefined)
      throw new FilesError(
        'files-refused',
        `Cannot use ${where}: it sends more than was ever stored there. Check the endpoint in OPENPRM_FILES.`,
      );
    return { status: response.status, content };
  };
  type Answer = Awaited<ReturnType<typeof once>>;

  const call = async (...request: Parameters<typeof once>): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await once(...request).catch((error: unknown) => {
        if (error instanceof FilesError) throw error;
        return unreachable(error);
      });
      const mayPass = answer instanceof FilesError || answer.status >= 500 || answer.status === 429;
      if (!mayPass) return answer;
      if (attempt === attempts) throw answer instanceof FilesError ? answer : refusalOf(answer);
      await wait((settings.retryMilliseconds ?? 200) * 2 ** (attempt - 1) * (0.5 + Math.random()));
    }
  };
  const unreachable = (cause: unknown) =>
    new FilesError(
      'files-unreachable',
      `Cannot reach ${where}. Check the endpoint in OPENPRM_FILES, and that no firewall is between.`,
      {
        cause,
      },
    );
  const refusalOf = ({ status, content }: Answer): FilesError => {
    const code =
      /<Code>(\w+)<\/Code>/.exec(new TextDecoder().decode(content))?.[1] ??
      (status >= 300 && status < 400 ? 'PermanentRedirect' : 'unknown');
    const known = advice[code] ?? 'See what the storage says about this code.';
    return new FilesError(
      status >= 500 || status === 429 ? 'files-unreachable' : 'files-refused',
      `Cannot use ${where}: it answered ${status} (${code}). ${known}`,
    );
  };

  return {
    async put(name, content) {
      const answer = await call('PUT', addressOf(name), content);
      if (answer.status !== 200) throw refusalOf(answer);
    },
    async get(name) {
      const answer = await call('GET', addressOf(name));
      if (answer.status === 200) return answer.content;
      if (isMissing(answer)) return undefined;
      throw refusalOf(answer);
    },
    async delete(name) {
      const answer = await call('DELETE', addressOf(name));
      if (answer.status !== 204 && answer.status !== 200 && !isMissing(answer)) throw refusalOf(answer);
    },
  };
}

/** Whether the storage itself says that there is no such object: a page of whatever stands between, or a bucket that is gone, says nothing of it. */
const isMissing = ({ status, content }: { readonly status: number; readonly content: Uint8Array }) =>
  status === 404 && new TextDecoder().decode(content).includes('<Code>NoSuchKey</Code>');

/** Reads an answer whole. @returns undefined for one with more bytes, of which the rest is not read */
async function readUpTo({ body }: Response, most: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // leaving the loop cancels the body
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  const content = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    content.set(chunk, at);
    at += chunk.byteLength;
  }
  return content;
}
