import { type ProblemCode, type ProblemDetails, problemStatus } from '@openprm/contract';

/** What a refusal may carry besides its code. */
export interface ProblemExtras extends Pick<Partial<ProblemDetails>, 'detail' | 'issues' | 'alternatives'> {
  /** Sent as `Retry-After`, whole seconds. */
  readonly retryAfterSeconds?: number;
}

/** Throw it in a resolver to answer a problem (RFC 9457), as the server's services do. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, extras: ProblemExtras = {}) {
    super(code);
    this.name = 'Problem';
    this.code = code;
    this.extras = extras;
  }
}

/** The answer that the server gives for a problem. */
export function problemResponse(
  { code, extras: { retryAfterSeconds, ...rest } }: Problem,
  requestId: string,
): Response {
  const status = problemStatus[code];
  const details: ProblemDetails = {
    type: `urn:openprm:problem:${code}`,
    title: code.replaceAll('-', ' '),
    status,
    code,
    requestId,
    ...rest,
  };
  return new Response(JSON.stringify(details), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    },
  });
}
