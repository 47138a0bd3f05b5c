import { randomBytes } from 'node:crypto';

/** What a server answered: its status and body as they are. 0: no answer came. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Who calls, and how. */
export interface HttpCall {
  readonly credential: string;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** Where the call comes from, as a proxy of ours would say it: for servers with `OPENPRM_PROXIES=1`. */
  readonly address?: string;
}

/** A new idempotency key. */
export const newKey = (): string => randomBytes(16).toString('hex');

/** POSTs once, without the SDK's retries: a proof counts each answer, and failures are answers to it. */
export async function post(
  url: string,
  body: object,
  { credential, idempotencyKey = newKey(), signal, address }: HttpCall,
): Promise<HttpAnswer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${credential}`,
        'Idempotency-Key': idempotencyKey,
        'Content-Type': 'application/json',
        ...(address === undefined ? {} : { 'X-Forwarded-For': address }),
      },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  } catch (error) {
    if (error instanceof Error && ['TypeError', 'AbortError', 'TimeoutError', 'SyntaxError'].includes(error.name)) {
      return { status: 0, body: {} };
    }
    throw error;
  }
}
