import { Problem } from '../problem.ts';

/** The largest body that an endpoint takes whose row does not say otherwise: 64 KiB. */
export const maxBodyBytes = 65_536;

/**
 * Reads a JSON body, an absent one as `{}`, and stops at the limit whatever `Content-Length` says.
 *
 * @throws Problem `body-too-large`, `unsupported-media-type` or `malformed-request`
 */
export async function readBody(request: Request, maxBytes = maxBodyBytes): Promise<unknown> {
  const text = await readText(request, maxBytes);
  if (text === '') return {};
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Problem('unsupported-media-type', {
      detail: 'Send the body as JSON with Content-Type: application/json.',
    });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Problem('malformed-request', {
      detail: 'The body is not JSON. Check quotes, commas and the encoding (UTF-8).',
    });
  }
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = () => new Problem('body-too-large', { detail: `Send at most ${maxBytes} bytes.` });
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  // Firefox has no body stream on a request: there the core runs in a test's page, where nobody floods it.
  const stream = request.body as ReadableStream<Uint8Array> | null | undefined;
  if (stream === undefined) return request.text();
  if (stream === null) return '';
  const reader = stream.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > maxBytes) throw tooLarge();
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    if (error instanceof Problem) throw error;
    // also where the caller's connection is gone: that is no fault of ours, and least of all the database's
    throw new Problem('malformed-request', { detail: 'The body could not be read whole, as UTF-8 text.' });
  }
}
