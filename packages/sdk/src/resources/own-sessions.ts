import { endOneSession, endOtherSessions, listOwnSessions, type OwnSession } from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/**
 * Where a patient is signed in. Needs their session: `new OwnSessions(patientSession)`.
 *
 * @example
 * ```ts
 * const own = new OwnSessions(session);
 * for await (const { id, isCurrent, road } of await own.list()) if (!isCurrent && road === 'link') await own.end(id);
 * ```
 */
export class OwnSessions {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * The open sessions of who is signed in, the newest first: `isCurrent` marks the one that asks. They are those that show the same chart, and of the same address those that
   * show none.
   */
  list(query: { readonly limit?: number } = {}, options?: CallOptions): Promise<PageResult<OwnSession>> {
    return paginate((next) => this.#transport.call(listOwnSessions, { query: { ...query, ...next } }, options));
  }

  /**
   * Ends one of them, by its id.
   *
   * @throws {PermissionError} `reauthentication-required` where the session that asks began more than ten minutes ago: sign in once more, and end it then
   * @throws {NotFoundError} when it is not open any more
   */
  end(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.call(endOneSession, { params: { id } }, options);
  }

  /** Ends all of them but the one that asks. @throws {PermissionError} as {@link OwnSessions.end} */
  endOthers(options?: CallOptions): Promise<void> {
    return this.#transport.call(endOtherSessions, {}, options);
  }
}
