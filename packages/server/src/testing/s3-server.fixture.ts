import { createHash, createHmac } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Checksum, SourceData } from '@smithy/types';
import type { S3Settings } from '../node/files-s3.ts';

/** What the server does with the next request, in place of an answer. */
export type S3Fault = 'cut' | 'hang' | 'flood' | { readonly status: number; readonly code: string };

/** A small S3 on loopback: one bucket, objects in memory. It takes only what is signed rightly, by Amazon's own library. */
export interface TestS3 {
  readonly settings: S3Settings;
  readonly objects: Map<string, Buffer>;
  /** Faults for the next requests, in order. */
  readonly faults: S3Fault[];
  /** Method and path of each request that came. */
  readonly requests: string[];
  close(): Promise<void>;
}

const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'planted-secret-of-s3' };
const bucket = 'openprm-test';

/** SHA-256, plain or keyed, in the shape that the library asks for. */
class Sha256 implements Checksum {
  readonly #parts: Buffer[] = [];
  readonly #key: Buffer | undefined;
  constructor(key?: SourceData) {
    this.#key = key === undefined ? undefined : toBuffer(key);
  }
  update(data: SourceData): void {
    this.#parts.push(toBuffer(data));
  }
  digest(): Promise<Uint8Array> {
    const hash = this.#key === undefined ? createHash('sha256') : createHmac('sha256', this.#key);
    return Promise.resolve(hash.update(Buffer.concat(this.#parts)).digest());
  }
  reset(): void {
    this.#parts.length = 0;
  }
}
function toBuffer(data: SourceData): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}

/** Sends without an end, as long as somebody reads. */
function flood(response: ServerResponse): void {
  const chunk = Buffer.alloc(65_536);
  const send = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', send).writeHead(200);
  send();
}

export async function startS3(): Promise<TestS3> {
  const objects = new Map<string, Buffer>();
  const faults: S3Fault[] = [];
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void answer(request, Buffer.concat(chunks), response));
  });

  async function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    requests.push(`${method} ${url}`);
    const refuse = (status: number, code: string) =>
      response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
    const fault = faults.shift();
    if (fault === 'cut') return void response.destroy();
    if (fault === 'hang') return;
    if (fault === 'flood') return flood(response);
    if (fault !== undefined) return void refuse(fault.status, fault.code);
    const problem = await findProblem(request, body);
    if (problem !== undefined) return void refuse(problem === 'AuthorizationHeaderMalformed' ? 400 : 403, problem);
    const [, theBucket, ...rest] = url.split('/');
    if (theBucket !== bucket) return void refuse(404, 'NoSuchBucket');
    const key = rest.join('/');
    if (method === 'PUT') {
      objects.set(key, body);
      return void response.writeHead(200).end();
    }
    if (method === 'DELETE') {
      objects.delete(key);
      return void response.writeHead(204).end();
    }
    const found = objects.get(key);
    return void (found === undefined ? refuse(404, 'NoSuchKey') : response.writeHead(200).end(found));
  }

  /** Signs the request anew with what the header says was signed, and compares. */
  async function findProblem(
    { method = '', url = '', headers }: IncomingMessage,
    body: Buffer,
  ): Promise<string | undefined> {
    const [, id, date, region, names, signature] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
        headers.authorization ?? '',
      ) ?? [];
    if (id !== credentials.accessKeyId) return 'InvalidAccessKeyId';
    if (region !== 'test-1') return 'AuthorizationHeaderMalformed';
    const signedAt = String(headers['x-amz-date']);
    if (!signedAt.startsWith(date ?? ' ')) return 'AccessDenied';
    const signed = (names ?? '').split(';');
    if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => signed.includes(name))) return 'AccessDenied';
    if (headers['x-amz-content-sha256'] !== createHash('sha256').update(body).digest('hex'))
      return 'XAmzContentSHA256Mismatch';
    const signer = new SignatureV4({ credentials, region, service: 's3', sha256: Sha256, uriEscapePath: false });
    const again = await signer.sign(
      {
        method,
        protocol: 'http:',
        hostname: '127.0.0.1',
        path: url,
        query: {},
        headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
        body,
      },
      { signingDate: new Date(signedAt.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')) },
    );
    const expected = String(again.headers['authorization']);
    return expected.endsWith(`Signature=${signature}`) ? undefined : 'SignatureDoesNotMatch';
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      bucket,
      prefix: 'clinics/north/',
      endpoint: `http://127.0.0.1:${port}`,
      region: 'test-1',
      sessionToken: undefined,
      retryMilliseconds: 1,
      ...credentials,
    },
    objects,
    faults,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
