import type { Endpoint } from '@openprm/contract';
import { Problem } from './problem.ts';

/** The key under which a POST is remembered, and what was asked with it. */
export interface IdempotentRequest {
  readonly credential: string;
  readonly key: string;
  /** The concrete path and the body: a key that comes again with others is refused. */
  readonly content: string;
}

/**
 * The idempotent identity of a POST; undefined for any other method.
 *
 * @throws {Problem} `idempotency-key-required` without a key of 1 to 255 characters
 */
export async function readIdempotency(
  row: Endpoint,
  request: Request,
  credential: string,
): Promise<IdempotentRequest | undefined> {
  if (row.method !== 'POST') return undefined;
  const key = request.headers.get('idempotency-key') ?? '';
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new Problem('idempotency-key-required');
  return { credential, key, content: `${new URL(request.url).pathname}\n${await request.clone().text()}` };
}

/** The answers that one row gave, by credential and key. */
export class AnswerMemory {
  readonly #answers = new Map<string, { readonly content: string; readonly response: Promise<Response> }>();

  /**
   * Gives the first answer again to the same key and content, or makes it. Refusals are remembered too, a 5xx is not.
   *
   * @throws {Problem} `idempotency-key-reused`
   */
  async answer(request: IdempotentRequest | undefined, make: () => Promise<Response>): Promise<Response> {
    if (request === undefined) return make();
    const scope = `${request.credential} ${request.key}`;
    const known = this.#answers.get(scope);
    if (known !== undefined) {
      if (known.content !== request.content) throw new Problem('idempotency-key-reused');
      return (await known.response).clone();
    }

    const response = make();
    this.#answers.set(scope, { content: request.content, response });
    try {
      const first = await response;
      if (first.status >= 500) this.#answers.delete(scope);
      return first.clone();
    } catch (error) {
      this.#answers.delete(scope);
      throw error;
    }
  }
}
