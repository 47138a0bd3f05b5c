import { Problem } from '../problem.ts';

/** The largest body that any endpoint takes: 64 KiB. */
export const maxBodyBytes = 65_536;

/**
 * Reads a JSON body, an absent one as `{}`, and stops at the limit whatever `Content-Length` says.
 *
 * @throws Problem `body-too-large`, `unsupported-media-type` or `malformed-request`
 */
export async function readBody(request: Request): Promise<unknown> {
  const text = await readText(request);
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

async function readText(request: Request): Promise<string> {
  const tooLarge = () => new Problem('body-too-large', { detail: `Send at most ${maxBodyBytes} bytes.` });
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLarge();
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
      if (bytes > maxBodyBytes) throw tooLarge();
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    if (error instanceof TypeError)
      throw new Problem('malformed-request', { detail: 'The body could not be read as UTF-8 text.' });
    throw error;
  }
}
