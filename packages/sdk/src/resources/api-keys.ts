import {
  type ApiKey,
  type ApiKeyCreate,
  type ApiKeyCreated,
  type ApiKeyUpdate,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  updateApiKey,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** The clinic's keys. Needs a secret key with the scope `keys:write`, or the session of an owner. */
export class ApiKeys {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists all keys, revoked ones too, without the keys themselves. */
  list(query: { readonly limit?: number } = {}, options?: CallOptions): Promise<PageResult<ApiKey>> {
    return paginate((next) => this.#transport.call(listApiKeys, { query: { ...query, ...next } }, options));
  }

  /**
   * Makes a key; `key` in the answer is the only sight of it.
   *
   * @throws {ConflictError} `already-exists` when two live keys of this kind have the name
   * @throws {PermissionError} for a scope that the caller does not hold
   */
  create(body: ApiKeyCreate, options?: CallOptions): Promise<ApiKeyCreated> {
    return this.#transport.call(createApiKey, { body }, options);
  }

  /** Replaces the origins of a publishable key, from the next request on. @throws {NotFoundError} also for one that was revoked */
  update({ id, ...body }: ApiKeyUpdate & { readonly id: string }, options?: CallOptions): Promise<ApiKey> {
    return this.#transport.call(updateApiKey, { params: { id }, body }, options);
  }

  /** Ends a key for good. */
  revoke(id: string, options?: CallOptions): Promise<ApiKey> {
    return this.#transport.call(revokeApiKey, { params: { id }, body: {} }, options);
  }
}
