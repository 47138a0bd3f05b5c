import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What there is to say of a request that Node's parser has refused, before anything of ours has seen it. */
interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly title: string;
  readonly detail: string;
}

/** What cannot be read, and what no host is named for (RFC 9112, 3.2). */
const unreadable: Refusal = {
  status: 400,
  reason: 'Bad Request',
  title: 'The request could not be read',
  detail: 'What came is no HTTP request.',
};

/** By the codes of Node's parser: https://nodejs.org/api/http.html#event-clienterror */
const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    reason: 'Request Header Fields Too Large',
    title: 'The headers are too large',
    detail: 'Address and headers have at most 16 KiB together.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    reason: 'Payload Too Large',
    title: 'The body is too large',
    detail: 'The extensions of its chunks have at most 16 KiB.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    reason: 'Request Timeout',
    title: 'The request did not come in time',
    detail: 'Send it again.',
  },
};

/**
 * Answers what is no request with the same kind of body and as strict headers as every other answer, and closes the connection. Nothing of what came is repeated or logged.
 */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  // who has gone hears nothing, and an answer that has begun is not written into
  if (error.code === 'ECONNRESET' || !socket.writable || hasBegunAnswer(socket)) {
    socket.destroy();
    return;
  }
  const refusal = refusals[error.code ?? ''] ?? unreadable;
  const body = bodyOf(refusal);
  const head = [
    `HTTP/1.1 ${refusal.status} ${refusal.reason}`,
    ...Object.entries(strictHeaders).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Date: ${new Date().toUTCString()}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroySoon());
}

/** The same for a request whose lines can be read, and which has no host or address that anything could be looked up by. */
export const unreadableResponse = (status: 400 | 500 = 400): Response =>
  new Response(status === 400 ? bodyOf(unreadable) : null, {
    status,
    headers: { ...strictHeaders, Connection: 'close' },
  });

/** The same for who expects what no server of ours does. */
export function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const refusal = { status: 417, title: 'That cannot be expected', detail: 'Leave Expect out, or send 100-continue.' };
  response.writeHead(refusal.status, { ...strictHeaders, Connection: 'close' }).end(bodyOf(refusal));
}

/** Of what is no page and is shown nowhere. */
export const strictHeaders = {
  'Content-Type': 'application/problem+json',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

const bodyOf = ({ status, title, detail }: Omit<Refusal, 'reason'>) =>
  JSON.stringify({ type: 'urn:openprm:problem:malformed-request', title, status, code: 'malformed-request', detail });

/** Node keeps the answer that is being written on its socket, and asks it in the same way for its own answer. */
function hasBegunAnswer(socket: Socket): boolean {
  const { _httpMessage: answer } = socket as { readonly _httpMessage?: { readonly headersSent?: boolean } | null };
  return answer?.headersSent === true;
}
